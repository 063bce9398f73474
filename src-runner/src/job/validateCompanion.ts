import { basename } from 'node:path';
import { mayBeSideFile, namedSideFile } from '#core/dataset/namedSideFile';
import { fileKindOf } from '#core/job/fileKind';
import type { FileKind } from '#core/job/fileKind';
import { checkImportJob } from '#core/importJob/checkImportJob';
import { mergeJournalDrives, readJournalDrives, unreadJournal } from '#core/journal/journalDrives';
import type { JournalDrives } from '#core/journal/journalDrives';
import { LONGEST_JOURNAL, LONGEST_JSON } from '#core/limits/limits';
import { FindingCollector } from '#core/rules/findingCollector';
import { placeFindings } from '#core/rules/placeFindings';
import type { RuleSettings } from '#core/rules/ruleSettings';
import type { SideFileKind } from '#core/sideFiles/sideFile';
import { fileReaders } from '#core/validate/fileReaders';
import type { ReaderOf } from '#core/validate/fileReaders';
import { sentence, translate } from '../language/sentence';
import { readRows, type ComparedFile } from './jobComparison';
import type { FileReport } from './fileReport';
import { readBeginning, readText, readWholeText, UnreadableFileError } from './textFile';
import type { FileBeginning } from './textFile';
import { encodingReport, withEncoding } from './validateTable';

/** A file of a job that is not a table. */
export interface CompanionFile {
  readonly path: string;
  readonly kind: keyof typeof fileReaders;
  readonly beginning: FileBeginning;
}

/** Names of files worth opening: their beginning tells what they are. */
const companionName = /\.(?:jrm|jrn|xml|log|txt|manifest|jsonc?|sh|bash|zsh|ps1|cmd|bat|azcli)$/i;

/** Whether to open a file found in a folder. Files named by the user may have any name. */
export function isCompanionName(name: string): boolean {
  return companionName.test(name);
}

/**
 * The kind of a file that is not a table, by its root element, its name, or a dataset that names it; `undefined` for
 * any other.
 *
 * @throws UnreadableFileError
 */
export async function kindOfCompanion(
  path: string,
  datasets: readonly ComparedFile[],
  signal: AbortSignal,
): Promise<FileKind | undefined> {
  return kindOf(path, await readBeginning(path), datasets, signal);
}

/**
 * A companion file that can be judged on its own.
 *
 * @throws UnreadableFileError
 */
export async function readCompanionFile(
  path: string,
  datasets: readonly ComparedFile[],
  signal: AbortSignal,
): Promise<CompanionFile | undefined> {
  const beginning = await readBeginning(path);
  const kind = await kindOf(path, beginning, datasets, signal);
  return kind && isReadable(kind) ? { path, kind, beginning } : undefined;
}

async function kindOf(
  path: string,
  { head }: FileBeginning,
  datasets: readonly ComparedFile[],
  signal: AbortSignal,
): Promise<FileKind | undefined> {
  const name = basename(path);
  return (
    fileKindOf(name, head) ??
    (mayBeSideFile(head) ? fileKindOf(name, head, await namedIn(datasets, name, signal)) : undefined)
  );
}

async function namedIn(
  datasets: readonly ComparedFile[],
  name: string,
  signal: AbortSignal,
): Promise<SideFileKind | undefined> {
  let found: SideFileKind | undefined;
  for (const dataset of datasets) {
    await readRows(dataset, ({ fields }) => (found ??= namedSideFile(fields, name)), signal);
    if (found) break;
  }
  return found;
}

/**
 * Checks a file that creates an import job against the journals beside it.
 *
 * @param journals their paths
 * @throws UnreadableFileError
 */
export async function checkImportJobFile(
  path: string,
  journals: readonly string[],
  { settings, limit, signal }: Omit<CompanionCheck, 'onProgress'>,
): Promise<FileReport> {
  const beginning = await readBeginning(path);
  if (beginning.size > LONGEST_JSON)
    throw new UnreadableFileError(
      sentence`${path} is larger than 1 MiB, which no import job is, so it is not checked. Leave only the import job in it.`,
    );
  const unreadable = encodingReport({ path, beginning }, settings);
  if (unreadable) return unreadable;
  const { text, invalidOffset } = await readWholeText(path, beginning, signal);
  const drives: JournalDrives[] = [];
  for (const journal of journals) {
    const journalBeginning = await readBeginning(journal);
    if (journalBeginning.size > LONGEST_JOURNAL) drives.push(unreadJournal);
    else drives.push(readJournalDrives((await readWholeText(journal, journalBeginning, signal)).text));
  }
  const found = checkImportJob(text, mergeJournalDrives(drives));
  const { listed, counts, more } = placeFindings({ found }, settings, limit, translate);
  return withEncoding({ file: path, findings: listed, counts, more, records: 0 }, invalidOffset, settings);
}

function isReadable(kind: FileKind): kind is keyof typeof fileReaders {
  return Object.hasOwn(fileReaders, kind);
}

/** How a companion file is checked. */
export interface CompanionCheck {
  readonly settings: RuleSettings;
  /** How many findings are listed. */
  readonly limit: number;
  readonly signal: AbortSignal;
  readonly onProgress: (bytesRead: number, size: number) => void;
}

/**
 * Checks a file as a stream.
 *
 * @throws UnreadableFileError
 */
export async function checkCompanionFile(
  { path, kind, beginning }: CompanionFile,
  { settings, limit, signal, onProgress }: CompanionCheck,
): Promise<FileReport> {
  const unreadable = encodingReport({ path, beginning }, settings);
  if (unreadable) return unreadable;
  const collector = new FindingCollector(limit);
  const readerOf: ReaderOf<unknown> = fileReaders[kind];
  const reader = readerOf(collector.add);
  const take = (text: string, bytesRead: number) => {
    reader.push(text);
    onProgress(bytesRead, beginning.size);
    return false;
  };
  const { invalidOffset } = await readText(path, beginning, take, signal);
  reader.end();
  const { listed, counts, more } = placeFindings(collector.findings, settings, limit, translate);
  return withEncoding({ file: path, findings: listed, counts, more, records: 0 }, invalidOffset, settings);
}
