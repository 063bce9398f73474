import type { Range } from '../text/position';
import { XmlEvents } from '../xml/xmlEvents';
import type { CopyLogVisitor, LogBlob, LogDirection, LogText, RangeTally } from './copyLog';

type BlobText = 'blobPath' | 'filePath' | 'length' | 'disposition' | 'category' | 'errorCode' | 'errorMessage';

/** Elements of a blob that contain a text. Logs of Data Box Disk have other names for some. */
const texts: Readonly<Record<string, BlobText>> = {
  BlobPath: 'blobPath',
  FileStoragePath: 'blobPath',
  FilePath: 'filePath',
  OriginalFilePath: 'filePath',
  Length: 'length',
  SizeInBytes: 'length',
  ImportDisposition: 'disposition',
};

/** The same for an ErroredEntity. */
const errorTexts: Readonly<Record<string, BlobText>> = {
  Category: 'category',
  ErrorCode: 'errorCode',
  ErrorMessage: 'errorMessage',
};

/** Elements of a blob whose Status tells what happened to them. */
const statuses = {
  ImportDisposition: 'dispositionStatus',
  Metadata: 'metadataStatus',
  Properties: 'propertiesStatus',
} as const;

const rangeElements: ReadonlySet<string> = new Set(['Block', 'PageRange', 'FileRange']);
/** How many statuses of a blob's ranges are distinguished; ten are documented. */
const MAX_STATUSES = 32;

/** Elements that contain the log of a drive; the second one comes after the errors. */
const logs: ReadonlySet<string> = new Set(['DriveLog', 'CopyLog']);

type OpenBlob = { -readonly [Key in keyof LogBlob]: LogBlob[Key] } & { readonly ranges: RangeTally[] };

/** The direction, by the name of a blob's element or attribute that occurs in one kind of job only. */
export function directionOf(name: string): LogDirection | undefined {
  if (name === 'ImportDisposition') return 'import';
  return ['Snapshot', 'LastModified', 'ETag'].includes(name) ? 'export' : undefined;
}

/** The same by the category of an error. */
export function directionOfCategory(category: string): LogDirection | undefined {
  if (category === 'ExportCloudHttp' || category === 'FileNameTrailsWithSlash') return 'export';
  return undefined;
}

/** Reads a copy log piece by piece; memory does not grow with it. */
export class CopyLogReader {
  readonly #visitor: CopyLogVisitor;
  readonly #xml: XmlEvents;
  readonly #path: string[] = [];
  #blob: OpenBlob | undefined;
  /** The open element at the outermost level. */
  #root: Range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
  #otherRootTold = false;

  constructor(visitor: CopyLogVisitor) {
    this.#visitor = visitor;
    this.#xml = new XmlEvents(
      {
        open: (name, attributes, range) => {
          this.#open(name, attributes, range);
        },
        close: (name, text, content) => {
          this.#close(name, text, content);
        },
        syntax: (message, range) => {
          visitor.problem({ kind: 'default', args: [message], range });
        },
      },
      'sequence',
    );
  }

  push(piece: string): void {
    this.#xml.push(piece);
  }

  end(): void {
    this.#xml.end();
  }

  #open(name: string, attributes: Readonly<Record<string, string>>, range: Range): void {
    const depth = this.#path.push(name);
    const attribute = (of: string): LogText | undefined => {
      const text = attributes[of];
      return text === undefined ? undefined : { text: text.trim(), range: this.#xml.attributeRange(of) ?? range };
    };
    if (depth === 1) {
      this.#openRoot(name, range, attribute);
      return;
    }
    const status = attribute('Status');
    if (this.#blob) {
      const { form } = this.#blob;
      if (depth === (form === 'status' ? 3 : 2)) this.#blob.direction ??= directionOf(name);
      if (form !== 'status') return;
      if (depth === 3 && Object.hasOwn(statuses, name)) this.#blob[statuses[name as keyof typeof statuses]] = status;
      else if (depth === 4 && rangeElements.has(name)) countRange(this.#blob, status);
    } else if (depth === 2 && this.#path[0] === 'DriveLog' && (name === 'Blob' || name === 'File')) {
      this.#blob = { ...newBlob('status', range), status };
    } else if (this.#path.includes('Summary')) {
      const count = attribute('Count');
      if (count) this.#visitor.counted({ name, count: count.text, range });
    }
  }

  /** In a current log, the blobs themselves are at the outermost level. */
  #openRoot(name: string, range: Range, attribute: (of: string) => LogText | undefined): void {
    this.#root = range;
    if (name === 'ErroredEntity' || name === 'File') {
      const form = name === 'File' ? 'stored' : 'errored';
      const direction = attribute('ETag') ? 'export' : undefined;
      this.#blob = {
        ...newBlob(form, range),
        direction,
        blobPath: attribute('Path'),
        length: attribute('Size'),
        crc64: attribute('crc64'),
      };
    } else if (logs.has(name)) {
      const version = attribute('Version');
      if (version) this.#visitor.version(version);
    } else if (!this.#otherRootTold) {
      this.#otherRootTold = true;
      this.#visitor.problem({ kind: 'root', args: [name], range });
    }
  }

  #close(name: string, text: string, content: Range): void {
    const depth = this.#path.length;
    this.#path.pop();
    const value = (): LogText => ({ text: text.trim(), range: content });
    if (this.#blob) {
      const { form } = this.#blob;
      const own = form === 'status' ? 2 : 1;
      const names = form === 'status' ? texts : errorTexts;
      if (depth === own) {
        const blob = { ...this.#blob, extent: { start: this.#blob.range.start, end: content.end } };
        this.#blob = undefined;
        this.#visitor.blob({ ...blob, direction: blob.direction ?? directionOfCategory(blob.category?.text ?? '') });
      } else if (depth === own + 1 && Object.hasOwn(names, name)) {
        this.#blob[names[name]!] ??= value();
      }
      return;
    }
    if (depth === 1) {
      if (logs.has(name)) this.#visitor.rootEnd(this.#root);
    } else if (depth === 2 && logs.has(this.#path[0]!)) {
      this.#closeMember(name, value());
    }
  }

  /** Handles a member of the drive's log. */
  #closeMember(name: string, value: LogText): void {
    if (name === 'DriveId') this.#visitor.driveId(value);
    else if (name === 'Status') this.#visitor.driveStatus(value);
    else if (name === 'DriveLogVersion') this.#visitor.version(value);
    else if (name === 'TotalFiles_Blobs' || name === 'FilesErrored')
      this.#visitor.counted({ name, count: value.text, range: value.range });
  }
}

function newBlob(form: LogBlob['form'], range: Range): OpenBlob {
  return {
    form,
    direction: undefined,
    range,
    extent: range,
    status: undefined,
    category: undefined,
    errorCode: undefined,
    errorMessage: undefined,
    crc64: undefined,
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
