import { basename } from 'node:path';
import { fileKindOf } from '#core/job/fileKind';
import type { FileKind } from '#core/job/fileKind';
import { FindingCollector } from '#core/rules/findingCollector';
import { placeFindings } from '#core/rules/placeFindings';
import type { RuleSettings } from '#core/rules/ruleSettings';
import { fileReaders } from '#core/validate/fileReaders';
import type { ReaderOf } from '#core/validate/fileReaders';
import { translate } from '../../language/sentence';
import type { FileReport } from './fileReport';
import { readBeginning, readText } from './textFile';
import type { FileBeginning } from './textFile';
import { encodingReport, withEncoding } from './validateTable';

/** A file that comes with a job and is no table. */
export interface CompanionFile {
  readonly path: string;
  readonly kind: keyof typeof fileReaders;
  readonly beginning: FileBeginning;
}

/** Names of files that are looked into: what they are, their beginning tells. */
const companionName = /\.(?:jrm|jrn|xml|log)$/i;

/** Those of a folder. Others can be named. */
export function isCompanionName(name: string): boolean {
  return companionName.test(name);
}

/** What a file is that is no table, by its name and its beginning. @throws UnreadableFileError */
export async function kindOfCompanion(path: string): Promise<FileKind | undefined> {
  return fileKindOf(basename(path), (await readBeginning(path)).head);
}

/** A file with what it is, by its name and its root element; `undefined` for any other. @throws UnreadableFileError */
export async function readCompanionFile(path: string): Promise<CompanionFile | undefined> {
  const beginning = await readBeginning(path);
  const kind = fileKindOf(basename(path), beginning.head);
  return kind && isReadable(kind) ? { path, kind, beginning } : undefined;
}

function isReadable(kind: FileKind): kind is keyof typeof fileReaders {
  return Object.hasOwn(fileReaders, kind);
}

/** How such a file is checked. */
export interface CompanionCheck {
  readonly settings: RuleSettings;
  /** How many findings are listed. */
  readonly limit: number;
  readonly signal: AbortSignal;
  readonly onProgress: (bytesRead: number, size: number) => void;
}

/** Checks a file as a stream. @throws UnreadableFileError */
export async function checkCompanionFile({ path, kind, beginning }: CompanionFile, { settings, limit, signal, onProgress }: CompanionCheck): Promise<FileReport> {
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
