import type { Finding, Report } from '../rules/finding';
import type { Span } from '../text/position';
import { characterName } from '../names/characterName';
import {
  BYTE_ORDER_MARK,
  SPACE,
  TYPOGRAPHIC_QUOTES,
  isForbiddenControl,
  isSpaceLike,
  isTypographicQuote,
} from '../csv/characters';
import { canonicalField } from '../csv/canonicalField';
import { FieldFlag } from '../csv/recordScanner';
import type { RecordScanner } from '../csv/recordScanner';
import { fieldValue } from '../csv/scannedField';

/** A quote of any kind at either end. */
const OUTER_QUOTES = new RegExp(`^[${TYPOGRAPHIC_QUOTES}"]|[${TYPOGRAPHIC_QUOTES}"]$`, 'g');

/** Straight quotes around typographic ones. */
const STRAIGHT_QUOTES = new RegExp(`^"(?=[${TYPOGRAPHIC_QUOTES}])|(?<=[${TYPOGRAPHIC_QUOTES}])"$`, 'g');

/** How many control characters are reported per field; a binary file would have thousands. */
const MAX_CONTROLS = 8;

interface FieldText {
  /** UTF-16 offsets within the record. */
  readonly start: number;
  readonly end: number;
  readonly raw: string;
  readonly flags: number;
}

/**
 * Reports violations of CSV's grammar in the record scanned last, and spaces beside delimiters. `isWhole`: the record
 * has the expected number of fields; otherwise it is uncertain where a quoted value ends.
 */
export function checkFields(scanner: RecordScanner, isWhole: boolean, report: Report): void {
  for (let i = 0; i < scanner.locatedFieldCount; i++) {
    const flags = scanner.fieldFlags[i]!;
    if ((flags & ~(FieldFlag.Quoted | FieldFlag.Doubled)) === 0) continue;
    const field = locate(scanner, i);
    if (flags & FieldFlag.ByteOrderMark) checkMarks(field, report);
    if (flags & FieldFlag.Unclosed) checkUnclosed(field, isWhole, report);
    else if (flags & FieldFlag.Stray) checkStray(field, isWhole, report);
    else if (flags & FieldFlag.Space) checkSpaces(field, isWhole, report);
    if (flags & FieldFlag.Control) checkControls(field, report);
    if (flags & FieldFlag.Typographic) i = checkTypographic(scanner, i, isWhole, report);
  }
}

function locate(scanner: RecordScanner, index: number): FieldText {
  const start = scanner.starts[index]!;
  const end = scanner.ends[index]!;
  return {
    start: start - scanner.start,
    end: end - scanner.start,
    raw: scanner.text.slice(start, end),
    flags: scanner.fieldFlags[index]!,
  };
}

/**
 * Reports a byte order mark before a record: the file's own if the file begins with the record, otherwise one from
 * another file.
 */
export function checkLeadingMark(scanner: RecordScanner, report: Report): void {
  if (scanner.text.charCodeAt(scanner.start) === BYTE_ORDER_MARK) report(markAt(0));
}

function checkMarks({ start, raw }: FieldText, report: Report): void {
  let found = 0;
  for (let at = raw.indexOf('\ufeff'); at >= 0 && found < MAX_CONTROLS; at = raw.indexOf('\ufeff', at + 1)) {
    report(markAt(start + at));
    found++;
  }
}

function markAt(start: number): Finding {
  const span = { start, end: start + 1 };
  return {
    code: 'csv/byte-order-mark',
    ...span,
    fixes: () => [{ title: 'Remove the byte order mark', certainty: 'certain', edits: [{ ...span, text: '' }] }],
  };
}

function checkUnclosed({ start, raw }: FieldText, isWhole: boolean, report: Report): void {
  const end = start + raw.trimEnd().length;
  report({
    code: 'csv/unclosed-quote',
    start: start + raw.length - raw.trimStart().length,
    end,
    fixes: () => [
      {
        ...(isWhole
          ? { title: 'Close the quote', certainty: 'certain' }
          : { title: 'Close the quote (assumes that the value ends here)', certainty: 'guess' }),
        edits: [{ start: end, end, text: '"' }],
      },
    ],
  });
}

function checkStray(field: FieldText, isWhole: boolean, report: Report): void {
  const { start, end, raw, flags } = field;
  const quoted = (flags & FieldFlag.Quoted) !== 0;
  const place = quoted ? closingQuote(raw) : raw.indexOf('"');
  report({
    code: 'csv/stray-quote',
    ...(quoted ? { variant: 'after-closing-quote' } : {}),
    start: start + place,
    end: quoted ? end : start + place + 1,
    fixes: () => {
      const text = canonicalField(fieldValue(raw, flags).trim(), quoted);
      const edits = [{ start, end, text }];
      if (isWhole)
        return [{ title: quoted ? 'Keep only the outer quotes' : 'Remove the quote', certainty: 'certain', edits }];
      return [
        {
          title: 'Remove the quotes in the value (assumes that the value ends where it seems to)',
          certainty: 'guess',
          edits,
        },
      ];
    },
  });
}

