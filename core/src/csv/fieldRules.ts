import type { Report } from '../rules/finding';
import type { Span } from '../text/position';
import { TYPOGRAPHIC_QUOTES, isForbiddenControl, isTypographicQuote } from './characters';
import { canonicalField } from './canonicalField';
import { FieldFlag } from './recordScanner';
import type { RecordScanner } from './recordScanner';
import { fieldValue } from './scannedField';

/** A quote of any kind at either end. */
const OUTER_QUOTES = new RegExp(`^[${TYPOGRAPHIC_QUOTES}"]|[${TYPOGRAPHIC_QUOTES}"]$`, 'g');

/** Control characters that one field can have underlined; a binary file would have thousands. */
const MAX_CONTROLS = 8;

interface FieldText {
  /** UTF-16 offsets within the record. */
  readonly start: number;
  readonly end: number;
  readonly raw: string;
  readonly flags: number;
}

/** Reports what breaks CSV's grammar in the record that `scanner` found last, and spaces beside delimiters. */
export function checkFields(scanner: RecordScanner, report: Report): void {
  for (let i = 0; i < scanner.locatedFieldCount; i++) {
    const flags = scanner.fieldFlags[i]!;
    if ((flags & ~(FieldFlag.Quoted | FieldFlag.Doubled)) === 0) continue;
    const field = locate(scanner, i);
    if (flags & FieldFlag.Unclosed) checkUnclosed(field, report);
    else if (flags & FieldFlag.Stray) checkStray(field, report);
    else if (flags & FieldFlag.Space) checkSpaces(field, report);
    if (flags & FieldFlag.Control) checkControls(field, report);
    if (flags & FieldFlag.Typographic) i = checkTypographic(scanner, i, report);
  }
}

function locate(scanner: RecordScanner, index: number): FieldText {
  const start = scanner.starts[index]!;
  const end = scanner.ends[index]!;
  return { start: start - scanner.start, end: end - scanner.start, raw: scanner.text.slice(start, end), flags: scanner.fieldFlags[index]! };
}

function checkUnclosed({ start, raw }: FieldText, report: Report): void {
  const end = start + raw.trimEnd().length;
  report({
    code: 'csv/unclosed-quote',
    start: start + raw.length - raw.trimStart().length,
    end,
    fixes: () => [{ title: 'Close the quote', edits: [{ start: end, end, text: '"' }] }],
  });
}

function checkStray(field: FieldText, report: Report): void {
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
      return [{ title: quoted ? 'Keep only the outer quotes' : 'Remove the quote', edits: [{ start, end, text }] }];
    },
  });
}

/** Index of the first quote in `raw` that would close it. */
function closingQuote(raw: string): number {
  for (let at = raw.indexOf('"') + 1; at < raw.length; at++) {
    if (raw[at] !== '"') continue;
    if (raw[at + 1] !== '"') return at;
    at++;
  }
  return raw.length - 1;
}

function checkSpaces({ start, raw, flags }: FieldText, report: Report): void {
  const spans = outerSpaces(raw, start);
  if (flags & FieldFlag.Quoted) {
    // What stands between the quotes is the value: its outer spaces are as wrong as those outside.
    const open = raw.indexOf('"') + 1;
    spans.push(...outerSpaces(raw.slice(open, raw.lastIndexOf('"')), start + open));
  }
  for (const span of spans) {
    report({ code: 'csv/space-around-delimiter', ...span, fixes: () => [{ title: 'Remove the spaces', edits: [{ ...span, text: '' }] }] });
  }
}

/** The spaces at both ends of `text`, which stands at `start` of the record. */
function outerSpaces(text: string, start: number): Span[] {
  const end = start + text.length;
  const before = text.length - text.replace(/^ +/, '').length;
  let after = 0;
  while (before + after < text.length && text[text.length - 1 - after] === ' ') after++;
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
 * Reports field `index`, which begins or ends with a typographic quote. Where the quotes enclose delimiters,
 * the fields up to the closing one belong to it. Returns the index of the last of them.
 */
function checkTypographic(scanner: RecordScanner, index: number, report: Report): number {
  const last = closingField(scanner, index);
  const { start, raw: opening } = locate(scanner, index);
  const { end } = locate(scanner, last);
  const raw = scanner.text.slice(scanner.start + start, scanner.start + end);
  const trimmed = opening.trim();
  const mark = isTypographicQuote(trimmed.charCodeAt(0)) ? trimmed[0]! : trimmed.at(-1)!;
  report({
    code: 'csv/smart-quote',
    start,
    end,
    args: [mark],
    fixes: () => {
      const value = raw.trim().replaceAll(OUTER_QUOTES, '');
      return [{ title: 'Write straight quotes', edits: [{ start, end, text: canonicalField(value.replaceAll('"', ''), true) }] }];
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
