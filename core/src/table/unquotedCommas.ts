import { COMMA } from '../csv/characters';
import { FieldFlag } from '../csv/recordScanner';
import type { RecordScanner } from '../csv/recordScanner';
import { datasetValues } from '../columns/datasetColumns';
import { pathKind } from '../names/windowsPath';
import type { Span } from '../text/position';

/** Records with more surplus fields than this are not examined, so that a line of commas stays cheap. */
const MAX_SURPLUS = 8;

const values = (key: 'type' | 'disposition'): ReadonlySet<string> =>
  new Set([...datasetValues('blob', key), ...datasetValues('files', key), ''].map((value) => value.toLowerCase()));
const types = values('type');
const dispositions = values('disposition');

const isPath = (text: string): boolean => {
  const kind = pathKind(text);
  if (kind === 'native-absolute') return !text.includes('\\');
  return (kind === 'drive-absolute' || kind === 'unc') && !text.includes('/');
};

/** Whether a text can be a value of each column of a dataset, to tell where values end. */
const fits: Readonly<Record<string, (text: string) => boolean>> = {
  basePath: isPath,
  destination: (text) => /^\$?[a-z0-9][a-z0-9-]*(?:\/|$)/i.test(text) && !text.includes('\\'),
  type: (text) => types.has(text.toLowerCase()),
  disposition: (text) => dispositions.has(text.toLowerCase()),
  metadataFile: (text) => text === '' || /^none$/i.test(text) || isPath(text),
  propertiesFile: (text) => text === '' || /^none$/i.test(text) || isPath(text),
};

/** Columns whose values may hold a comma. */
const freeText = ['basePath', 'destination', 'metadataFile', 'propertiesFile'];

/**
 * The unquoted values of a record that contain commas, if the columns show them: there must be exactly one way to join
 * the surplus fields so that each column has a value of its kind. Otherwise empty.
 */
export function unquotedCommas(scanner: RecordScanner, keys: readonly (string | undefined)[]): Span[] {
  const { fieldCount, text, start, starts, ends, fieldFlags } = scanner;
  const surplus = fieldCount - keys.length;
  if (surplus < 1 || surplus > MAX_SURPLUS || scanner.shape.delimiter !== COMMA || !keys.includes('basePath'))
    return [];
  const readings: Span[][] = [];
  const chosen: Span[] = [];
  const spanOf = (first: number, last: number): Span => {
    const raw = text.slice(starts[first], ends[last]);
    const from = starts[first]! - start + raw.length - raw.trimStart().length;
    return { start: from, end: from + raw.trim().length };
  };
  const isWholeBefore = (field: number, further: number): boolean =>
    Array.from({ length: further }, (_, i) => text.slice(starts[field + i], ends[field + i]).trimEnd()).some((part) =>
      /[\\/]$/.test(part),
    );
  const place = (column: number, field: number): void => {
    if (readings.length > 1) return;
    if (column === keys.length) {
      if (field === fieldCount) readings.push([...chosen]);
      return;
    }
    const key = keys[column];
    const left = fieldCount - field - (keys.length - column);
    const longest = key !== undefined && freeText.includes(key) ? left : 0;
    for (let further = 0; further <= longest; further++) {
      if (further > 0 && fieldFlags[field + further]! & FieldFlag.Quoted) break;
      if (further > 0 && fieldFlags[field]! & FieldFlag.Quoted) break;
      const span = spanOf(field, field + further);
      const raw = text.slice(start + span.start, start + span.end);
      if (key !== undefined && !fits[key]!(fieldFlags[field]! & FieldFlag.Quoted ? raw.replaceAll('"', '') : raw))
        continue;
      // If the path before the comma is complete, what follows does not belong to it.
      if (further > 0 && isWholeBefore(field, further)) continue;
      if (further > 0) chosen.push(span);
      place(column + 1, field + further + 1);
      if (further > 0) chosen.pop();
    }
  };
  place(0, 0);
  return readings.length === 1 ? readings[0]! : [];
}
