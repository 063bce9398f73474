/** The files of a job that are no tables. */
export type FileKind = 'jrm' | 'jrm-xml' | 'journal' | 'manifest' | 'drive-info' | 'metadata' | 'properties' | 'copy-log';

/** A root element is looked for in so many UTF-16 units. */
const HEAD = 16 * 1024;

const ofRoot: Readonly<Record<string, FileKind>> = {
  jobresponsemanifest: 'jrm-xml',
  drivemanifest: 'manifest',
  drivelog: 'copy-log',
  drive: 'drive-info',
};

/** Roots that other programs use too, in lower case or in files of other names: name and case have to be right. */
const sideFiles: Readonly<Record<string, { readonly kind: FileKind; readonly name: RegExp }>> = {
  Metadata: { kind: 'metadata', name: /metadata/i },
  Properties: { kind: 'properties', name: /propert/i },
};

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
  if (/^drivemanifest\.xml$/i.test(name)) return 'manifest';
  const root = rootElement(text);
  // One that is being begun has its name alone.
  if (root === undefined) return Object.values(sideFiles).find((sideFile) => sideFile.name.test(name) && isEmptyXml(text))?.kind;
  const sideFile = Object.hasOwn(sideFiles, root) ? sideFiles[root] : undefined;
  if (sideFile) return sideFile.name.test(name) ? sideFile.kind : undefined;
  return Object.hasOwn(ofRoot, root.toLowerCase()) ? ofRoot[root.toLowerCase()] : undefined;
}

/** True of a text with a prolog at most. */
function isEmptyXml(text: string): boolean {
  return /^\ufeff?\s*(?:<\?xml[^>]*>?\s*)?<?$/.test(text.slice(0, HEAD));
}

/** What a text is whose kind its user has chosen, where the kind has two forms. */
export function fileKindOfText(kind: FileKind, text: string): FileKind {
  const ofText = sideFiles[rootElement(text) ?? '']?.kind;
  const isXml = /^\ufeff?\s*</.test(text.slice(0, HEAD));
  if (kind === 'jrm' || kind === 'jrm-xml') return isXml ? 'jrm-xml' : 'jrm';
  return kind === 'metadata' || kind === 'properties' ? (ofText ?? kind) : kind;
}
