import type { Span } from '../text/position';

/** The characters of JSON's grammar; the values are the same in UTF-16 and in bytes. */
export const JsonCode = {
  Quote: 0x22,
  Comma: 0x2c,
  Colon: 0x3a,
  OpenBracket: 0x5b,
  Backslash: 0x5c,
  CloseBracket: 0x5d,
  OpenBrace: 0x7b,
  CloseBrace: 0x7d,
} as const;

/** White space between the parts of a JSON text. */
export function isJsonSpace(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;
}

/** The place within a JSON object: before it, among its members, or among the items of a member that is a list. */
export interface SegmentState {
  readonly within: 'start' | 'members' | 'items';
  /** The name of the list. */
  readonly list: string;
  /** True right after the opening bracket. */
  readonly first: boolean;
}

/**
 * `start`: up to the opening brace. `member`: a name and its value. `open`: a name and the opening bracket of its list.
 * `item`: an item of a list. `close`: the closing bracket of a list. `end`: the closing brace and everything after it.
 * `junk`: anything that does not belong here.
 */
export type SegmentKind = 'start' | 'member' | 'open' | 'item' | 'close' | 'end' | 'junk';

/** Why a text is not JSON. These are the variants of `jrm/syntax`. */
export type SyntaxProblem =
  | 'comma'
  | 'comma-extra'
  | 'comma-trailing'
  | 'comment'
  | 'brace'
  | 'bracket'
  | 'brace-open'
  | 'stray'
  | 'colon'
  | 'value'
  | 'name'
  | 'name-quotes'
  | 'single-quotes'
  | 'string'
  | 'symbol'
  | 'number'
  | 'escape'
  | 'character'
  | 'deep'
  | 'json';

/** Offsets are within the text. */
export interface SyntaxError extends Span {
  readonly problem: SyntaxProblem;
}

const Code = {
  ...JsonCode,
  LineFeed: 10,
  Return: 13,
  Apostrophe: 39,
  Star: 42,
  Slash: 47,
  Mark: 0xfeff,
} as const;

export const beforeObject: SegmentState = { within: 'start', list: '', first: true };
const inObject = (first: boolean): SegmentState => ({ within: 'members', list: '', first });

/** A comment over several lines must end within this many UTF-16 units; otherwise it is taken to end with its line. */
const MAX_COMMENT = 1024;
/**
 * A list within an item must end within this many UTF-16 units; otherwise its bracket is taken to be missing, so that a
 * bracket typed among the items affects only its own line.
 */
const MAX_INNER_LIST = 16 * 1024;
/** Values that are nested more deeply are not read. */
export const MAX_DEPTH = 64;

/**
 * Divides a JSON text into segments: the members of its object, and the items of each member that is a list. An error
 * affects only its own segment: a string ends with its line, an object where another one begins that has no name. A
 * segment depends on its own text, on the state before it, and on the next one or two tokens; a comma belongs to what
 * follows it.
 *
 * One object is reused for all segments; its fields describe the segment scanned last.
 */
export class SegmentScanner {
  kind: SegmentKind = 'junk';
  /** Where it ends and the next one begins. */
  end = 0;
  /** The state after it. */
  next = beforeObject;
  /** The member's name, including quotes; -1 without one. */
  nameStart = -1;
  nameEnd = -1;
  /** -1 without one. */
  valueStart = -1;
  valueEnd = -1;
  /** Number of colons in the value, outside of strings. */
  colons = 0;
  /** How deeply brackets are nested in the value. */
  depth = 0;
  /** These offsets are within the whole text. */
  readonly errors: SyntaxError[] = [];
  readonly #open: number[] = [];
  readonly #text: string;
  #first = false;
  #isItem = false;

  constructor(text: string) {
    this.#text = text;
  }

