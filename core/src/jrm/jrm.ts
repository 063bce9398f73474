/**
 * The job response manifest: the drives of a job and their keys, what was copied where, and the SHA-256 of every file.
 * `jrmJson` and `jrmXml` write it as a stream, with a seal; `jrmReader` reads both forms as a stream and checks the
 * seal. Names are those in the file. Optional fields are additions of this project.
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
  /** Path on the drive. */
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
  /** The path after the container. */
  readonly DestinationPath?: string;
  readonly Disposition?: string;
  /** Ids of the drives that contain files of this mapping. */
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

/** Everything except the checksums, of which there may be millions, and the seal. */
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

/** Creates a SHA-256 hash, which the core does not compute itself. Strings are hashed as UTF-8. */
export type Sha256 = () => { update(text: string): void; digest(): string };

/** A value of a JRM as it is in JSON. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | { readonly [key: string]: JsonValue };

/** The type of a field. `table`: a list of records. */
export type JrmFieldType = 'text' | 'number' | 'texts' | 'table';

export interface JrmField {
  readonly name: string;
  readonly type: JrmFieldType;
  readonly required: boolean;
  /** True for a required text that may be empty, such as a customer's name or a label. */
  readonly mayBeEmpty?: boolean;
  /** For a list: the fields of its records, and their element's name in the XML form. */
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

/** The fields, in the order they are written. */
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

/** An argument of a message: fixed, or dependent on the language. */
export type MessagePart = string | ((translate: Translate) => string);

/** The JRM cannot be read. The message says why; `line` is zero-based. */
export class JrmFormatError extends Error {
  /** Where it becomes unreadable, in bytes from the beginning of the file, if it was read as bytes. */
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
