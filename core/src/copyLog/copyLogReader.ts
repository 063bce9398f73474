import type { Range } from '../text/position';
import { XmlEvents } from '../xml/xmlEvents';
import type { CopyLogVisitor, LogBlob, LogText, RangeTally } from './copyLog';

type BlobText = 'blobPath' | 'filePath' | 'length' | 'disposition';

/** Elements of a blob that are a text. Logs of Data Box Disk have other names for some. */
const texts: Readonly<Record<string, BlobText>> = {
  BlobPath: 'blobPath',
  FileStoragePath: 'blobPath',
  FilePath: 'filePath',
  OriginalFilePath: 'filePath',
  Length: 'length',
  SizeInBytes: 'length',
  ImportDisposition: 'disposition',
};

/** Elements of a blob whose Status says what became of it. */
const statuses = { ImportDisposition: 'dispositionStatus', Metadata: 'metadataStatus', Properties: 'propertiesStatus' } as const;

const rangeElements: ReadonlySet<string> = new Set(['Block', 'PageRange', 'FileRange']);
/** Statuses of a blob's ranges that are told apart; ten are documented. */
const MAX_STATUSES = 32;

type OpenBlob = { -readonly [Key in keyof LogBlob]: LogBlob[Key] } & { readonly ranges: RangeTally[] };

/** Reads a copy log that comes in pieces; memory does not grow with it. */
export class CopyLogReader {
  readonly #visitor: CopyLogVisitor;
  readonly #xml: XmlEvents;
  readonly #path: string[] = [];
  #blob: OpenBlob | undefined;
  #root: Range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

  constructor(visitor: CopyLogVisitor) {
    this.#visitor = visitor;
    this.#xml = new XmlEvents({
      open: (name, attributes, range) => {
        this.#open(name, attributes['Status'], range);
      },
      close: (name, text, content) => {
        this.#close(name, text, content);
      },
      syntax: (message, range) => {
        visitor.problem({ kind: 'default', args: [message], range });
      },
    });
  }

  push(piece: string): void {
    this.#xml.push(piece);
  }

  end(): void {
    this.#xml.end();
  }

  #open(name: string, statusText: string | undefined, range: Range): void {
    const depth = this.#path.push(name);
    if (depth === 1) {
      this.#root = range;
      if (name !== 'DriveLog') this.#visitor.problem({ kind: 'root', args: [name], range });
      return;
    }
    const status: LogText | undefined = statusText === undefined ? undefined : { text: statusText, range: this.#xml.attributeRange('Status') ?? range };
    if (depth === 2 && (name === 'Blob' || name === 'File')) this.#blob = newBlob(range, status);
    else if (this.#blob && depth === 3 && Object.hasOwn(statuses, name)) this.#blob[statuses[name as keyof typeof statuses]] = status;
    else if (this.#blob && depth === 4 && rangeElements.has(name)) countRange(this.#blob, status);
  }

  #close(name: string, text: string, content: Range): void {
    const depth = this.#path.length;
    this.#path.pop();
    if (depth === 1) {
      if (name === 'DriveLog') this.#visitor.rootEnd(this.#root);
    } else if (depth === 2 && this.#blob) {
      this.#visitor.blob({ ...this.#blob, extent: { start: this.#blob.range.start, end: content.end } });
      this.#blob = undefined;
    } else if (depth === 2 && name === 'DriveId') {
      this.#visitor.driveId({ text: text.trim(), range: content });
    } else if (depth === 2 && name === 'Status') {
      this.#visitor.driveStatus({ text: text.trim(), range: content });
    } else if (depth === 3 && this.#blob && Object.hasOwn(texts, name)) {
      this.#blob[texts[name]!] ??= { text: text.trim(), range: content };
    }
  }
}

function newBlob(range: Range, status: LogText | undefined): OpenBlob {
  return {
    range,
    extent: range,
    status,
    blobPath: undefined,
    filePath: undefined,
    length: undefined,
    disposition: undefined,
    dispositionStatus: undefined,
    ranges: [],
    rangeCount: 0,
    metadataStatus: undefined,
    propertiesStatus: undefined,
  };
}

function countRange(blob: OpenBlob, status: LogText | undefined): void {
  blob.rangeCount++;
  if (!status) return;
  const index = blob.ranges.findIndex((tally) => tally.status === status.text);
  if (index >= 0) blob.ranges[index] = { ...blob.ranges[index]!, count: blob.ranges[index]!.count + 1 };
  else if (blob.ranges.length < MAX_STATUSES) blob.ranges.push({ status: status.text, count: 1, range: status.range });
}