  /** Finds the segment that begins at `at`. */
  scan(at: number, state: SegmentState): void {
    const text = this.#text;
    this.#first = state.first;
    this.#isItem = state.within === 'items';
    this.nameStart = this.nameEnd = this.valueStart = this.valueEnd = -1;
    this.colons = this.depth = 0;
    this.errors.length = 0;
    this.next = state;
    let from = this.#space(at, state.within === 'start');
    if (state.within === 'start') {
      if (from >= text.length) {
        this.#finish('brace-open', from);
        return;
      }
      if (this.#code(from) === Code.OpenBrace) {
        this.#end('start', from + 1, inObject(true));
        return;
      }
      if (!isQuote(this.#code(from))) {
        this.#junk('brace-open', from, this.#word(from));
        return;
      }
      // The opening brace is missing, and the first member is here already.
      this.#report('brace-open', from, from + 1);
      this.#member(from, -1);
      return;
    }
    let comma = -1;
    while (this.#code(from) === Code.Comma) {
      if (comma >= 0 || this.#first) this.#report('comma-extra', from, from + 1);
      comma = from;
      from = this.#space(from + 1);
    }
    if (from >= text.length) {
      if (state.within === 'items') this.#report('bracket', text.length, text.length);
      this.#finish('brace', from);
      return;
    }
    if (state.within === 'members') this.#member(from, comma);
    else this.#item(from, comma, state);
  }

  #member(from: number, comma: number): void {
    const code = this.#code(from);
    if (code === Code.CloseBrace) {
      this.#closeRoot(from, comma);
      return;
    }
    if (code === Code.CloseBracket || code === Code.Colon) {
      this.#junk('stray', from, from + 1);
      return;
    }
    if (!this.#first && comma < 0) this.#report('comma', from, from + 1);
    if (code === Code.OpenBrace || code === Code.OpenBracket) {
      this.#report('name', from, from + 1);
      this.valueStart = from;
      this.#end('junk', this.#value(from), inObject(false));
      return;
    }
    this.nameStart = from;
    this.nameEnd = isQuote(code) ? this.#stringEnd(from) : this.#word(from);
    const behind = this.#space(this.nameEnd);
    if (this.#code(behind) !== Code.Colon) {
      this.#nameWithoutColon(code, behind);
      return;
    }
    if (!isQuote(code)) this.#report('name-quotes', from, this.nameEnd);
    this.#memberValue(this.#space(behind + 1), behind);
  }

  #nameWithoutColon(code: number, behind: number): void {
    const members = inObject(false);
    if (!isQuote(code)) {
      this.#junk('symbol', this.nameStart, this.nameEnd, members);
      return;
    }
    this.#report('colon', this.nameStart, this.nameEnd);
    const next = this.#code(behind);
    // A value on the same line belongs to the name.
    if (
      behind < this.#text.length &&
      !isCloser(next) &&
      next !== Code.Comma &&
      !/[\r\n]/.test(this.#text.slice(this.nameEnd, behind))
    ) {
      this.#memberValue(behind, behind);
      return;
    }
    this.#end('member', this.nameEnd, members);
  }

  #memberValue(from: number, colon: number): void {
    const members = inObject(false);
    const code = this.#code(from);
    if (from >= this.#text.length || code === Code.Comma || isCloser(code) || code === Code.Colon) {
      this.#report('value', colon, colon + 1);
      this.#end('member', Math.min(colon + 1, this.#text.length), members);
      return;
    }
    if (code === Code.OpenBracket) {
      this.valueStart = from;
      this.valueEnd = from + 1;
      this.#end('open', from + 1, { within: 'items', list: this.name, first: true });
      return;
    }
    this.valueStart = from;
    this.#end('member', this.#value(from), members);
  }

  #item(from: number, comma: number, state: SegmentState): void {
    const code = this.#code(from);
    const items = state.first ? { ...state, first: false } : state;
    if (code === Code.CloseBracket) {
      if (this.#isStrayBracket(from)) {
        this.#junk('stray', from, from + 1, items);
        return;
      }
      if (comma >= 0 && !this.#first) this.#report('comma-trailing', comma, comma + 1);
      this.#end('close', from + 1, inObject(false));
      return;
    }
    if (code === Code.CloseBrace) {
      if (this.#isLast(from)) {
        this.#report('bracket', from, from + 1);
        this.#closeRoot(from, comma);
      } else {
        this.#junk('stray', from, from + 1, items);
      }
      return;
    }
    if (isQuote(code) && this.#code(this.#peek(this.#stringEnd(from))) === Code.Colon) {
      // This is a name, so the list has ended and its closing bracket is missing.
      this.#report('bracket', from, from + 1);
      this.#member(from, comma);
      return;
    }
    if (code === Code.Colon) {
      this.#junk('stray', from, from + 1, items);
      return;
    }
    if (!this.#first && comma < 0) this.#report('comma', from, from + 1);
    this.valueStart = from;
    this.#end('item', this.#value(from), items);
  }

  /** The member's name, without quotes. */
  get name(): string {
    const raw = this.#text.slice(this.nameStart, this.nameEnd);
    try {
      const name: unknown = JSON.parse(raw);
      if (typeof name === 'string') return name;
    } catch {
      // It is taken as written.
    }
    return raw.replace(/^["']|["']$/g, '');
  }

  #closeRoot(at: number, comma: number): void {
    if (!this.#isLast(at)) {
      this.#junk('stray', at, at + 1, inObject(false));
      return;
    }
    if (comma >= 0 && !this.#first) this.#report('comma-trailing', comma, comma + 1);
    this.#space(at + 1);
    this.#end('end', this.#text.length, this.next);
  }

  /** True where nothing follows the closing bracket at `at`. */
  #isLast(at: number): boolean {
    return this.#peek(at + 1) >= this.#text.length;
  }

  /** True for a bracket after which the list continues. */
  #isStrayBracket(at: number): boolean {
    let next = this.#peek(at + 1);
    if (this.#code(next) === Code.Comma) next = this.#peek(next + 1);
    return this.#code(next) === Code.OpenBrace;
  }

  /** The end of the value at `from`; sets `valueEnd`, `colons` and `depth`. */
  #value(from: number): number {
    const code = this.#code(from);
    if (isQuote(code)) this.valueEnd = this.#stringEnd(from);
    else if (code === Code.OpenBrace || code === Code.OpenBracket) this.valueEnd = this.#nested(from);
    else this.valueEnd = this.#word(from);
    return this.valueEnd;
  }

  #nested(from: number): number {
    const text = this.#text;
    const open = this.#open;
    open.length = 0;
    let previous = 0;
    /** End of the last part that is not white space. */
    let end = from;
    let comma = from;
    /** Where the outermost list within the item begins, while it is open. */
    let list = -1;
    /** Where the value ends if that list is never closed: at the end of the line where the list begins. */
    let lineEnd = -1;
    const impliedEnd = () => (previous === Code.Comma ? comma : end);
    const isItem = this.#isItem;
    for (let at = from; at < text.length;) {
      const code = text.charCodeAt(at);
      if (code === Code.Quote || code === Code.Apostrophe) {
        at = this.#stringEnd(at);
      } else if (isJsonSpace(code)) {
        if (list >= 0 && lineEnd < 0 && (code === Code.LineFeed || code === Code.Return)) lineEnd = impliedEnd();
        at++;
        continue;
      } else if (code === Code.Slash && this.#commentEnd(at) > at + 1) {
        at = this.#commentEnd(at);
        continue;
      } else if (code === Code.OpenBrace || code === Code.OpenBracket) {
        // In an object, a bracket without a name begins the next item.
        if (open.at(-1) === Code.OpenBrace && previous !== Code.Colon) return impliedEnd();
        if (isItem && list < 0 && code === Code.OpenBracket) list = at;
        open.push(code);
        this.depth = Math.max(this.depth, open.length);
        at++;
      } else if (code === Code.CloseBrace || code === Code.CloseBracket) {
        const opener = code === Code.CloseBrace ? Code.OpenBrace : Code.OpenBracket;
        const depth = open.lastIndexOf(opener);
        if (depth < 0) return impliedEnd();
        open.length = depth;
        at++;
        if (depth === 0) return at;
        if (list >= 0 && !open.includes(Code.OpenBracket)) list = lineEnd = -1;
      } else {
        if (code === Code.Colon) this.colons++;
        else if (code === Code.Comma) comma = at;
        at++;
      }
      previous = code;
      end = at;
      if (list >= 0 && at - list > MAX_INNER_LIST) return lineEnd > from ? lineEnd : end;
    }
    return end;
  }

  /** The end of a string, after the closing quote or at the end of the line. */
  #stringEnd(from: number): number {
    const text = this.#text;
    const quote = text.charCodeAt(from);
    for (let at = from + 1; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code === quote) return at + 1;
      if (code === Code.LineFeed || code === Code.Return) return at;
      if (code === Code.Backslash) {
        const escaped = text.charCodeAt(at + 1);
        if (escaped !== Code.LineFeed && escaped !== Code.Return) at++;
      }
    }
    return text.length;
  }

  /** The end of a number or word; at least one character after `from`. */
  #word(from: number): number {
    const text = this.#text;
    let at = from + 1;
    while (at < text.length && !isDelimiter(text.charCodeAt(at))) at++;
    return at;
  }

  #commentEnd(from: number): number {
    const text = this.#text;
    const second = text.charCodeAt(from + 1);
    if (second !== Code.Slash && second !== Code.Star) return from + 1;
    if (second === Code.Star) {
      const end = text.slice(from, from + MAX_COMMENT).indexOf('*/', 2);
      if (end >= 0) return from + end + 2;
    }
    let at = from + 2;
    while (at < text.length && text.charCodeAt(at) !== Code.LineFeed && text.charCodeAt(at) !== Code.Return) at++;
    return at;
  }

  /** Skips white space, and comments, which are reported. */
  #space(from: number, beginning = false): number {
    let at = from;
    for (;;) {
      const code = this.#code(at);
      if (isJsonSpace(code) || (beginning && at === 0 && code === Code.Mark)) {
        at++;
      } else if (code === Code.Slash && this.#commentEnd(at) > at + 1) {
        const end = this.#commentEnd(at);
        this.#report('comment', at, end);
        at = end;
      } else {
        return at;
      }
    }
  }

  /** The same without reporting anything. */
  #peek(from: number): number {
    const { length } = this.errors;
    const at = this.#space(from);
    this.errors.length = length;
    return at;
  }

  #code(at: number): number {
    return this.#text.charCodeAt(at);
  }

  #report(problem: SyntaxProblem, start: number, end: number): void {
    this.errors.push({ problem, start, end });
  }

  #junk(problem: SyntaxProblem, start: number, end: number, next = this.next): void {
    this.#report(problem, start, end);
    this.#end('junk', end, next);
  }

  /** Something is missing at `at`, and the text ends there. */
  #finish(problem: SyntaxProblem, at: number): void {
    this.#report(problem, at, at);
    this.#end('end', this.#text.length, this.next);
  }

  #end(kind: SegmentKind, end: number, next: SegmentState): void {
    this.kind = kind;
    this.end = end;
    this.next = next;
    // Errors found while looking ahead are found again in the segment they belong to.
    if (this.errors.some((error) => isBehind(error, end)))
      this.errors.splice(0, Infinity, ...this.errors.filter((error) => !isBehind(error, end)));
  }
}

function isBehind({ start, end }: SyntaxError, limit: number): boolean {
  return start > limit || (start === limit && end > start);
}

function isQuote(code: number): boolean {
  return code === Code.Quote || code === Code.Apostrophe;
}

function isCloser(code: number): boolean {
  return code === Code.CloseBrace || code === Code.CloseBracket;
}

function isDelimiter(code: number): boolean {
  return (
    isJsonSpace(code) ||
    isQuote(code) ||
    isCloser(code) ||
    code === Code.OpenBrace ||
    code === Code.OpenBracket ||
    code === Code.Comma ||
    code === Code.Colon ||
    code === Code.Slash
  );
}
