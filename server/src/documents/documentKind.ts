import { mayBeSideFile } from '#core/dataset/namedSideFile';
import { fileKindOf, fileKindOfText } from '#core/job/fileKind';
import type { FileKind } from '#core/job/fileKind';
import type { SideFileKind } from '#core/sideFiles/sideFile';
import { recogniseTable } from '#core/table/recognition';
import type { TableKind } from '#core/table/tableKind';
import { fileNameOf } from '../language/uris';

/** What a document is to the server. */
export type DocumentKind = TableKind | FileKind | 'job' | 'configuration' | 'other';

/** Languages of files that are not tables. Where a language has two kinds of file, the text decides. */
const fileLanguageIds: Readonly<Record<string, FileKind>> = {
  'importexport-jrm': 'jrm',
  'importexport-jrm-xml': 'jrm-xml',
  'importexport-journal': 'journal',
  'importexport-manifest': 'manifest',
  'importexport-driveinfo': 'drive-info',
  'importexport-sidefile': 'metadata',
  'importexport-copylog': 'copy-log',
};

/** What is known about a document besides its URI, language and text. */
export interface DocumentSigns {
  /** True where the user has chosen the language. */
  readonly isChosen?: boolean;
  /** The kind that `job.json` gives it. */
  readonly named?: TableKind | undefined;
  /** The kind that a dataset of its job gives it. */
  readonly sideFile?: SideFileKind | undefined;
  /** The kind before its latest edit. */
  readonly before?: DocumentKind;
}

/**
 * The kind of a document. A table is known by its text, or because the user or the job says so; any other file by its
 * language, or by its name and the beginning of its text.
 */
export function kindOf(
  uri: string,
  languageId: string,
  text: string,
  { isChosen = false, named, sideFile, before }: DocumentSigns = {},
): DocumentKind {
  const name = fileNameOf(uri);
  const lower = name.toLowerCase();
  if (lower === 'job.json') return 'job';
  if (lower === 'sneakernet.json') return 'configuration';
  const chosen = fileLanguageIds[languageId];
  const file = chosen
    ? fileKindOfText(chosen, text)
    : fileKindOf(name, text, mayBeSideFile(text) ? sideFile : undefined);
  if (file) return file;
  if (languageId.includes('json') || lower.endsWith('.json')) return 'other';
  if (languageId === 'xml' || lower.endsWith('.xml')) return 'other';
  const signs = {
    name,
    named,
    chosen: isChosen ? tableOfLanguage[languageId] : undefined,
    before: before !== undefined && isTableKind(before) ? before : undefined,
  };
  return recogniseTable(text, signs) ?? 'other';
}

const tableOfLanguage: Readonly<Record<string, TableKind>> = {
  'importexport-dataset': 'dataset',
  'importexport-driveset': 'driveset',
};

/** True where the user must have chosen the language, because an editor would not detect it from this name or text. */
export function isLanguageChosen(uri: string, languageId: string, text: string): boolean {
  const language = tableOfLanguage[languageId];
  if (language === undefined) return false;
  const name = fileNameOf(uri).toLowerCase();
  return !(name.endsWith('.csv') && name.includes(language)) && recogniseTable(text, { name }) !== language;
}

export function isTableKind(kind: DocumentKind): kind is TableKind {
  return kind === 'dataset' || kind === 'driveset';
}
