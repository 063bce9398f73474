import { lastIndexWhere } from '../csv/csvChunk';
import type { FileFinding } from '../rules/fileFinding';
import { EditedText } from '../text/editedText';
import type { Range } from '../text/position';
import { utf8Length } from '../text/utf8Length';
import type { Steps } from '../work/steps';
import { CHECKSUMS, SEAL } from './jrm';
import type { JrmChecksum, JrmField, JsonValue, Sha256 } from './jrm';
import { detailsOf, JrmReading, MAX_FIRST } from './jrmReading';
import type { ChecksumDetails, ChecksumField, ReadChecksum } from './jrmReading';
import { canonicalChecksum, comparableJson, JrmSeal, JsonTextError } from './jrmSeal';
import type { SealVerdict } from './jrmReader';
import { beforeObject, MAX_DEPTH, SegmentScanner } from './jsonSegments';
import type { SegmentKind, SegmentState, SyntaxError } from './jsonSegments';
import { parsePlaced } from './placedValue';
import type { Place, PlacedValue } from './placedValue';
import { checkMember, checkRecord, fieldOf, isSha256, reportUnknown, rootFields } from './valueRules';
import type { ReportValue, ValueFinding, ValueFix } from './valueRules';

/** How many segments are read in one step; one whose places are read counts as 16. */
const STEP = 256;
const PLACED = 16;
/** One of this many segments is remembered, to find others from there. */
const MARKED = 128;
/** How many items can be folded. */
const MAX_FOLDED = 5000;
const nobody: ReadonlySet<string> = new Set();

/**
 * A member of the object, an item of a list or what is between them, as far as it can be understood. Places are offsets
 * in the text.
 */
export interface JsonSegment extends Place {
  readonly kind: SegmentKind;
  /** The state before it. */
  readonly state: SegmentState;
  /** Only for a member. */
  readonly name: string;
  /** The place of the name, without quotes. */
  readonly namePlace: Place | undefined;
  readonly value: PlacedValue<Place> | undefined;
}

/** A JRM in JSON, read in steps, whatever its errors. */
export class JsonReading extends JrmReading<Place> {
  readonly form = 'json';
  /** Lists, each from its opening bracket on, and the first items of all lists. */
  readonly folds: Place[] = [];
  #items = 0;
  #listStart = -1;
  /** Where the first segment ends. */
  #firstEnd = 0;
  readonly #text: string;
  readonly #lines: EditedText;
  readonly #scanner: SegmentScanner;
  /** Some segments, with where they begin and the states before them. */
  readonly #marks: { readonly at: number; readonly state: SegmentState }[] = [];
  readonly #hash: JrmSeal;
  readonly #others: Record<string, JsonValue> = {};

  private constructor(text: string, lines: EditedText, sha256: Sha256) {
    super();
    this.#text = text;
    this.#lines = lines;
    this.#scanner = new SegmentScanner(text);
    this.#hash = new JrmSeal(sha256);
  }

  /** `lines`: the lines of the text, if they have already been found. */
  static *read(text: string, sha256: Sha256, lines?: EditedText): Steps<JsonReading> {
    const reading = new JsonReading(text, lines ?? (yield* EditedText.read(text)), sha256);
    yield* reading.#readAll();
    return reading;
  }

