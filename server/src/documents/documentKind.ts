import { fileKindOf, fileKindOfText } from '#core/job/fileKind';
import type { FileKind } from '#core/job/fileKind';
import { detectKind, tableKindOfName } from '#core/table/tableKind';
import type { TableKind } from '#core/table/tableKind';

/** What a document is to the server. */
export type DocumentKind = TableKind | FileKind | 'job' | 'configuration' | 'other';

/** Languages of files that are no tables. Where a language has two kinds of file, the text decides. */
const fileLanguageIds: Readonly<Record<string, FileKind>> = {
  'importexport-jrm': 'jrm',
  'importexport-jrm-xml': 'jrm-xml',
  'importexport-journal': 'journal',
  'importexport-manifest': 'manifest',
  'importexport-driveinfo': 'drive-info',
  'importexport-sidefile': 'metadata',
  'importexport-copylog': 'copy-log',
};

/**
 * The kind of a document: of a table by its header, else by its language, else by its name; of any other file by its language,
 * else by its name and the beginning of its text.
 */
export function kindOf(uri: string, languageId: string, text: string): DocumentKind {
  const name = fileNameOf(uri);
  const lower = name.toLowerCase();
  if (lower === 'job.json') return 'job';
  if (lower === 'sneakernet.json') return 'configuration';
  const chosen = fileLanguageIds[languageId];
  const file = chosen ? fileKindOfText(chosen, text) : fileKindOf(name, text);
  if (file) return file;
  if (languageId.includes('json') || lower.endsWith('.json')) return 'other';
  if (languageId === 'xml' || lower.endsWith('.xml')) return 'other';
  const kind = detectKind(text);
  if (kind) return kind;
  if (languageId === 'importexport-driveset') return 'driveset';
  if (languageId === 'importexport-dataset') return 'dataset';
  return tableKindOfName(lower) ?? 'other';
}

export function isTableKind(kind: DocumentKind): kind is TableKind {
  return kind === 'dataset' || kind === 'driveset';
}

/** The last segment of a URI, decoded. */
export function fileNameOf(uri: string): string {
  return decoded(uri.slice(uri.lastIndexOf('/') + 1));
}

/** True where two URIs differ in nothing but what they spell with percent signs. */
export function isSameUri(one: string, other: string): boolean {
  return one === other || decoded(one) === decoded(other);
}

/** A stray percent sign stands for itself. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
