import { CHECKSUMS, type JrmChecksum, type JsonValue, type Sha256 } from './jrm';

const BATCH_LENGTH = 1 << 16;

/**
 * The seal: SHA-256 over the canonical JSON of a JRM without its seal. In that form the checksums come first of all fields, so they
 * are hashed as they come, and the others, which are few, behind them.
 */
export class JrmSeal {
  readonly #hash: ReturnType<Sha256>;
  #batch = `{${JSON.stringify(CHECKSUMS)}:[`;
  #count = 0;

  constructor(sha256: Sha256) {
    this.#hash = sha256();
  }

  /** Takes the next checksum as it stands in the file, fields that nobody knows included. */
  checksum(record: JsonValue): void {
    this.checksumText(canonicalJson(record));
  }

  /** The same of a record that is canonical already. */
  checksumText(canonical: string): void {
    this.#batch += `${this.#count++ === 0 ? '' : ','}${canonical}`;
    if (this.#batch.length < BATCH_LENGTH) return;
    this.#hash.update(this.#batch);
    this.#batch = '';
  }

  /**
   * The seal of what was taken and of `others`: all other fields but the seal itself. Undefined where one of them would have to
   * come before the checksums: no field of ours does, so that such a file is none that was sealed.
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

/** A text that is no Unicode, so that no JSON can hold it. */
export class JsonTextError extends Error {}

/**
 * The canonical form of RFC 8785: keys in the order of their UTF-16 units, no white space, numbers and strings as ECMAScript writes
 * them.
 *
 * @throws JsonTextError where a string holds half of a surrogate pair
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

/** What stands for itself in a string of JSON. */
const plain = /^[ !#-[\]-~]*$/;

function canonicalText(text: string): string {
  if (plain.test(text)) return `"${text}"`;
  if (!text.isWellFormed())
    throw new JsonTextError('A name holds half of a surrogate pair, which JSON cannot: choose a name without it.');
  return JSON.stringify(text);
}

/**
 * The canonical form, for comparing. A value that holds half of a surrogate pair has none, and no seal was ever made of it: it has a text
 * that no other value has.
 */
export function comparableJson(value: JsonValue): string {
  try {
    return canonicalJson(value);
  } catch (error) {
    if (!(error instanceof JsonTextError)) throw error;
    return `!${JSON.stringify(value)}`;
  }
}

/** The canonical form of a checksum that has no other fields. There may be millions: the fields are named. */
export function canonicalChecksum({ FilePath, SHA256, Size, DriveId, BlobPath }: JrmChecksum): string {
  const blob = BlobPath === undefined ? '' : `"BlobPath":${canonicalText(BlobPath)},`;
  const drive = DriveId === undefined ? '' : `"DriveId":${canonicalText(DriveId)},`;
  return `{${blob}${drive}"FilePath":${canonicalText(FilePath)},"SHA256":${canonicalText(SHA256)}${Size === undefined ? '' : `,"Size":${JSON.stringify(Size)}`}}`;
}
