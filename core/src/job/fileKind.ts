import { isImportJob } from '../importJob/importJob';
import type { SideFileKind } from '../sideFiles/sideFile';
import { ROOT_HEAD, rootElement, rootTag } from '../xml/rootElement';

/** The files of a job that are not tables. */
export type FileKind =
  'jrm' | 'jrm-xml' | 'journal' | 'manifest' | 'drive-info' | SideFileKind | 'copy-log' | 'export-list' | 'import-job';

/** Long enough to find drives after addresses, parameters, or the beginning of a script. */
const LONG_HEAD = 64 * 1024;

/** Roots that have a single meaning, whatever the file's name. */
const ofRoot: Readonly<Record<string, FileKind>> = {
  jobresponsemanifest: 'jrm-xml',
  drivemanifest: 'manifest',
  drivelog: 'copy-log',
};

/** Roots that other programs use too: their tag, or the text after it, shows whether they are meant here. */
const ofRootWith: Readonly<
  Record<string, { readonly kind: FileKind; readonly shows: (tag: string, rest: string) => boolean }>
> = {
  erroredentity: {
    kind: 'copy-log',
    shows: (tag, rest) => /\s(?:CloudFormat|Path)\s*=/.test(tag) || rest.includes('<Category'),
  },
  copylog: { kind: 'copy-log', shows: (tag, rest) => /\sSummary\s*=/.test(tag) || rest.includes('<DriveLogVersion') },
  file: { kind: 'copy-log', shows: (tag) => /\sCloudFormat\s*=/.test(tag) },
  bloblist: { kind: 'export-list', shows: (_, rest) => isOwnOrNone(rest, /<(?:blob|file)[-_]?path/i) },
  azurefilelist: { kind: 'export-list', shows: () => true },
};

/** The same for XML files only. */
const driveInfo = {
  kind: 'drive-info',
  shows: (_: string, rest: string) => isOwnOrNone(rest, /<(?:DriveId|BitLockerKey|Manifest(?:File|Hash))\b/i),
} as const;

/** A drive info as the tool's documentation prints it, with the journal's record around the element. */
const recordOfDrive = /^\ufeff?\s*(?:\[BeginUpdateRecord\]|ActivityId\s*:\s*DriveInfo\b|DriveState\s*:)/;

/** Roots that other programs also use, in lower case or in files with other names: both name and case must match. */
const sideFiles: Readonly<Record<string, { readonly kind: SideFileKind; readonly name: RegExp }>> = {
  Metadata: { kind: 'metadata', name: /metadata/i },
  Properties: { kind: 'properties', name: /propert/i },
};

/** True where one of the expected elements is there, or no element at all yet. */
function isOwnOrNone(rest: string, own: RegExp): boolean {
  return own.test(rest) || !/<[^/!?\s]/.test(rest);
}

/**
 * The kind of a file, by its name and the beginning of its text, regardless of case; `undefined` for any other file.
 *
 * @param named the kind that a dataset gives the file; its name then does not matter
 */
export function fileKindOf(name: string, text: string, named?: SideFileKind): FileKind | undefined {
  if (/\.jrm$/i.test(name)) return /^\ufeff?\s*</.test(text.slice(0, ROOT_HEAD)) ? 'jrm-xml' : 'jrm';
  if (/\.jrn$/i.test(name)) return 'journal';
  if (/^drivemanifest\.xml$/i.test(name)) return 'manifest';
  if (isImportJob(name, text.slice(0, LONG_HEAD))) return 'import-job';
  const isXml = /\.(?:xml|log)$/i.test(name);
  if (isXml && recordOfDrive.test(text.slice(0, ROOT_HEAD))) return kindOfRecords(text.slice(0, ROOT_HEAD));
  const root = rootTag(text);
  // A new file may have nothing but a name yet.
  if (root === undefined)
    return (
      named ??
      (isXml
        ? Object.values(sideFiles).find((sideFile) => sideFile.name.test(name) && isEmptyXml(text))?.kind
        : undefined)
    );
  const sideFile = Object.hasOwn(sideFiles, root.name) ? sideFiles[root.name] : undefined;
  if (sideFile && (named || sideFile.name.test(name))) return sideFile.kind;
  const lower = root.name.toLowerCase();
  if (Object.hasOwn(ofRoot, lower)) return ofRoot[lower];
  const other =
    lower === 'drive' && isXml ? driveInfo : Object.hasOwn(ofRootWith, lower) ? ofRootWith[lower] : undefined;
  return other?.shows(root.tag, root.rest) === true ? other.kind : named;
}

/** A single record with a drive's element is a drive info; anything else is a journal. */
function kindOfRecords(head: string): FileKind {
  const isOne = head.split('[BeginUpdateRecord]').length <= 2 && /<Drive[\s>]/.test(head);
  return isOne || !head.includes('[BeginUpdateRecord]') ? 'drive-info' : 'journal';
}

/** True for a text with at most a prolog. */
function isEmptyXml(text: string): boolean {
  return /^\ufeff?\s*(?:<\?xml[^>]*>?\s*)?<?$/.test(text.slice(0, ROOT_HEAD));
}

/** The kind of a text whose language the user has chosen, where that language has two kinds. */
export function fileKindOfText(kind: FileKind, text: string): FileKind {
  const ofText = sideFiles[rootElement(text) ?? '']?.kind;
  const isXml = /^\ufeff?\s*</.test(text.slice(0, ROOT_HEAD));
  if (kind === 'jrm' || kind === 'jrm-xml') return isXml ? 'jrm-xml' : 'jrm';
  return kind === 'metadata' || kind === 'properties' ? (ofText ?? kind) : kind;
}
