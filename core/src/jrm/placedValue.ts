import { getNodeValue, printParseErrorCode } from 'jsonc-parser';
import type { Node, ParseError } from 'jsonc-parser';
import { isNestedTooDeep, parseJsonTree } from '../text/boundedJson';
import type { JsonValue } from './jrm';
import { isJsonSpace } from './jsonSegments';
import type { SyntaxError, SyntaxProblem } from './jsonSegments';

/** A value of a JRM with its places, in either form of the file. */
export interface PlacedValue<P> {
  readonly type: 'text' | 'number' | 'boolean' | 'null' | 'list' | 'record';
  readonly value: JsonValue;
  /** The whole value; for a text, without quotes. */
  readonly place: P;
  /** Where a record or list begins. */
  readonly head: P;
  /** A part of a text; UTF-16 offsets are within the value. */
  part(start: number, end: number): P;
  readonly items: readonly PlacedValue<P>[];
  readonly members: readonly PlacedMember<P>[];
}

export interface PlacedMember<P> {
  readonly name: string;
  /** The place of the name, without quotes. */
  readonly place: P;
  /** `undefined` where it is missing. */
  readonly value: PlacedValue<P> | undefined;
}

/** A part of a text, in UTF-16 units. */
export interface Place {
  readonly start: number;
  readonly end: number;
}

/** The text under a name in a record. */
export function textMember<P>(record: PlacedValue<P>, name: string): string | undefined {
  const value = record.members.find((member) => member.name === name)?.value;
  return value?.type === 'text' ? (value.value as string) : undefined;
}

const problems: Readonly<Record<string, SyntaxProblem | undefined>> = {
  InvalidSymbol: 'symbol',
  InvalidNumberFormat: 'number',
  PropertyNameExpected: 'name',
  ValueExpected: 'value',
  ColonExpected: 'colon',
  CommaExpected: 'comma',
  CloseBraceExpected: 'brace',
  CloseBracketExpected: 'bracket',
  EndOfFileExpected: 'stray',
  InvalidCommentToken: 'comment',
  UnexpectedEndOfComment: 'comment',
  UnexpectedEndOfString: 'string',
  UnexpectedEndOfNumber: 'number',
  InvalidUnicode: 'escape',
  InvalidEscapeCharacter: 'escape',
  InvalidCharacter: 'character',
};

/** How many errors of a value are reported: a slip can turn half a file into one value. */
const MAX_ERRORS = 100;

/** A value, as far as it can be understood. Anything that is not valid JSON is added to `errors`. */
export function parsePlaced(
  text: string,
  start: number,
  end: number,
  errors: SyntaxError[],
): PlacedValue<Place> | undefined {
  const raw = text.slice(start, end);
  const known = errors.length;
  const readable = doubleQuoted(raw, start, errors);
  const found: ParseError[] = [];
  const node = parseJsonTree(readable, found, { disallowComments: true, allowTrailingComma: false });
  if (isNestedTooDeep(readable)) {
    errors.push({ problem: 'json', start, end: start + 1 });
    return undefined;
  }
  if (!isJson(raw)) {
    for (const error of found.slice(0, MAX_ERRORS)) addError(raw, start, error, errors);
    if (errors.length === known) errors.push({ problem: 'json', start, end });
  }
  return node && placed(node, start);
}

/** Whether a text is valid JSON. */
export function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** The text with single-quoted strings turned into double-quoted ones of the same length. */
function doubleQuoted(raw: string, offset: number, errors: SyntaxError[]): string {
  if (!raw.includes("'")) return raw;
  return raw.replace(
    /"(?:[^"\\\r\n]|\\[^\r\n])*"?|'((?:[^'\\\r\n]|\\[^\r\n])*)'/g,
    (quoted: string, inner: string | undefined, at: number) => {
      if (inner === undefined) return quoted;
      errors.push({ problem: 'single-quotes', start: offset + at, end: offset + at + quoted.length });
      return `"${inner.replaceAll('"', '\u2033')}"`;
    },
  );
}

function addError(raw: string, offset: number, { error, offset: at, length }: ParseError, errors: SyntaxError[]): void {
  const name = printParseErrorCode(error);
  const code = raw[at];
  let before = at;
  while (before > 0 && isJsonSpace(raw.charCodeAt(before - 1))) before--;
  const isEnd = code === '}' || code === ']' || at >= raw.length;
  if ((name === 'PropertyNameExpected' || name === 'ValueExpected') && isEnd && raw[before - 1] === ',') {
    push(errors, { problem: 'comma-trailing', start: offset + before - 1, end: offset + before });
    return;
  }
  const problem = problems[name] ?? 'json';
  // Something missing is shown at the end of what precedes it.
  const isMissing = problem === 'brace' || problem === 'bracket' || at >= raw.length;
  const start = isMissing ? Math.max(0, before - 1) : at;
  push(errors, {
    problem,
    start: offset + start,
    end: offset + (isMissing ? Math.max(1, before) : Math.min(raw.length, at + Math.max(1, length))),
  });
}

/** One error per place is enough. */
function push(errors: SyntaxError[], error: SyntaxError): void {
  if (!errors.some((other) => other.start <= error.start && error.start < Math.max(other.end, other.start + 1)))
    errors.push(error);
}

const nothing: readonly never[] = [];

function placed(node: Node, offset: number): PlacedValue<Place> {
  const start = offset + node.offset;
  const place = { start, end: start + node.length };
  const base = {
    place,
    head: { start, end: Math.min(start + 1, place.end) },
    part: () => place,
    items: nothing,
    members: nothing,
  };
  switch (node.type) {
    case 'string':
      return { ...base, ...placedText(node, start) };
    case 'array':
      return {
        ...base,
        type: 'list',
        value: getNodeValue(node) as JsonValue,
        items: (node.children ?? []).map((child) => placed(child, offset)),
      };
    case 'object':
    case 'property':
      return {
        ...base,
        type: 'record',
        value: getNodeValue(node) as JsonValue,
        members: (node.children ?? []).flatMap((child) => placedMember(child, offset)),
      };
    case 'number':
    case 'boolean':
      return { ...base, type: node.type, value: node.value as JsonValue };
    case 'null':
      return { ...base, type: 'null', value: null };
  }
}

function placedText(node: Node, start: number): Pick<PlacedValue<Place>, 'type' | 'value' | 'place' | 'part'> {
  const value = node.value as string;
  const place = { start: start + 1, end: Math.max(start + 1, start + node.length - 1) };
  // If a text has escapes, offsets in its value differ from those in the file.
  const isPlain = place.end - place.start === value.length;
  return {
    type: 'text',
    value,
    place,
    part: (from, to) => (isPlain ? { start: place.start + from, end: place.start + to } : place),
  };
}

function placedMember(node: Node, offset: number): PlacedMember<Place>[] {
  const [name, value] = node.children ?? [];
  if (!name) return [];
  const start = offset + name.offset;
  return [
    {
      name: name.value as string,
      place: { start: start + 1, end: Math.max(start + 1, start + name.length - 1) },
      value: value && placed(value, offset),
    },
  ];
}
