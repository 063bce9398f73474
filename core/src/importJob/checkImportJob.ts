import { isMd5Hex } from '../bytes/hex';
import type { DriveInfo } from '../driveInfo/driveInfo';
import type { JournalDrives } from '../journal/journalDrives';
import { wrongRecoveryKey } from '../names/recoveryKey';
import type { FileFinding, FileFix } from '../rules/fileFinding';
import { LineIndex } from '../text/lineIndex';
import type { Range, Span } from '../text/position';
import { importJobFields, isComputed, readImportJob } from './importJob';
import type { ImportJobDrive, ImportJobField } from './importJob';

/** The rule for each field. */
const rules = {
  driveId: 'import-job/drive',
  bitLockerKey: 'import-job/key',
  manifestFile: 'import-job/manifest-file',
  manifestHash: 'import-job/manifest-hash',
} as const;

/**
 * The findings about the drives of an import job.
 *
 * @param journals what the journals beside it say about their drives; `undefined` where there are none to compare with
 * @param drives the drives in the text, if they have already been read
 */
export function checkImportJob(
  text: string,
  journals: JournalDrives | undefined,
  drives: readonly ImportJobDrive[] = readImportJob(text),
): FileFinding[] {
  const lines = new LineIndex(text);
  const rangeOf = ({ start, end }: Span) => ({ start: lines.position(start), end: lines.position(end) });
  const named = new Set(drives.map(({ fields }) => fields.driveId?.value));
  const unnamed = [...(journals?.drives.keys() ?? [])].filter((id) => !named.has(id));
  const found: FileFinding[] = [];
  const seen = new Set<string>();
  for (const drive of drives) {
    const { fields, place, isJson } = drive;
    const id = fields.driveId && !isComputed(fields.driveId) ? fields.driveId.value : undefined;
    const known = id === undefined ? undefined : journals?.drives.get(id);
    for (const field of importJobFields) {
      const problem = problemOf(drive, field, known);
      if (!problem) continue;
      const fixes =
        problem.instead === undefined
          ? []
          : fixOf(
              isJson,
              rangeOf(fields[field]!),
              problem.instead,
              'Write what the journal says of drive {0} (assumes that it is the journal of these drives)',
              id!,
            );
      found.push({
        code: rules[field],
        variant: problem.variant,
        args: problem.args,
        ...rangeOf(fields[field] ?? place),
        fixes: () => fixes,
      });
    }
    if (id === undefined || id === '') continue;
    if (seen.has(id)) found.push({ code: rules.driveId, variant: 'duplicate', args: [id], ...rangeOf(place) });
    else if (journals && !known && !journals.isDamaged) {
      const [only, ...others] = unnamed;
      const fixes =
        only === undefined || others.length > 0
          ? []
          : fixOf(
              isJson,
              rangeOf(fields.driveId!),
              only,
              'Write {0} (assumes that this drive of the journal is meant)',
              only,
            );
      found.push({ code: rules.driveId, args: [id], ...rangeOf(place), fixes: () => fixes });
    }
    seen.add(id);
  }
  // If an id is unknown, a missing drive is probably the one that is meant.
  const areKnown =
    drives.length > 0 && drives.every(({ fields: { driveId } }) => driveId && journals?.drives.has(driveId.value));
  for (const id of areKnown ? unnamed : [])
    found.push({ code: 'import-job/drive-missing', args: [id], ...rangeOf(drives[0]!.place) });
  return found;
}

interface FieldProblem {
  readonly variant: string;
  readonly args: readonly string[];
  /** The correct value. */
  readonly instead?: string;
}

/** The problem of a drive's field. Disagreement with the journal takes precedence over problems of the value itself. */
function problemOf(
  { fields }: ImportJobDrive,
  field: ImportJobField,
  known: DriveInfo | undefined,
): FieldProblem | undefined {
  const { [field]: written } = fields;
  if (written === undefined || written.value === '') return { variant: 'missing', args: [] };
  if (isComputed(written) || field === 'driveId') return undefined;
  if (known)
    return isEqual[field](written.value, known[field])
      ? undefined
      : { variant: 'default', args: [known.driveId], instead: known[field] };
  if (field === 'manifestHash') return isMd5Hex(written.value) ? undefined : { variant: 'shape', args: [] };
  const wrong = field === 'bitLockerKey' ? wrongRecoveryKey(written.value) : undefined;
  return wrong && { variant: wrong[0], args: wrong[1] };
}

/** On the drive, `\DriveManifest.xml` and `DriveManifest.xml` are the same file. */
const bare = (path: string): string => path.replaceAll('/', '\\').replace(/^\\+/, '').toLowerCase();

const isEqual: Readonly<Record<Exclude<ImportJobField, 'driveId'>, (written: string, known: string) => boolean>> = {
  bitLockerKey: (written, known) => written === known,
  manifestFile: (written, known) => bare(written) === bare(known),
  manifestHash: (written, known) => written.toUpperCase() === known.toUpperCase(),
};

/** In a command line, quotes and backslashes depend on the shell, so only values that need neither are written. */
function fixOf(isJson: boolean, range: Range, value: string, title: string, id: string): readonly FileFix[] {
  const text = isJson ? JSON.stringify(value).slice(1, -1) : /^[\w-]+$/.test(value) ? value : undefined;
  return text === undefined ? [] : [{ title, args: [id], certainty: 'guess', edits: [{ range, text }] }];
}
