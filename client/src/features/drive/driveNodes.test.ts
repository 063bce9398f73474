import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BrowsedEntry } from '../../../../src-runner/src/protocol';
import { localizer } from '#core/text/localize';
import { Quantities } from '../../workbench/quantities';
import { driveNodes, type DriveNode, type ListDirectory } from './driveNodes';
import { drivePathOf, uriPathOf } from './drivePath';

const words = { localize: localizer(), quantities: new Quantities('en') };
const entry = (name: string, type: BrowsedEntry['type'] = 'file', size = 0): BrowsedEntry => ({
  name,
  type,
  size,
  modified: 0,
  created: 0,
});

/** Lists directories from memory. */
const listOf =
  (directories: Readonly<Record<string, readonly BrowsedEntry[]>>): ListDirectory =>
  (path, start, count) => {
    const entries = directories[path]!;
    return Promise.resolve({ entries: entries.slice(start, start + count), hasMore: start + count < entries.length });
  };

describe('The nodes of a drive', () => {
  it('are its directories and files, made when they are opened', async () => {
    const list = listOf({ '': [entry('b.txt', 'file', 1500), entry('dir', 'directory')], '\\dir': [entry('x')] });
    const nodes = await driveNodes('', list, words);
    expect(nodes.map(({ label, context, spoken }) => [label, context, spoken])).toEqual([
      ['dir', 'drive.folder', 'dir, folder'],
      ['b.txt', 'drive.file', 'b.txt, file, 1.5 kB'],
    ]);
    expect((await nodes[0]!.children!()).map(({ drivePath }) => drivePath)).toEqual(['\\dir\\x']);
    expect(nodes[1]!.children).toBeUndefined();
  });

  it('say when a file was changed, as dates are written everywhere', async () => {
    const modified = Date.UTC(2026, 2, 14, 12);
    const list = listOf({ '': [{ ...entry('a', 'file', 1500), modified }, entry('b', 'file', 2)] });
    expect((await driveNodes('', list, words)).map(({ description }) => description)).toEqual([
      `1.5 kB · ${words.quantities.date(modified)}`,
      '2 bytes',
    ]);
  });

  it('stand behind each other where they are many, and none is lost', async () => {
    const many = Array.from({ length: 2500 }, (_, number) => entry(`${number}`));
    const found: string[] = [];
    for (let nodes: readonly DriveNode[] = await driveNodes('', listOf({ '': many }), words); ;) {
      expect(nodes.length).toBeLessThanOrEqual(1001);
      found.push(...nodes.flatMap(({ drivePath }) => drivePath ?? []));
      const more = nodes.find(({ drivePath }) => drivePath === undefined);
      if (!more) break;
      nodes = await more.children!();
    }
    expect(found).toEqual(many.map(({ name }) => `\\${name}`));
  });
});

describe('A path on a drive', () => {
  it('is found again in its URI', () => {
    const name = fc.string({ unit: fc.constantFrom('a', 'é', '#', '%', ' ', '🎈', '.'), minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(fc.array(name, { maxLength: 4 }), (names) => {
        const path = names.map((each) => `\\${each}`).join('');
        expect(drivePathOf(uriPathOf(path))).toBe(path);
      }),
    );
  });
});
