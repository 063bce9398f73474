/**
 * The job response manifest: which drives belong to a job and what unlocks them, what was copied where, and the SHA-256 of
 * every file. `jrmJson` and `jrmXml` write one as a stream, with a seal; `jrmReader` reads both forms as a stream and checks the seal.
 * Names are those of the file. What is optional is ours.
 */
import { fillIn, type Translate } from '../text/template';

export interface JrmDrive {
  readonly DriveId: string;
  /** The numerical password. A secret. */
  readonly BitLockerKey: string;
  readonly VolumeLabel: string;
  readonly DriveLetter?: string;
  /** GUID of the BitLocker volume. */
  readonly VolumeId?: string;
  /** On the drive. */
  readonly ManifestFile?: string;
  /** MD5 of the manifest, upper-case hex. */
  readonly ManifestHash?: string;
  /** Bytes. */
  readonly Capacity?: number;
  readonly UsedBytes?: number;
  /** `aes-xts-128` and so on. */
  readonly EncryptionMethod?: string;
}

/** A record of the dataset. */
export interface JrmMapping {
  readonly SourcePath: string;
  readonly DestinationContainer: string;
  readonly BlobType: string;
  /** Behind the container. */
  readonly DestinationPath?: string;
  readonly Disposition?: string;
  /** Ids of the drives that hold files of it. */
  readonly Drives?: readonly string[];
}

export interface JrmChecksum {
  readonly FilePath: string;
  /** Lower-case hex. */
  readonly SHA256: string;
  /** Bytes. */
  readonly Size?: number;
  readonly DriveId?: string;
  readonly BlobPath?: string;
}

/** All of it but the checksums, which may be millions, and the seal. */
export interface JrmHeader {
  readonly JobId: string;
  readonly CustomerName: string;
  /** RFC 3339. */
  readonly CreationDate: string;
  readonly Version?: string;
  readonly SessionId?: string;
  readonly Drives: readonly JrmDrive[];
  readonly DataMapping: readonly JrmMapping[];
}

/** Makes a SHA-256, which the core does not compute itself. Strings go in as UTF-8. */
export type Sha256 = () => { update(text: string): void; digest(): string };

/** A value of a JRM as it stands in JSON. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | { readonly [key: string]: JsonValue };

/** What a field holds. `table`: a list of records. */
export type JrmFieldType = 'text' | 'number' | 'texts' | 'table';

export interface JrmField {
  readonly name: string;
  readonly type: JrmFieldType;
  readonly required: boolean;
  /** A required text that may say nothing: who prepares a drive need not name a customer, or a label. */
  readonly mayBeEmpty?: boolean;
  /** Of a list: its records' fields, and what the XML form calls one. */
  readonly fields?: readonly JrmField[];
  readonly item?: string;
}

const text = (name: string): JrmField => ({ name, type: 'text', required: true });
const optional = (name: string, type: 'text' | 'number' = 'text'): JrmField => ({ name, type, required: false });
const table = (name: string, item: string, fields: readonly JrmField[]): JrmField => ({
  name,
  type: 'table',
  required: true,
  item,
  fields,
});

/** The fields in the order in which they are written. */
export const jrmFields: readonly JrmField[] = [
  text('JobId'),
  { ...text('CustomerName'), mayBeEmpty: true },
  text('CreationDate'),
  optional('Version'),
  optional('SessionId'),
  table('Drives', 'Drive', [
    text('DriveId'),
    text('BitLockerKey'),
    { ...text('VolumeLabel'), mayBeEmpty: true },
    optional('DriveLetter'),
    optional('VolumeId'),
    optional('ManifestFile'),
    optional('ManifestHash'),
    optional('Capacity', 'number'),
    optional('UsedBytes', 'number'),
    optional('EncryptionMethod'),
  ]),
  table('DataMapping', 'Mapping', [
    text('SourcePath'),
    text('DestinationContainer'),
    text('BlobType'),
    optional('DestinationPath'),
    optional('Disposition'),
    { name: 'Drives', type: 'texts', required: false, item: 'DriveId' },
  ]),
  table('Checksums', 'Checksum', [
    text('FilePath'),
    text('SHA256'),
    optional('Size', 'number'),
    optional('DriveId'),
    optional('BlobPath'),
  ]),
];

export const CHECKSUMS = 'Checksums';
export const SEAL = 'Seal';

/** What takes a place in a message: as it is, or in words that depend on the language. */
export type MessagePart = string | ((translate: Translate) => string);

/** The JRM cannot be read. The message says what is wrong; `line` is zero-based. */
export class JrmFormatError extends Error {
  /** From here on it cannot be read, in bytes from the beginning of the file, where it was read so. */
  offset = 0;
  readonly #template: string;
  readonly #parts: readonly MessagePart[];

  constructor(
    template: string,
    readonly line: number,
    ...parts: readonly MessagePart[]
  ) {
    super(inWords(template, parts, (text) => text));
    this.#template = template;
    this.#parts = parts;
  }

  atByte(offset: number): this {
    this.offset = offset;
    return this;
  }

  /** The message in the user's language. */
  messageIn(translate: Translate): string {
    return inWords(this.#template, this.#parts, translate);
  }
}

function inWords(template: string, parts: readonly MessagePart[], translate: Translate): string {
  return fillIn(
    template,
    parts.map((part) => (typeof part === 'string' ? part : part(translate))),
    translate,
  );
}
