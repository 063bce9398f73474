import { BYTE_ORDER_MARK } from './characters';
import type { Field } from './field';
import { FieldFlag } from './recordScanner';
import type { RecordScanner } from './recordScanner';

/**
 * Values up to this length are typical of columns with few different values. V8 copies them, whereas longer slices keep
 * the whole text alive.
 */
const SHORT = 12;

/** A field that does not change when other records are read. Its texts are cut out on demand. */
export class ReadField implements Field {
  private cached: string | undefined;

  private constructor(
    private readonly text: string,
    /** Where the record begins in `text`. */
    private readonly record: number,
    readonly start: number,
    readonly end: number,
    private readonly flags: number,
  ) {}

  /** Field `index` of the record scanned last; `undefined` where there is none. */
  static of(
    { text, start, starts, ends, fieldFlags, locatedFieldCount }: RecordScanner,
    index: number,
  ): ReadField | undefined {
    if (index < 0 || index >= locatedFieldCount) return undefined;
    return new ReadField(text, start, starts[index]! - start, ends[index]! - start, fieldFlags[index]!);
  }

  get quoted(): boolean {
    return (this.flags & FieldFlag.Quoted) !== 0;
  }

  get raw(): string {
    return this.text.slice(this.record + this.start, this.record + this.end);
  }

  get value(): string {
    return (this.cached ??= fieldValue(this.raw, this.flags));
  }
}

/**
 * A window on one field of the record scanned last, for rules that go through many records: moving it costs nothing. To
 * keep a field, use a `ReadField`.
 */
export class FieldWindow implements Field {
  /** UTF-16 offsets within the record. */
  start = 0;
  end = 0;
  /** Bits of `FieldFlag`. */
  flags = 0;
  private scanner: RecordScanner | undefined;
  private cached: string | undefined;
  /** The value that was cut out last. The next record often has the same, and then nothing has to be cut. */
  private last = '';

  /** Moves the window to field `index` of the record; returns false where there is none. */
  moveTo(scanner: RecordScanner, index: number): boolean {
    if (index < 0 || index >= scanner.locatedFieldCount) return false;
    this.scanner = scanner;
    this.start = scanner.starts[index]! - scanner.start;
    this.end = scanner.ends[index]! - scanner.start;
    this.flags = scanner.fieldFlags[index]!;
    this.cached = undefined;
    return true;
  }

  get quoted(): boolean {
    return (this.flags & FieldFlag.Quoted) !== 0;
  }

  get raw(): string {
    const { text, start } = this.scanner!;
    return text.slice(start + this.start, start + this.end);
  }

  get value(): string {
    return (this.cached ??= this.cut());
  }

  private cut(): string {
    const { last, start, end, flags } = this;
    if (flags !== 0 || end - start > SHORT) return fieldValue(this.raw, flags);
    const { text, start: record } = this.scanner!;
    if (last.length === end - start && text.startsWith(last, record + start)) return last;
    return (this.last = fieldValue(this.raw, flags));
  }
}

/**
 * The value of a field as written. Bare text is its own value, including spaces. For quoted text, the quotes and the
 * spaces outside them are removed, and so are misplaced quotes.
 */
export function fieldValue(raw: string, flags: number): string {
  if ((flags & FieldFlag.Quoted) === 0) {
    const text = raw.charCodeAt(0) === BYTE_ORDER_MARK ? raw.slice(1) : raw;
    return flags & FieldFlag.Stray ? text.replaceAll('"', '') : text;
  }
  const trimmed = flags & FieldFlag.Space ? raw.trim() : raw;
  if (flags & FieldFlag.Unclosed) return trimmed.replaceAll('"', '').trimEnd();
  if (flags & FieldFlag.Stray) return trimmed.replaceAll('"', '');
  const inner = trimmed.slice(1, -1);
  return flags & FieldFlag.Doubled ? inner.replaceAll('""', '"') : inner;
}
