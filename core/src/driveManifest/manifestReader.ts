import type { Range } from '../text/position';
import { XmlEvents } from '../xml/xmlEvents';

/** Text of an element or an attribute, and where it stands. */
export interface ManifestText {
  readonly text: string;
  readonly range: Range;
}

/** A file that an element names, with the Hash attribute as written. */
export interface ReadSideFile extends ManifestText {
  readonly hash: string | undefined;
}

/** The elements of a Drive that are no BlobList. Each is undefined where it is missing. */
export interface ReadDrive {
  readonly range: Range;
  readonly driveId: ManifestText | undefined;
  readonly storageAccountKey: ManifestText | undefined;
  readonly containerSas: ManifestText | undefined;
  readonly clientCreator: ManifestText | undefined;
}

export interface ReadBlobList {
  readonly range: Range;
  readonly id: string | undefined;
  readonly metadata: ReadSideFile | undefined;
  readonly properties: ReadSideFile | undefined;
}

/** A Block or a PageRange, attributes as written. */
export interface ReadRange {
  readonly kind: 'block' | 'page';
  readonly range: Range;
  readonly offset: string | undefined;
  readonly length: string | undefined;
  readonly id: string | undefined;
  readonly hash: string | undefined;
}

/** What a Blob says but its blocks or page ranges, which have come before. */
export interface ReadBlob {
  readonly range: Range;
  readonly blobPath: ManifestText | undefined;
  readonly filePath: ManifestText | undefined;
  readonly length: ManifestText | undefined;
  readonly disposition: ManifestText | undefined;
  /** Its list of blocks or page ranges. */
  readonly kind: 'block' | 'page' | undefined;
}

/** What a manifest says, in the order in which it stands there, except that lists, blobs and the drive come when they end. */
export interface ManifestVisitor {
  /** An element before the first BlobList has been read. Called once, at the first BlobList or at the end of the Drive. */
  drive(drive: ReadDrive): void;
  range(range: ReadRange): void;
  blob(blob: ReadBlob): void;
  /** Behind its blobs. */
  blobList(list: ReadBlobList): void;
  /** No XML, or an element where none of that name belongs. `fatal`: nothing comes after it. */
  problem(problem: { readonly message: string; readonly range: Range; readonly fatal: boolean }): void;
}

/** What may stand where. The root's own name is under the empty one. */
const children: Readonly<Record<string, readonly string[]>> = {
  '': ['DriveManifest'],
  DriveManifest: ['Drive'],
  Drive: ['DriveId', 'StorageAccountKey', 'StorageAccountName', 'ContainerSas', 'ClientCreator', 'BlobList'],
  BlobList: ['MetadataPath', 'PropertiesPath', 'Blob'],
  Blob: ['BlobPath', 'FilePath', 'ClientData', 'Snapshot', 'Length', 'ImportDisposition', 'MetadataPath', 'PropertiesPath', 'BlockList', 'PageRangeList'],
  BlockList: ['Block'],
  PageRangeList: ['PageRange'],
};

type Fields = Map<string, ManifestText & { readonly attributes: Readonly<Record<string, string>> }>;

/** Reads a drive manifest that comes in pieces; memory does not grow with it. */
export class ManifestReader {
  readonly #visitor: ManifestVisitor;
  readonly #xml: XmlEvents;
  readonly #path: { readonly name: string; readonly attributes: Readonly<Record<string, string>>; readonly range: Range; readonly fields: Fields }[] = [];
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
        visitor.problem({ message, range, fatal: true });
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
    // What stands inside of an element that is not known has been reported with it.
    if (allowed && !allowed.includes(name)) {
      const place = parent ? `<${name}> does not belong into <${parentName}>` : `<${name}> is no drive manifest: the root is <DriveManifest>`;
      this.#visitor.problem({ message: place, range, fatal: false });
    }
    if (name === 'BlobList' && parentName === 'Drive') this.#visitDrive(parent!.fields, parent!.range);
    if (name === 'Blob') this.#kind = undefined;
    else if (name === 'BlockList') this.#kind = 'block';
    else if (name === 'PageRangeList') this.#kind = 'page';
    this.#path.push({ name, attributes, range, fields: new Map() });
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
        this.#visitor.blobList({ range, id: attributes['Id'], metadata: sideFile(fields, 'MetadataPath'), properties: sideFile(fields, 'PropertiesPath') });
        break;
      case 'Blob':
        this.#visitor.blob({
          range,
          blobPath: fields.get('BlobPath'),
          filePath: fields.get('FilePath'),
          length: fields.get('Length'),
          disposition: fields.get('ImportDisposition'),
          kind: this.#kind,
        });
        break;
      case 'Block':
      case 'PageRange':
        this.#visitor.range({
          kind: name === 'Block' ? 'block' : 'page',
          range,
          offset: attributes['Offset'],
          length: attributes['Length'],
          id: attributes['Id'],
          hash: attributes['Hash'],
        });
        break;
      case 'BlockList':
      case 'PageRangeList':
      case 'DriveManifest':
        break;
      default:
        if (!parent || !children[parent.name]?.includes(name)) break;
        if (parent.fields.has(name)) this.#visitor.problem({ message: `<${name}> stands here twice`, range, fatal: false });
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

function sideFile(fields: Fields, name: string): ReadSideFile | undefined {
  const field = fields.get(name);
  return field && { text: field.text, range: field.range, hash: field.attributes['Hash'] };
}
