import type { Range } from '../text/position';
import { XmlEvents } from '../xml/xmlEvents';

/** The text of an element or attribute, with its place. */
export interface ManifestText {
  readonly text: string;
  readonly range: Range;
}

/** A file named by an element, with its Hash attribute as written. */
export interface ReadSideFile extends ManifestText {
  readonly hash: string | undefined;
}

/** The files from which a list or blob takes its metadata and properties. */
export interface ReadSideFiles {
  readonly metadata: ReadSideFile | undefined;
  readonly properties: ReadSideFile | undefined;
}

/** The elements of a Drive other than BlobLists. Each is undefined where it is missing. */
export interface ReadDrive {
  readonly range: Range;
  readonly driveId: ManifestText | undefined;
  readonly storageAccountKey: ManifestText | undefined;
  readonly containerSas: ManifestText | undefined;
  readonly clientCreator: ManifestText | undefined;
}

export interface ReadBlobList extends ReadSideFiles {
  readonly range: Range;
  /** From the element's name to its closing tag. */
  readonly extent: Range;
  readonly id: string | undefined;
}

/** The attributes of a Block or a PageRange. */
export type RangeAttribute = 'Offset' | 'Length' | 'Id' | 'Hash';

/** A Block or PageRange, with its attributes as written. */
export interface ReadRange {
  readonly kind: 'block' | 'page';
  readonly range: Range;
  readonly offset: string | undefined;
  readonly length: string | undefined;
  readonly id: string | undefined;
  readonly hash: string | undefined;
  /**
   * The place of an attribute's value, or of the element's name if it lacks the attribute. Only valid while the range
   * is visited.
   */
  readonly place: (attribute: RangeAttribute) => Range;
}

/** The content of a Blob except its blocks or page ranges, which are visited before. */
export interface ReadBlob extends ReadSideFiles {
  readonly range: Range;
  /** From the element's name to its closing tag. */
  readonly extent: Range;
  readonly blobPath: ManifestText | undefined;
  readonly filePath: ManifestText | undefined;
  /** Which snapshot of the blob it is, on drives of export jobs. */
  readonly snapshot: ManifestText | undefined;
  readonly length: ManifestText | undefined;
  readonly disposition: ManifestText | undefined;
  /** The kind of its ranges: blocks or page ranges. */
  readonly kind: 'block' | 'page' | undefined;
}

/**
 * Receives the content of a manifest in the order of the text, except that lists, blobs and the drive come at their
 * end.
 */
export interface ManifestVisitor {
  /**
   * The elements before the first BlobList have been read. Called once, at the first BlobList or at the end of the
   * Drive.
   */
  drive(drive: ReadDrive): void;
  range(range: ReadRange): void;
  blob(blob: ReadBlob): void;
  /** Called after its blobs. */
  blobList(list: ReadBlobList): void;
  /** The text is not XML, or has an element where it is not allowed. */
  problem(problem: ManifestSyntaxProblem): void;
}

/**
 * Why a text is not a manifest. `args` are for the variant `kind` of `manifest/syntax`; nothing follows a `fatal`
 * problem.
 */
export interface ManifestSyntaxProblem {
  readonly kind: 'default' | 'root' | 'misplaced' | 'twice';
  readonly args: readonly string[];
  readonly range: Range;
  readonly fatal: boolean;
}

/** The allowed children of each element. The root is listed under the empty name. */
const children: Readonly<Record<string, readonly string[]>> = {
  '': ['DriveManifest'],
  DriveManifest: ['Drive'],
  Drive: ['DriveId', 'StorageAccountKey', 'StorageAccountName', 'ContainerSas', 'ClientCreator', 'BlobList'],
  BlobList: ['MetadataPath', 'PropertiesPath', 'Blob'],
  Blob: [
    'BlobPath',
    'FilePath',
    'ClientData',
    'Snapshot',
    'Length',
    'ImportDisposition',
    'MetadataPath',
    'PropertiesPath',
    'BlockList',
    'PageRangeList',
  ],
  BlockList: ['Block'],
  PageRangeList: ['PageRange'],
};

type Fields = Map<string, ManifestText & { readonly attributes: Readonly<Record<string, string>> }>;