/** Index of the first quote in `raw` that would close the field. */
function closingQuote(raw: string): number {
  for (let at = raw.indexOf('"') + 1; at < raw.length; at++) {
    if (raw[at] !== '"') continue;
    if (raw[at + 1] !== '"') return at;
    at++;
  }
  return raw.length - 1;
}

function checkSpaces({ start, raw, flags }: FieldText, isWhole: boolean, report: Report): void {
  const spans = outerSpaces(raw, start);
  if (flags & FieldFlag.Quoted) {
    // The value is between the quotes, and spaces at its ends are as wrong as those outside.
    const open = raw.indexOf('"') + 1;
    spans.push(...outerSpaces(raw.slice(open, raw.lastIndexOf('"')), start + open));
  }
  for (const span of spans) {
    const text = raw.slice(span.start - start, span.end - start);
    const other = Array.from(text).find((character) => character.charCodeAt(0) !== SPACE);
    report({
      code: 'csv/space-around-delimiter',
      ...(other === undefined ? {} : { variant: 'look-alike', args: [characterName(other)] }),
      ...span,
      // If there are too many fields, one may be the rest of a value with a comma, and then its spaces belong to that
      // value.
      fixes: () =>
        isWhole ? [{ title: 'Remove the spaces', certainty: 'certain', edits: [{ ...span, text: '' }] }] : [],
    });
  }
}

/** The spans of spaces and similar characters at both ends of `text`, which is at `start` of the record. */
function outerSpaces(text: string, start: number): Span[] {
  let before = 0;
  while (before < text.length && isSpaceLike(text.charCodeAt(before))) before++;
  let after = 0;
  while (before + after < text.length && isSpaceLike(text.charCodeAt(text.length - 1 - after))) after++;
  const end = start + text.length;
  return [
    { start, end: start + before },
    { start: end - after, end },
  ].filter((span) => span.end > span.start);
}

function checkControls({ start, raw }: FieldText, report: Report): void {
  let found = 0;
  for (let i = 0; i < raw.length && found < MAX_CONTROLS; i++) {
    const code = raw.charCodeAt(i);
    if (!isForbiddenControl(code)) continue;
    const name = code === 0 ? 'NUL' : `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
    report({ code: 'csv/control-character', start: start + i, end: start + i + 1, args: [name] });
    found++;
  }
}

/**
 * Reports field `index`, which begins or ends with a typographic quote. Where the quotes enclose delimiters, the fields
 * up to the closing quote belong to it. Returns the index of the last of these.
 */
function checkTypographic(scanner: RecordScanner, index: number, isWhole: boolean, report: Report): number {
  const last = closingField(scanner, index);
  const { start, raw: opening } = locate(scanner, index);
  const { end } = locate(scanner, last);
  const raw = scanner.text.slice(scanner.start + start, scanner.start + end);
  const trimmed = opening.trim();
  const mark =
    Array.from(trimmed).find((character) => isTypographicQuote(character.charCodeAt(0))) ?? trimmed.charAt(0);
  report({
    code: 'csv/smart-quote',
    start,
    end,
    args: [mark],
    fixes: () => {
      const value = raw.trim().replace(STRAIGHT_QUOTES, '').replaceAll(OUTER_QUOTES, '');
      const edits = [{ start, end, text: canonicalField(value.replaceAll('"', ''), true) }];
      if (isWhole || last > index || isTypographicQuote(trimmed.charCodeAt(trimmed.length - 1)))
        return [{ title: 'Use straight quotes', certainty: 'certain', edits }];
      return [{ title: 'Use straight quotes (assumes that the value ends here)', certainty: 'guess', edits }];
    },
  });
  return last;
}

function closingField(scanner: RecordScanner, index: number): number {
  const first = locate(scanner, index).raw.trim();
  const opens = (text: string) => isTypographicQuote(text.charCodeAt(0));
  const closes = (text: string) => text.length > 1 && isTypographicQuote(text.charCodeAt(text.length - 1));
  if (!opens(first) || closes(first)) return index;
  for (let i = index + 1; i < scanner.locatedFieldCount; i++) {
    const text = locate(scanner, i).raw.trim();
    if (closes(text) && !opens(text)) return i;
    if (opens(text)) break;
  }
  return index;
}
