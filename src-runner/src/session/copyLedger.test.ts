import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCopyProgress } from '#core/journal/copyProgress';
import { CopyLedger } from './copyLedger';

const isPageBlob = (file: number): boolean => file % 3 === 2;
const bytes = (length: number, seed: number): Uint8Array => Uint8Array.from({ length }, (_, index) => (seed * 31 + index * 7) & 255);
const size = 1e12;

/** What happens to a file; the number tells hashes apart. */
const event = fc.record({ file: fc.nat(12), what: fc.constantFrom('range', 'range', 'range', 'done', 'changed', 'vanished', 'take'), seed: fc.nat(255) });

/** Everything a ledger knows of the first files. */
function contents(ledger: CopyLedger): unknown {
  return Array.from({ length: 14 }, (_, file) => ({
    state: ledger.stateOf(file),
    sha256: ledger.stateOf(file) === 'done' ? [...ledger.sha256Of(file)] : undefined,
    ranges: [...ledger.rangesOf(file, size, isPageBlob(file))].map(({ offset, length, md5 }) => [offset, length, [...md5]]),
  }));
}

describe('A ledger', () => {
  it('knows what it was told, and so does one that is read from its lines', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 80 }), (events) => {
        const ledger = new CopyLedger();
        const expected = Array.from({ length: 14 }, () => ({ state: 'unknown', sha256: undefined as number[] | undefined, ranges: [] as unknown[] }));
        const lines: string[] = [];
        for (const { file, what, seed } of events) {
          const known = expected[file]!;
          if (what === 'take') {
            lines.push(ledger.takeLines(isPageBlob));
            continue;
          }
          if (known.state !== 'partial') known.ranges = [];
          known.sha256 = undefined;
          if (what === 'range') {
            const index = known.ranges.length;
            const md5 = bytes(16, seed);
            if (isPageBlob(file)) ledger.pageRange(file, index * 8192, 512 + seed * 512, md5);
            else ledger.block(file, md5);
            known.ranges.push(isPageBlob(file) ? [index * 8192, 512 + seed * 512, [...md5]] : [index * 4194304, 4194304, [...md5]]);
            known.state = 'partial';
          } else if (what === 'done') {
            ledger.done(file, bytes(32, seed));
            known.state = 'done';
            known.sha256 = [...bytes(32, seed)];
          } else {
            ledger.failed(file, what);
            known.state = what;
            known.ranges = [];
          }
        }
        lines.push(ledger.takeLines(isPageBlob));
        expect(contents(ledger)).toEqual(expected);
        expect(ledger.takeLines(isPageBlob)).toBe('');
        expect([...ledger.failures()]).toEqual(expected.flatMap(({ state }, file) => (state === 'changed' || state === 'vanished' ? [{ file, failure: state }] : [])));

        const again = new CopyLedger();
        for (const text of lines) {
          readCopyProgress(text, again);
          again.forgetChanges();
        }
        expect(contents(again)).toEqual(expected);
      }),
      { numRuns: 500 },
    );
  });

  it('ends a block at the end of its file', () => {
    const ledger = new CopyLedger();
    ledger.block(0, bytes(16, 1));
    ledger.block(0, bytes(16, 2));
    expect([...ledger.rangesOf(0, 4194304 + 5, false)].map(({ offset, length }) => [offset, length])).toEqual([
      [0, 4194304],
      [4194304, 5],
    ]);
  });

  it('grows to many files', () => {
    const ledger = new CopyLedger();
    for (let file = 0; file < 5000; file++) {
      ledger.block(file, bytes(16, file));
      ledger.done(file, bytes(32, file));
    }
    expect([...ledger.sha256Of(4999)]).toEqual([...bytes(32, 4999)]);
    expect([...[...ledger.rangesOf(1234, 5, false)][0]!.md5]).toEqual([...bytes(16, 1234)]);
  });
});
