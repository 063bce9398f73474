import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ntfsNameKey } from '#core/names/ntfsName';
import { entryName, NameCollisionError, orderEntries } from './entryOrder';
import { testTree } from '../../../test/ntfsVolume';

/** By UTF-16 units, like JavaScript's string comparison. */
function byKey(a: string, b: string): number {
  return ntfsNameKey(a) < ntfsNameKey(b) ? -1 : 1;
}

const unit = fc.oneof(
  fc.constantFrom('a', 'A', 'b', 'z', '\u{1f600}', '\uffff', '\ue000', 'ÿ', 'µ'),
  fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
);
const names = fc.uniqueArray(
  fc.string({ unit, minLength: 1, maxLength: 12 }).filter((name) => !name.includes('/')),
  { selector: ntfsNameKey, maxLength: 400 },
);

describe('the entries of a directory', () => {
  it('are in the order of their upper-case UTF-16 units', () => {
    fc.assert(
      fc.property(names, fc.boolean(), (list, isSorted) => {
        const files = isSorted ? [...list].sort(byKey) : list;
        const tree = testTree(files.map((path) => ({ path, size: 0 })));
        const order = orderEntries(tree, []);
        const found = Array.from(order.entries, (entry) => entryName(tree, [], entry));
        expect(found).toEqual([...list].sort(byKey));
      }),
    );
  });

  it('are those of each directory together, files and directories and extra names', () => {
    const tree = testTree(
      ['b/2', 'b/1', 'c/x', 'a'].map((path) => ({ path, size: 0 })),
      ['b/0'],
    );
    const { start, entries } = orderEntries(tree, ['$x', 'Bb']);
    const lists = Array.from({ length: tree.directoryCount }, (_, directory) =>
      Array.from(entries.subarray(start[directory], start[directory + 1]), (entry) =>
        entryName(tree, ['$x', 'Bb'], entry),
      ),
    );
    expect(lists).toEqual([['$x', 'a', 'b', 'Bb', 'c'], ['0', '1', '2'], [], ['x']]);
  });

  it('collide where only their case differs, however many there are', () => {
    const files = Array.from({ length: 5000 }, (_, index) => ({ path: `d/name ${(index * 7) % 5000}`, size: 0 }));
    files[1234] = { path: 'd/NAME 17', size: 0 };
    expect(() => orderEntries(testTree(files), [])).toThrow(NameCollisionError);
  });
});
