import { sentence } from '../language/sentence';
import { reasonOfCode } from '../scan/accessError';
import { SourceState, type LookAtFiles, type StatColumns, type StatRequest } from '../scan/fileStats';
import { SourceReader } from '../scan/sourceCatalogue';
import { joinPath, splitPath } from '../scan/sourcePath';
import { ELSEWHERE } from './jobPlan';
import type { JobPlan } from './jobPlan';

/** A source that is no longer as it was when it was planned. */
export interface ChangedSource {
  /** Index in the catalogue; undefined for a side file. */
  readonly file: number | undefined;
  readonly path: string;
  readonly reason: 'changed' | 'vanished' | 'unreadable' | 'medium';
  /** Names the path, what happened and what to do. */
  readonly message: string;
}

/** How many files one message to another thread asks about. */
const FILES_AT_ONCE = 2048;
const MAX_PENDING = 8;

interface Batch {
  readonly files: readonly (number | undefined)[];
  readonly requests: readonly StatRequest[];
  readonly found: StatColumns | Promise<StatColumns>;
}

/**
 * Compares the size and modification time of every source of a plan with what the scan found, and yields those that
 * differ, in the order of the catalogue, with side files last. Used before a session continues.
 *
 * @param lookAt looks at the files, following symbolic links
 * @param isWanted whether a file of the catalogue still matters; by default, if it is on a drive of this plan
 */
export async function* changedSources(
  plan: JobPlan,
  lookAt: LookAtFiles,
  isWanted = (file: number): boolean => plan.fileDrive[file]! < ELSEWHERE,
): AsyncGenerator<ChangedSource> {
  const { catalogue } = plan;
  const reader = new SourceReader(catalogue);
  const pending: Batch[] = [];
  let files: (number | undefined)[] = [];
  let requests: { directory: string; names: string[] }[] = [];
  const send = (): void => {
    pending.push({ files, requests, found: lookAt(requests) });
    files = [];
    requests = [];
  };
  const add = (path: string, file: number | undefined): void => {
    const { directory, name } = splitPath(path);
    const last = requests.at(-1);
    if (last?.directory === directory) last.names.push(name);
    else requests.push({ directory, names: [name] });
    files.push(file);
    if (files.length === FILES_AT_ONCE) send();
  };
  for (let file = 0; file < catalogue.files.count; file++) {
    if (!isWanted(file)) continue;
    add(reader.pathOf(file), file);
    if (pending.length > MAX_PENDING) yield* changesIn(pending.shift()!);
  }
  for (const { path } of catalogue.sideFiles) add(path, undefined);
  send();
  let sideFile = 0;
  for (const batch of pending) yield* changesIn(batch);

  async function* changesIn(batch: Batch): AsyncGenerator<ChangedSource> {
    const found = await batch.found;
    let index = 0;
    for (const { directory, names } of batch.requests) {
      for (const name of names) {
        const file = batch.files[index];
        const planned =
          file === undefined
            ? plannedSideFile(sideFile++)
            : { size: catalogue.files.size[file]!, modified: catalogue.files.modified[file]! };
        const change = compare(planned, found, index++);
        if (!change) continue;
        const path = joinPath(directory, name);
        yield { file, path, reason: change.reason, message: `${path} ${change.message}` };
      }
    }
  }

  function plannedSideFile(index: number) {
    const { size, times } = catalogue.sideFiles[index]!;
    return { size, modified: times.modified };
  }
}

function compare(
  planned: { readonly size: number; readonly modified: bigint },
  { state, size, modified, errors }: StatColumns,
  index: number,
): Pick<ChangedSource, 'reason' | 'message'> | undefined {
  const code = errors.get(index);
  if (state[index] === SourceState.Unreadable)
    return { reason: 'unreadable', message: sentence`cannot be read: ${reasonOfCode(code ?? 'EIO')}` };
  if (state[index] === SourceState.Medium)
    return {
      reason: 'medium',
      message: sentence`is a source, and a drive of this session would overwrite it. Restore what was there, or specify another location for the drive with --drive.`,
    };
  if (state[index] !== SourceState.Ordinary)
    return { reason: 'vanished', message: sentence`is no longer there. Restore it, or leave it out.` };
  if (size[index] !== planned.size)
    return {
      reason: 'changed',
      message: sentence`had ${planned.size} bytes and now has ${size[index]!}. Restore the original, or leave it out.`,
    };
  if (modified[index] !== planned.modified)
    return {
      reason: 'changed',
      message: sentence`was written to after it was planned. Restore the original, or leave it out.`,
    };
  return undefined;
}
