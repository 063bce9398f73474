import { readFlatXml, type FlatXmlProblem } from '../xml/flatXml';
import type { Span } from '../text/position';
import { xmlText } from '../xml/xmlText';

/**
 * What is needed to unlock a drive and find its manifest: the `<Drive>` element in the journal's DriveState and in
 * `<DriveId>.xml`. In that file it is either alone or within the journal's record, as the tool's documentation prints
 * it.
 */
export interface DriveInfo {
  readonly driveId: string;
  /** The numerical password, or an external key in base64. A secret. */
  readonly bitLockerKey: string;
  /** Path on the drive: `\DriveManifest.xml`. */
  readonly manifestFile: string;
  /** MD5 of the manifest file in upper-case hex. */
  readonly manifestHash: string;
}

const elements = [
  ['DriveId', 'driveId'],
  ['BitLockerKey', 'bitLockerKey'],
  ['ManifestFile', 'manifestFile'],
  ['ManifestHash', 'manifestHash'],
] as const;

/**
 * The XML document, without a final line end.
 *
 * @throws XmlTextError
 */
export function driveInfoXml(info: DriveInfo): string {
  const lines = elements.map(([name, key]) => `   <${name}>${xmlText(info[key], name)}</${name}>`);
  return ['<?xml version="1.0" encoding="UTF-8"?>', '<Drive>', ...lines, '</Drive>'].join('\n');
}

/** Why a text is not a drive info. Offsets in UTF-16 units. */
export type DriveInfoProblem =
  | { readonly kind: 'xml'; readonly problem: FlatXmlProblem }
  | { readonly kind: 'missing' | 'duplicate'; readonly element: string; readonly start: number; readonly end: number };

export interface ReadDriveInfo {
  /** What could be read; it is complete if there are no problems. */
  readonly info: Partial<DriveInfo>;
  /** The place of each element's text. */
  readonly places: Readonly<Partial<Record<keyof DriveInfo, Span>>>;
  readonly problems: readonly DriveInfoProblem[];
}

/** A line of the journal's record around the element: a mark, a field, or empty. */
const recordLine = /^\s*(?:\[.*|[A-Za-z][A-Za-z ]{0,60}:.*)?$/;

const areRecordLines = (text: string): boolean =>
  text
    .replace(/^\ufeff/, '')
    .split(/[\r\n]/)
    .every((line) => recordLine.test(line));

/**
 * A document without the record around it, with all other characters in their places; a text of another form is
 * unchanged.
 */
function withoutRecord(text: string): string {
  if (!/^\ufeff?\s*[[A-Za-z]/.test(text)) return text;
  const start = text.search(/<(?:\?xml|Drive[\s/>])/);
  const end = text.lastIndexOf('>') + 1;
  if (start < 0 || end <= start || !areRecordLines(text.slice(0, start)) || !areRecordLines(text.slice(end)))
    return text;
  // An XML declaration cannot follow white space, and only the element is needed.
  const element = text.slice(start, end).replace(/^<\?xml[^>]*>/, (declaration) => ' '.repeat(declaration.length));
  return ' '.repeat(start) + element;
}

/** Reads a `<Drive>` document. Unknown elements are skipped, because versions of the tool write different ones. */
export function readDriveInfo(written: string): ReadDriveInfo {
  const text = withoutRecord(written);
  const problems: DriveInfoProblem[] = [];
  const info: { -readonly [Key in keyof DriveInfo]?: string } = {};
  const places: { -readonly [Key in keyof DriveInfo]?: Span } = {};
  const problem = readFlatXml(text, 'Drive', ({ name, nameStart, value, valueStart, valueEnd }) => {
    const key = elements.find(([element]) => element === name)?.[1];
    if (key === undefined) return;
    if (info[key] === undefined) {
      info[key] = value.trim();
      places[key] = { start: valueStart, end: valueEnd };
    } else problems.push({ kind: 'duplicate', element: name, start: nameStart, end: nameStart + name.length });
  });
  if (problem) return { info, places, problems: [...problems, { kind: 'xml', problem }] };
  const root = Math.max(text.indexOf('<Drive') + 1, 0);
  for (const [element, key] of elements) {
    if ((info[key] ?? '') === '') problems.push({ kind: 'missing', element, start: root, end: root + 'Drive'.length });
  }
  return { info, places, problems };
}

/** True if what was read is a complete drive info. */
export function isCompleteDriveInfo(info: Partial<DriveInfo>): info is DriveInfo {
  return elements.every(([, key]) => (info[key] ?? '') !== '');
}
