/** The files of a job that are no tables. */
export type FileKind = 'jrm' | 'jrm-xml' | 'journal' | 'manifest' | 'drive-info' | 'metadata' | 'properties' | 'copy-log';

/** A root element is looked for in so many UTF-16 units. */
const HEAD = 16 * 1024;

const ofRoot: Readonly<Record<string, FileKind>> = {
  jobresponsemanifest: 'jrm-xml',
  drivemanifest: 'manifest',
  drivelog: 'copy-log',
  drive: 'drive-info',
  metadata: 'metadata',
  properties: 'properties',
};

/** Roots that other programs use too: the file's name has to say the same. */
const named: Partial<Record<FileKind, RegExp>> = { metadata: /metadata/i, properties: /propert/i };

/** The name of an XML text's root element; `undefined` where its beginning is no XML. */
export function rootElement(text: string): string | undefined {
  let rest = text.slice(0, HEAD).replace(/^\ufeff/, '').trimStart();
  for (;;) {
    const prolog = /^(?:<\?[^]*?\?>|<!--[^]*?-->|<![A-Za-z][^>]*>)\s*/.exec(rest)?.[0];
    if (prolog === undefined) return /^<([^\s<>/!?]+)/.exec(rest)?.[1];
    rest = rest.slice(prolog.length);
  }
}

/** What a file is, by its name and the beginning of its text, in any case; `undefined` for any other file. */
export function fileKindOf(name: string, text: string): FileKind | undefined {
  if (/\.jrm$/i.test(name)) return /^\ufeff?\s*</.test(text.slice(0, HEAD)) ? 'jrm-xml' : 'jrm';
  if (/\.jrn$/i.test(name)) return 'journal';
  if (!/\.(?:xml|log)$/i.test(name)) return undefined;
  const kind = ofRoot[rootElement(text)?.toLowerCase() ?? ''];
  return kind && (named[kind]?.test(name) ?? true) ? kind : undefined;
}

/** What a text is whose kind its user has chosen, where the kind has two forms. */
export function fileKindOfText(kind: FileKind, text: string): FileKind {
  const ofText = ofRoot[rootElement(text)?.toLowerCase() ?? ''];
  const isXml = /^\ufeff?\s*</.test(text.slice(0, HEAD));
  if (kind === 'jrm' || kind === 'jrm-xml') return isXml ? 'jrm-xml' : 'jrm';
  return (kind === 'metadata' || kind === 'properties') && (ofText === 'metadata' || ofText === 'properties') ? ofText : kind;
}
