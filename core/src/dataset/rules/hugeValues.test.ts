import { describe, expect, it } from 'vitest';
import type { Field } from '../../csv/field';
import { datasetColumns } from '../../columns/datasetColumns';
import type { DatasetRow } from '../../columns/datasetColumns';
import { datasetRules } from './index';
import { testContext } from '../../../test/datasetRow';

const length = 2_000_000;
const units = [
  'a',
  '/',
  '\\',
  '.',
  '*',
  '"',
  ' ',
  '-',
  'a.',
  './',
  'a/',
  '\\\\',
  '://',
  'a-',
  '\u0001',
  '😀',
  '?',
  'F:\\',
  'photos/',
];

/** A row with the same text in every field. */
function rowOf(value: string, dialect: 'blob' | 'files'): DatasetRow {
  const raw = `"${value.replaceAll('"', '""')}"`;
  const field: Field = { value, raw, start: 0, end: raw.length, quoted: true };
  return Object.fromEntries(datasetColumns(dialect).map(({ key }) => [key, field])) as unknown as DatasetRow;
}

describe('a field of two million characters', () => {
  it.each([...units, 'x\\', 'x"', 'F:/', 'https://'])(
    'made of %j has a bounded number of findings, with fixes',
    (unit) => {
      for (const dialect of ['blob', 'files'] as const) {
        const row = rowOf(unit.repeat(length / unit.length), dialect);
        let found = 0;
        for (const rule of datasetRules) {
          rule.check(row, { ...testContext, dialect }, ({ fixes }) => {
            found++;
            expect(fixes?.().length ?? 0).toBeLessThanOrEqual(2);
          });
        }
        expect(found).toBeLessThanOrEqual(60);
      }
    },
  );
});
