import { basename } from 'node:path';
import { checkCopyLog } from '#core/copyLog/copyLogReading';
import type { Dialect } from '#core/dataset/datasetRow';
import { openDataset } from '#core/dataset/datasetTable';
import { noDiskFacts } from '#core/disk/diskFacts';
import { checkDriveInfo } from '#core/driveInfo/checkDriveInfo';
import { checkManifest } from '#core/driveManifest/manifestReading';
import { openDriveset } from '#core/driveset/drivesetTable';
import { fileKindOf } from '#core/job/fileKind';
import type { FileKind } from '#core/job/fileKind';
import { checkJournal } from '#core/journal/journalReading';
import { checkJrm } from '#core/jrm/document/checkJrm';
import type { JobTableFile } from '#core/jrm/document/datasetSources';
import type { FileFindings } from '#core/rules/fileFinding';
import { placeFindings } from '#core/rules/placeFindings';
import type { RuleSettings } from '#core/rules/ruleSettings';
import { checkSideFile } from '#core/sideFiles/index';
import { detectDialect } from '#core/table/tableKind';
import { finish } from '#core/work/steps';
import { sha256 } from '../../report/outputFiles';
import type { FileReport } from './fileReport';
import type { TableFile } from './jobFolder';
import { readBeginning, readText, UnreadableFileError } from './textFile';
import type { FileBeginning } from './textFile';

/** A larger file is not read as a whole, in bytes. */
const MAX_FILE = 256 * 1024 * 1024;
/** A larger table is not compared with a JRM. */
const MAX_TABLE = 64 * 1024 * 1024;

/** A file of a job that is no table. */
export interface JobFileOfKind {
  readonly path: string;
  readonly kind: FileKind;
  readonly beginning: FileBeginning;
}

/** How such a file is checked. */
export interface FileCheck {
  readonly settings: RuleSettings;
  /** Tables of the folder. */
  readonly tables: readonly TableFile[];
  /** `undefined`: the header tells. */
  readonly dialect: Dialect | undefined;
  /** How many findings are listed. */
  readonly limit: number;
  readonly signal: AbortSignal;
}

/** Names that such a file can have: others are not looked into. */
export const jobFileName = /\.(?:jrm|jrn|xml)$/i;

/** A file with what it is, by its name and beginning; `undefined` for any other. @throws UnreadableFileError */
export async function readJobFile(path: string): Promise<JobFileOfKind | undefined> {
  const beginning = await readBeginning(path);
  const kind = beginning.encoding === 'binary' ? undefined : fileKindOf(basename(path), beginning.head);
  return kind && { path, kind, beginning };
}

/** Checks a file as a whole. @throws UnreadableFileError */
export async function checkJobFileOfKind({ path, kind, beginning }: JobFileOfKind, check: FileCheck): Promise<FileReport> {
  if (beginning.size > MAX_FILE) throw new UnreadableFileError(`${path} is too large to be checked. A JRM of any size is read by "sneakernet verify".`);
  const text = await textOf(path, beginning, check.signal);
  const { findings, records } = kind === 'jrm' || kind === 'jrm-xml' ? await jrmFindingsOf(text, check) : { findings: findingsOf(kind, text), records: 0 };
  const { listed, counts, more } = placeFindings(findings, check.settings, check.limit);
  return { file: path, findings: listed, counts, more, records };
}

function findingsOf(kind: Exclude<FileKind, 'jrm' | 'jrm-xml'>, text: string): FileFindings {
  switch (kind) {
    case 'journal':
      return { found: checkJournal([text]) };
    case 'manifest':
      return { found: checkManifest([text]) };
    case 'drive-info':
      return { found: checkDriveInfo(text) };
    case 'metadata':
    case 'properties':
      return { found: checkSideFile(text, kind) };
    case 'copy-log':
      return { found: checkCopyLog([text]) };
  }
}

async function jrmFindingsOf(text: string, { tables, dialect, signal }: FileCheck): Promise<{ readonly findings: FileFindings; readonly records: number }> {
  const read: JobTableFile[] = [];
  for (const { path, kind, beginning } of tables) {
    if (beginning.size > MAX_TABLE) continue;
    const table = await textOf(path, beginning, signal);
    const context = { dialect: dialect ?? detectDialect(table), nativePaths: process.platform !== 'win32', disk: noDiskFacts };
    read.push({ file: path, fileName: basename(path), table: kind === 'dataset' ? openDataset(table, { context }).table : openDriveset(table, { context: { tracked: false } }) });
  }
  const { findings, checksumCount } = finish(checkJrm(text, { tables: read, tablesAreComplete: read.length === tables.length, sha256 }));
  return { findings, records: checksumCount };
}

async function textOf(path: string, beginning: FileBeginning, signal: AbortSignal): Promise<string> {
  const pieces: string[] = [];
  const take = (piece: string) => {
    pieces.push(piece);
    return false;
  };
  await readText(path, beginning, take, signal);
  return pieces.join('');
}
