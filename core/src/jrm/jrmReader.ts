import { template } from '../text/template';
import {
  CHECKSUMS,
  jrmFields,
  JrmFormatError,
  SEAL,
  type JrmChecksum,
  type JrmField,
  type JrmHeader,
  type JsonValue,
  type Sha256,
} from './jrm';
import type { JrmVisitor } from './jrmPieces';
import { JrmSeal, JsonTextError } from './jrmSeal';
import { JsonReader } from './jsonReader';
import { XmlReader } from './xmlReader';

/** `broken`: the file was edited after it was sealed. */
export type SealVerdict = 'absent' | 'sound' | 'broken';

export interface ReadJrm {
  readonly header: JrmHeader;
  readonly checksumCount: number;
  readonly seal: SealVerdict;
}

const missing = template('"{0}" is missing.');
const checksumField = jrmFields.find(({ name }) => name === CHECKSUMS)!;

/**
 * Reads a JRM in JSON or XML piece by piece and hands out its checksums one by one: memory does not grow with their
 * number. Unknown fields are skipped, but the seal covers them.
 */
export class JrmReader {
  readonly #onChecksum: (checksum: JrmChecksum) => void;
  readonly #seal: JrmSeal;
  /** The beginning of the text, while it is only white space. */
  #beginning = '';
  #members: { push(piece: string): void; end(): void } | undefined;
  readonly #others: Record<string, JsonValue> = {};
  #sealText: JsonValue | undefined;
  #count = 0;
  #listSeen = false;
  #line = 0;

  /** @param onChecksum called for each checksum as it is read; an exception ends the reading */
  constructor(sha256: Sha256, onChecksum: (checksum: JrmChecksum) => void) {
    this.#seal = new JrmSeal(sha256);
    this.#onChecksum = onChecksum;
  }

  /** @throws JrmFormatError */
  push(piece: string): void {
    this.#members ??= this.#choose(piece);
    this.#members?.push(this.#beginning + piece);
    this.#beginning = this.#members ? '' : this.#beginning + piece;
    if (this.#beginning.length > 1 << 20)
      throw new JrmFormatError(template('This is not a JRM: it begins with a megabyte of white space.'), 0);
  }

  /**
   * The content of the file, after all of it has been pushed.
   *
   * @throws JrmFormatError
   */
  end(): ReadJrm {
    if (!this.#members) throw new JrmFormatError(template('The file is empty.'), 0);
    this.#members.end();
    return this.conclude();
  }

  /** The same, where another reader has read the text and called `visitor`. */
  conclude(): ReadJrm {
    const others = this.#others;
    if (!this.#listSeen) throw new JrmFormatError(missing, this.#line, CHECKSUMS);
    for (const field of jrmFields) {
      if (field !== checksumField && field.required && !(field.name in others))
        throw new JrmFormatError(missing, this.#line, field.name);
    }
    const seal = sealing(() => this.#seal.finish(others), this.#line);
    const verdict = this.#sealText === undefined ? 'absent' : this.#sealText === seal ? 'sound' : 'broken';
    return { header: others as unknown as JrmHeader, checksumCount: this.#count, seal: verdict };
  }

  #choose(piece: string): { push(piece: string): void; end(): void } | undefined {
    const first = /[^\s\ufeff]/.exec(piece)?.[0];
    if (first === undefined) return undefined;
    return first === '<' ? new XmlReader(this.visitor, refuse) : new JsonText(new JsonReader(this.visitor));
  }

  readonly visitor: JrmVisitor = {
    member: (name, value, { line }) => {
      this.#member(name, value, line);
    },
    item: (value, line) => {
      this.#checksum(value, line);
    },
    list: () => {
      this.#listSeen = true;
    },
  };

  #member(name: string, value: JsonValue, line: number): void {
    this.#line = line;
    if (name === SEAL) {
      this.#sealText = value;
      return;
    }
    const field = jrmFields.find((candidate) => candidate.name === name);
    if (field) checkValue(field, value, line);
    Object.defineProperty(this.#others, name, { value, enumerable: true });
  }

  #checksum(value: JsonValue, line: number): void {
    checkRecord(checksumField, value, line);
    sealing(() => {
      this.#seal.checksum(value);
    }, line);
    this.#count++;
    this.#onChecksum(value as unknown as JrmChecksum);
  }
}

function refuse(error: JrmFormatError): never {
  throw error;
}

/** Passes a text that comes in pieces to a reader of bytes. */
class JsonText {
  readonly #reader: JsonReader;
  readonly #encoder = new TextEncoder();
  /** A half surrogate pair, until the other half arrives. */
  #half = '';

  constructor(reader: JsonReader) {
    this.#reader = reader;
  }

  push(piece: string): void {
    const text = this.#half + piece;
    const isHalf = /[\ud800-\udbff]$/.test(text);
    this.#half = isHalf ? text.slice(-1) : '';
    this.#reader.push(this.#encoder.encode(isHalf ? text.slice(0, -1) : text));
  }

  end(): void {
    this.#reader.push(this.#encoder.encode(this.#half));
    this.#reader.end();
  }
}

/** Does work with the seal, which refuses texts that are not valid Unicode; JSON can express such texts. */
function sealing<T>(work: () => T, line: number): T {
  try {
    return work();
  } catch (error) {
    throw error instanceof JsonTextError
      ? new JrmFormatError(template('A string contains half of a surrogate pair.'), line)
      : error;
  }
}

function checkValue(field: JrmField, value: JsonValue, line: number): void {
  const { name, type } = field;
  const wrong = (what: string) => new JrmFormatError(what, line, name);
  if (type === 'text' && typeof value !== 'string') throw wrong(template('"{0}" must be a string.'));
  if (type === 'number' && !(typeof value === 'number' && Number.isSafeInteger(value) && value >= 0))
    throw wrong(template('"{0}" must be a whole number.'));
  if (type === 'text' || type === 'number') return;
  if (!Array.isArray(value)) throw wrong(template('"{0}" must be a list.'));
  for (const item of value as readonly JsonValue[]) {
    if (type === 'table') checkRecord(field, item, line);
    else if (typeof item !== 'string') throw wrong(template('"{0}" must be a list of strings.'));
  }
}

function checkRecord({ name, fields }: JrmField, record: JsonValue, line: number): void {
  if (record === null || typeof record !== 'object' || Array.isArray(record))
    throw new JrmFormatError(template('"{0}" must be a list of records.'), line, name);
  const values = record as Readonly<Record<string, JsonValue>>;
  for (const field of fields!) {
    if (Object.hasOwn(values, field.name)) checkValue(field, values[field.name]!, line);
    else if (field.required)
      throw new JrmFormatError(template('"{0}" is missing from a record of "{1}".'), line, field.name, name);
  }
}
