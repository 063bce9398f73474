import { expect, it } from 'vitest';
import { canonicalField } from './canonicalField';
import { csvShape } from './csvShape';
import { FieldFlag, RecordScanner } from './recordScanner';

it('A value is quoted where bare text would be read as something else', () => {
  const scanner = new RecordScanner(csvShape('a,b', 'unknown'));
  for (const value of ['‟x', 'x„', 'a b', 'a"b', 'a,b', 'a;b', 'a\tb', 'a\nb']) {
    scanner.scan(canonicalField(value), 0);
    expect([scanner.fieldCount, scanner.fieldFlags[0]! & FieldFlag.Quoted, scanner.wellFormed]).toEqual([
      1,
      FieldFlag.Quoted,
      true,
    ]);
  }
  expect(canonicalField('F:\\Photos\\')).toBe('F:\\Photos\\');
  expect(canonicalField('')).toBe('');
  expect(canonicalField('x', true)).toBe('"x"');
});
