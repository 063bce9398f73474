import { CHECKSUMS, type JrmChecksum, type JsonValue, type Sha256 } from './jrm';

const BATCH_LENGTH = 1 << 16;

/**
 * The seal: SHA-256 over the canonical JSON of a JRM without its seal. In that form the checksums come before all other
 * fields, so they are hashed as they arrive, followed by the few others.
 */
export class JrmSeal {
  readonly #hash: ReturnType<Sha256>;
  #batch = `{${JSON.stringify(CHECKSUMS)}:[`;
  #count = 0;

  constructor(sha256: Sha256) {
    this.#hash = sha256();
  }

  /** Adds the next checksum as it is in the file, including unknown fields. */
  checksum(record: JsonValue): void {
    this.checksumText(canonicalJson(record));
  }

  /** The same for a record that is already canonical. */
  checksumText(canonical: string): void {
    this.#batch += `${this.#count++ === 0 ? '' : ','}${canonical}`;
    if (this.#batch.length < BATCH_LENGTH) return;
    this.#hash.update(this.#batch);
    this.#batch = '';
  }

  /**
   * The seal of what was added and of `others`: all other fields except the seal itself. Undefined where one of them
   * would come before the checksums: no known field does, so such a file was never sealed.
   */
  finish(others: Readonly<Record<string, JsonValue>>): string | undefined {
    const keys = Object.keys(others).sort();
    if (keys.length > 0 && keys[0]! < CHECKSUMS) return undefined;
    this.#hash.update(`${this.#batch}]`);
    for (const key of keys) this.#hash.update(`,${canonicalJson(key)}:${canonicalJson(others[key]!)}`);
    this.#hash.update('}');
    return this.#hash.digest();
  }
}

/** A text that is not valid Unicode, so that JSON cannot contain it. */
export class JsonTextError extends Error {}

/**
 * The canonical form of RFC 8785: keys sorted by UTF-16 units, no white space, numbers and strings as ECMAScript writes
 * them.
 *
 * @throws JsonTextError where a string contains half of a surrogate pair
 */
export function canonicalJson(value: JsonValue): string {
  if (typeof value === 'string') return canonicalText(value);
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (isList(value)) return `[${value.map(canonicalJson).join(',')}]`;
  const members = Object.keys(value)
    .sort()
    .map((key) => `${canonicalText(key)}:${canonicalJson(value[key]!)}`);
  return `{${members.join(',')}}`;
}

function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}

/** Characters that need no escape in a JSON string. */
const plain = /^[ !#-[\]-~]*$/;

function canonicalText(text: string): string {
  if (plain.test(text)) return `"${text}"`;
  if (!text.isWellFormed())
    throw new JsonTextError('A name holds half of a surrogate pair, which JSON cannot: choose a name without it.');
  return JSON.stringify(text);
}

/**
 * The canonical form, for comparisons. A value with half of a surrogate pair has no canonical form and was never
 * sealed; it gets a text that differs from that of any other value.
 */
export function comparableJson(value: JsonValue): string {
  try {
    return canonicalJson(value);
  } catch (error) {
    if (!(error instanceof JsonTextError)) throw error;
    return `!${JSON.stringify(value)}`;
  }
}

/**
 * The canonical form of a checksum without other fields. There may be millions of checksums, so the fields are written
 * out here.
 */
export function canonicalChecksum({ FilePath, SHA256, Size, DriveId, BlobPath }: JrmChecksum): string {
  const blob = BlobPath === undefined ? '' : `"BlobPath":${canonicalText(BlobPath)},`;
  const drive = DriveId === undefined ? '' : `"DriveId":${canonicalText(DriveId)},`;
  return `{${blob}${drive}"FilePath":${canonicalText(FilePath)},"SHA256":${canonicalText(SHA256)}${Size === undefined ? '' : `,"Size":${JSON.stringify(Size)}`}}`;
}