/** Reads a drive manifest piece by piece; memory does not grow with it. */
export class ManifestReader {
  readonly #visitor: ManifestVisitor;
  readonly #xml: XmlEvents;
  readonly #path: {
    readonly name: string;
    readonly attributes: Readonly<Record<string, string>>;
    readonly range: Range;
    readonly fields: Fields;
  }[] = [];
  #driveSeen = false;
  #kind: 'block' | 'page' | undefined;

  constructor(visitor: ManifestVisitor) {
    this.#visitor = visitor;
    this.#xml = new XmlEvents({
      open: (name, attributes, range) => {
        this.#openElement(name, attributes, range);
      },
      close: (name, text, content) => {
        this.#closeElement(name, text, content);
      },
      syntax: (message, range) => {
        visitor.problem({ kind: 'default', args: [message], range, fatal: true });
      },
    });
  }

  push(piece: string): void {
    this.#xml.push(piece);
  }

  end(): void {
    this.#xml.end();
  }

  #openElement(name: string, attributes: Readonly<Record<string, string>>, range: Range): void {
    const parent = this.#path.at(-1);
    const parentName = parent?.name ?? '';
    const allowed = children[parentName];
    // The content of an unknown element has been reported with it.
    if (allowed && !allowed.includes(name)) {
      const [kind, args] = parent ? (['misplaced', [name, parentName]] as const) : (['root', [name]] as const);
      this.#visitor.problem({ kind, args, range, fatal: false });
    }
    if (name === 'BlobList' && parentName === 'Drive') this.#visitDrive(parent!.fields, parent!.range);
    if (name === 'Blob') this.#kind = undefined;
    else if (name === 'BlockList') this.#kind = 'block';
    else if (name === 'PageRangeList') this.#kind = 'page';
    if (name === 'Block' || name === 'PageRange') this.#visitRange(name, attributes, range);
    this.#path.push({ name, attributes, range, fields: new Map() });
  }

  #visitRange(name: 'Block' | 'PageRange', attributes: Readonly<Record<string, string>>, range: Range): void {
    this.#visitor.range({
      kind: name === 'Block' ? 'block' : 'page',
      range,
      offset: attributes['Offset'],
      length: attributes['Length'],
      id: attributes['Id'],
      hash: attributes['Hash'],
      place: (attribute) => this.#xml.attributeRange(attribute) ?? range,
    });
  }

  #closeElement(name: string, text: string, content: Range): void {
    const { attributes, range, fields } = this.#path.pop()!;
    const parent = this.#path.at(-1);
    switch (name) {
      case 'Drive':
        this.#visitDrive(fields, range);
        this.#driveSeen = false;
        break;
      case 'BlobList':
        this.#visitor.blobList({
          range,
          extent: { start: range.start, end: content.end },
          id: attributes['Id'],
          ...sideFiles(fields),
        });
        break;
      case 'Blob':
        this.#visitor.blob({
          range,
          extent: { start: range.start, end: content.end },
          blobPath: fields.get('BlobPath'),
          filePath: fields.get('FilePath'),
          snapshot: fields.get('Snapshot'),
          length: fields.get('Length'),
          disposition: fields.get('ImportDisposition'),
          kind: this.#kind,
          ...sideFiles(fields),
        });
        break;
      case 'Block':
      case 'PageRange':
      case 'BlockList':
      case 'PageRangeList':
      case 'DriveManifest':
        break;
      default:
        if (!parent || !children[parent.name]?.includes(name)) break;
        if (parent.fields.has(name)) this.#visitor.problem({ kind: 'twice', args: [name], range, fatal: false });
        else parent.fields.set(name, { text, range: content, attributes });
    }
  }

  #visitDrive(fields: Fields, range: Range): void {
    if (this.#driveSeen) return;
    this.#driveSeen = true;
    this.#visitor.drive({
      range,
      driveId: fields.get('DriveId'),
      storageAccountKey: fields.get('StorageAccountKey'),
      containerSas: fields.get('ContainerSas'),
      clientCreator: fields.get('ClientCreator'),
    });
  }
}

const sideFiles = (fields: Fields): ReadSideFiles => ({
  metadata: sideFile(fields, 'MetadataPath'),
  properties: sideFile(fields, 'PropertiesPath'),
});

function sideFile(fields: Fields, name: string): ReadSideFile | undefined {
  const field = fields.get(name);
  return field && { text: field.text, range: field.range, hash: field.attributes['Hash'] };
}