  get beginning(): Range | undefined {
    if (this.#text === '') return undefined;
    const at = Math.max(0, this.#text.slice(0, this.#firstEnd).search(/[^\s\ufeff]/));
    return this.rangeOf({ start: at, end: Math.min(at + 1, this.#text.length) });
  }

  rangeOf({ start, end }: Place): Range {
    return { start: this.#lines.positionAt(start), end: this.#lines.positionAt(end) };
  }

  checksumRange(checksum: ReadChecksum, field: ChecksumField): Range {
    const { value, start, end } = this.#checksum(checksum);
    return this.rangeOf(value?.members.find(({ name }) => name === field)?.value?.place ?? { start, end });
  }

  detailsOf(checksum: ReadChecksum): ChecksumDetails {
    return detailsOf(this.#checksum(checksum).value!);
  }

  /** Reads a checksum again, which is rarely needed. */
  #checksum({ at }: ReadChecksum): JsonSegment {
    const state: SegmentState = { within: 'items', list: CHECKSUMS, first: false };
    this.#scanner.scan(at, state);
    return this.#segment(at, state, []);
  }

  written(text: string): string {
    return JSON.stringify(text).slice(1, -1);
  }

  /** The segment at an offset, or the one that ends there; `undefined` in an empty text. */
  segmentAt(offset: number): JsonSegment | undefined {
    const mark = this.#marks[lastIndexWhere(this.#marks, ({ at }) => at < offset)] ?? this.#marks[0];
    if (!mark) return undefined;
    for (let { at, state } = mark; ;) {
      this.#scanner.scan(at, state);
      if (this.#scanner.end >= Math.min(Math.max(1, offset), this.#text.length)) return this.#segment(at, state, []);
      at = this.#scanner.end;
      state = this.#scanner.next;
    }
  }

  *#readAll(): Steps<void> {
    const scanner = this.#scanner;
    let state = beforeObject;
    let count = 0;
    let work = 0;
    let at = 0;
    let before = state;
    let counted = 0;
    const countBytes = () => {
      this.bytes += utf8Length(this.#text.slice(counted, at));
      counted = at;
    };
    while (at < this.#text.length) {
      if (count++ % MARKED === 0) this.#marks.push({ at, state });
      if (work >= STEP) {
        work = 0;
        countBytes();
        yield;
      }
      scanner.scan(at, state);
      work += this.#take(at, state) ? 1 : PLACED;
      this.#firstEnd ||= scanner.end;
      before = state;
      at = scanner.end;
      state = scanner.next;
    }
    countBytes();
    if (count === 0)
      this.unfinished.push({ code: 'jrm/syntax', variant: 'brace-open', ...this.rangeOf({ start: 0, end: 0 }) });
    else if (scanner.kind !== 'end') this.#reportMissingEnd(scanner.kind, before);
    this.seal = this.#verdict(scanner.kind === 'end');
  }

  /** Returns true where the scanner's result was sufficient. */
  #take(at: number, state: SegmentState): boolean {
    const { kind, end, valueStart, valueEnd, errors } = this.#scanner;
    const isItem = kind === 'item';
    const isNamed = kind === 'member' || kind === 'open';
    // The list that is open continues up to here.
    if (state.within === 'items' && !isNamed && kind !== 'end')
      this.members.at(-1)!.extent = { start: this.members.at(-1)!.extent.start, end };
    if (isItem && ++this.#items <= MAX_FOLDED) this.folds.push({ start: valueStart, end });
    else if (kind === 'open') this.#listStart = end;
    else if (kind === 'close') this.folds.push({ start: this.#listStart, end });
    if (isItem && state.list === CHECKSUMS && errors.length === 0 && this.#takeSound(at)) return true;
    if (!isItem && !isNamed && errors.length === 0) return true;
    const found = errors.slice();
    const segment = this.#segment(at, state, found);
    const { name, namePlace, value } = segment;
    if (isNamed) {
      const text = value?.type === 'text' ? (value.value as string) : undefined;
      this.addMember({
        name,
        place: namePlace!,
        extent: { start: Math.max(at, namePlace!.start - 1), end },
        isList: kind === 'open',
        count: 0,
        first: [],
        text,
      });
    } else if (isItem) {
      this.addRecord(state.list, {
        at,
        whole: { start: at, end },
        value: value ?? unread(valueStart, end),
        extent: value?.place ?? { start: at, end },
      });
    }
    this.#check(segment, found);
    if (kind !== 'junk' && !(kind === 'member' && name === SEAL))
      this.#hashValue(segment, this.#text.slice(valueStart, valueEnd));
    return false;
  }

  /** Most checksums have no errors, and are taken from their parser directly. */
  #takeSound(at: number): boolean {
    const { valueStart, valueEnd, colons } = this.#scanner;
    const list = this.members.at(-1)!;
    const checksum = list.count < MAX_FIRST ? undefined : soundChecksum(this.#text.slice(valueStart, valueEnd), colons);
    if (!checksum) return false;
    list.count++;
    this.addChecksum(at, checksum.FilePath, checksum.DriveId);
    this.#hash.checksumText(canonicalOf(checksum));
    return true;
  }

  /** The segment that the scanner has found. Its value's errors are added to `errors`. */
  #segment(at: number, state: SegmentState, errors: SyntaxError[]): JsonSegment {
    const { kind, end, nameStart, nameEnd, valueStart, valueEnd, depth } = this.#scanner;
    let value: PlacedValue<Place> | undefined;
    if (depth > MAX_DEPTH) errors.push({ problem: 'deep', start: valueStart, end: valueStart + 1 });
    else if (valueStart >= 0 && (kind === 'item' || kind === 'member'))
      value = parsePlaced(this.#text, valueStart, valueEnd, errors);
    const start = nameStart + (/["']/.test(this.#text[nameStart] ?? '') ? 1 : 0);
    const namePlace = nameStart < 0 ? undefined : { start, end: Math.max(start, nameEnd - (start - nameStart)) };
    return {
      kind,
      state,
      name: kind === 'member' || kind === 'open' ? this.#scanner.name : '',
      namePlace,
      value,
      start: at,
      end,
    };
  }

  #check({ kind, state, name, namePlace, value, start, end }: JsonSegment, errors: readonly SyntaxError[]): void {
    const report: ReportValue<Place> = (finding) => {
      this.own.add(start, finding, () => this.#placed(finding));
    };
    if (errors.length > 0) {
      const raw = this.#text.slice(start, end);
      for (const error of errors) report(syntaxFinding(error, raw, start));
    }
    const field = fieldOf(kind === 'item' ? state.list : name);
    if (kind === 'item') {
      if (value && field?.type === 'table') checkRecord(field, value, report);
    } else if (namePlace && (kind === 'member' || kind === 'open')) {
      const { valueStart, valueEnd } = this.#scanner;
      if (!field) reportUnknown(name, namePlace, rootFields, nobody, report);
      else if (value) checkMember(field, value, report);
      else if (kind === 'open' && !isListField(field))
        report({ code: 'jrm/type', variant: field.type, args: [name], place: { start: valueStart, end: valueEnd } });
    }
  }

  #placed({ place, fixes, ...finding }: ValueFinding<Place>): FileFinding {
    return {
      ...finding,
      ...this.rangeOf(place),
      fixes: () =>
        (fixes?.() ?? []).map(({ edits, ...fix }) => ({
          ...fix,
          edits: edits.map((edit) => ({ range: this.rangeOf(edit.place), text: edit.text })),
        })),
    };
  }

  /** Reports that the text ends before its closing brackets. */
  #reportMissingEnd(kind: SegmentKind, { within }: SegmentState): void {
    // Leftovers of the beginning have their own finding.
    if (kind === 'junk' && within === 'start') return;
    const { length } = this.#text;
    const range = this.rangeOf({ start: length - 1, end: length });
    if (kind === 'open' || (within === 'items' && (kind === 'item' || kind === 'junk')))
      this.unfinished.push({ code: 'jrm/syntax', variant: 'bracket', ...range });
    this.unfinished.push({ code: 'jrm/syntax', variant: 'brace', ...range });
  }

  #hashValue({ kind, state, name }: JsonSegment, raw: string): void {
    if (kind === 'open' && name !== CHECKSUMS) define(this.#others, name, []);
    if (kind !== 'item' && kind !== 'member') return;
    let value: JsonValue;
    try {
      value = JSON.parse(raw) as JsonValue;
    } catch {
      // A finding says that already.
      return;
    }
    if (kind === 'member') define(this.#others, name, value);
    else if (state.list === CHECKSUMS) this.#hash.checksumText(comparableJson(value));
    else (this.#others[state.list] as JsonValue[] | undefined)?.push(value);
  }

  /** No verdict on a text that is not JSON, or has a member twice. */
  #verdict(hasEnd: boolean): SealVerdict | undefined {
    const seal = this.member(SEAL);
    if (!seal) return 'absent';
    const names = new Set(this.members.map(({ name }) => name));
    if (
      !hasEnd ||
      names.size < this.members.length ||
      this.own.has('jrm/syntax') ||
      this.own.has('jrm/type', 'duplicate')
    )
      return undefined;
    return !(CHECKSUMS in this.#others) && names.has(CHECKSUMS) && this.#digest() === (seal.text ?? '')
      ? 'sound'
      : 'broken';
  }

  /** `undefined` where a value cannot have been sealed. */
  #digest(): string | undefined {
    try {
      return this.#hash.finish(this.#others);
    } catch (error) {
      if (!(error instanceof JsonTextError)) throw error;
      return undefined;
    }
  }
}

const isListField = ({ type }: JrmField): boolean => type === 'table' || type === 'texts';

/** Takes the place of a value that is nested too deeply to be read. */
function unread(start: number, end: number): PlacedValue<Place> {
  const place = { start, end };
  return { type: 'null', value: null, place, head: place, part: () => place, items: [], members: [] };
}

/** A member may have any name, even `__proto__`. */
function define(record: Record<string, JsonValue>, name: string, value: JsonValue): void {
  Object.defineProperty(record, name, { value, enumerable: true, configurable: true });
}

function canonicalOf(checksum: JrmChecksum): string {
  try {
    return canonicalChecksum(checksum);
  } catch (error) {
    if (!(error instanceof JsonTextError)) throw error;
    return comparableJson(checksum as unknown as JsonValue);
  }
}

/**
 * The checksum, if the item is completely valid; otherwise `undefined`. `colons`: their number in the text outside of
 * strings, which reveals a duplicate field.
 */
function soundChecksum(text: string, colons: number): JrmChecksum | undefined {
  let value: Partial<Record<keyof JrmChecksum, unknown>> | null;
  try {
    value = JSON.parse(text) as typeof value;
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const { FilePath, SHA256, Size, DriveId, BlobPath } = value;
  if (typeof FilePath !== 'string' || FilePath === '' || typeof SHA256 !== 'string' || !isSha256(SHA256))
    return undefined;
  let fields = 2;
  if (Size !== undefined) {
    if (typeof Size !== 'number' || !Number.isSafeInteger(Size) || Size < 0) return undefined;
    fields++;
  }
  if (DriveId !== undefined) {
    if (typeof DriveId !== 'string') return undefined;
    fields++;
  }
  if (BlobPath !== undefined) {
    if (typeof BlobPath !== 'string') return undefined;
    fields++;
  }
  return fields === colons ? (value as JrmChecksum) : undefined;
}

function syntaxFinding({ problem, start, end }: SyntaxError, raw: string, offset: number): ValueFinding<Place> {
  const span = { start, end };
  const fixes = () => syntaxFixes(problem, span, raw.slice(start - offset, end - offset));
  if (end > start) return { code: 'jrm/syntax', variant: problem, place: span, fixes };
  // What is missing at the end is shown at the last character.
  const last = Math.min(start - offset, raw.trimEnd().length);
  return {
    code: 'jrm/syntax',
    variant: problem,
    place: { start: offset + Math.max(0, last - 1), end: offset + Math.max(1, last) },
    fixes,
  };
}

function syntaxFixes(problem: SyntaxError['problem'], { start, end }: Place, text: string): readonly ValueFix<Place>[] {
  switch (problem) {
    case 'comma':
      return [{ title: 'Add a comma', certainty: 'certain', edits: [{ place: { start, end: start }, text: ',' }] }];
    case 'comma-extra':
    case 'comma-trailing':
      return [{ title: 'Remove the comma', certainty: 'certain', edits: [{ place: { start, end }, text: '' }] }];
    case 'comment':
      return [
        {
          title: 'Remove the comment (assumes that nobody needs it)',
          certainty: 'guess',
          edits: [{ place: { start, end }, text: '' }],
        },
      ];
    case 'single-quotes':
      return [
        {
          title: 'Use double quotes',
          certainty: 'certain',
          edits: [{ place: { start, end }, text: JSON.stringify(text.slice(1, -1)).replaceAll('\\\\', '\\') }],
        },
      ];
    case 'name-quotes':
      return [
        {
          title: 'Add the quotes',
          certainty: 'certain',
          edits: [{ place: { start, end }, text: JSON.stringify(text) }],
        },
      ];
    default:
      return [];
  }
}
