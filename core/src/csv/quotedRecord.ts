import { FieldFlag } from './recordScanner';
import type { RecordScanner } from './recordScanner';
import { fieldValue } from './scannedField';

/** A field with this many delimiters is a whole record in quotes, not a value. */
const DELIMITERS = 2;

/**
 * The content of a record that is quoted as a whole, as a shell's `echo "…"` may leave it; `undefined` for any other
 * record.
 */
export function quotedRecord(scanner: RecordScanner): string | undefined {
  if (scanner.fieldCount !== 1) return undefined;
  const flags = scanner.fieldFlags[0]!;
  if ((flags & FieldFlag.Quoted) === 0 || (flags & (FieldFlag.Stray | FieldFlag.Unclosed)) !== 0) return undefined;
  const inner = fieldValue(scanner.text.slice(scanner.starts[0], scanner.ends[0]), flags);
  if (/[\r\n]/.test(inner)) return undefined;
  const delimiter = String.fromCharCode(scanner.shape.delimiter);
  return inner.split(delimiter, DELIMITERS + 1).length > DELIMITERS || isPair(inner, delimiter) ? inner : undefined;
}

/** True for two non-empty fields: a header of two columns, or a record below one. */
function isPair(inner: string, delimiter: string): boolean {
  const [first = '', second = ''] = inner.split(delimiter);
  return first.trim() !== '' && /^\s*["$a-z]/i.test(second) && !second.startsWith(' ');
}
