import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCopyProgress } from '#core/journal/copyProgress';
import { CopyLedger } from './copyLedger';

const isPageBlob = (file: number): boolean => file % 3 === 2;
const bytes = (length: number, seed: number): Uint8Array =>
  Uint8Array.from({ length }, (_, index) => (seed * 31 + index * 7) & 255);
const size = 1e12;

/** What happens to a file; the number makes its hashes differ. */
const event = fc.record({
  file: fc.nat(12),
  what: fc.constantFrom('range', 'range', 'range', 'done', 'changed', 'vanished', 'take'),
  seed: fc.nat(255),
});

/** Everything a ledger knows of the first files. */
function contents(ledger: CopyLedger): unknown {
  return Array.from({ length: 14 }, (_, file) => ({
    state: ledger.stateOf(file),
    sha256: ledger.stateOf(file) === 'done' ? [...ledger.sha256Of(file)] : undefined,
    ranges: [...ledger.rangesOf(file, size, isPageBlob(file))].map(({ offset, length, md5 }) => [
      offset,
      length,
      [...md5],
    ]),
  }));
}

describe('A ledger', () => {
  it('knows what it was told, and so does one that is read from its lines', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 80 }), (events) => {
        const ledger = new CopyLedger();
        const expected = Array.from({ length: 14 }, () => ({
          state: 'unknown',
          sha256: undefined as number[] | undefined,
          ranges: [] as unknown[],
        }));
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
            known.ranges.push(
              isPageBlob(file) ? [index * 8192, 512 + seed * 512, [...md5]] : [index * 4194304, 4194304, [...md5]],
            );
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
        expect([...ledger.failures()]).toEqual(
          expected.flatMap(({ state }, file) =>
            state === 'changed' || state === 'vanished' ? [{ file, failure: state }] : [],
          ),
        );

        const again = new CopyLedger();
        for (const text of lines) {
          readCopyProgress(text, again);
          again.forgetChanges();
        }
        expect(contents(again)).toEqual(expected);
      }),
      { numRuns: 1000 },
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

  it('takes what the copy brings: files, parts of one, and failures', () => {
    const ledger = new CopyLedger();
    const columns = (...ranges: (readonly [offset: number, length: number, seed: number])[]) => ({
      offsets: Float64Array.from(ranges, ([offset]) => offset),
      lengths: Float64Array.from(ranges, ([, length]) => length),
      md5s: Uint8Array.from(ranges.flatMap(([, , seed]) => [...bytes(16, seed)])),
    });
    const failure = { file: 1, path: '/a', reason: 'vanished' as const, message: '' };
    const sha256 = Uint8Array.from([...bytes(32, 1), ...bytes(32, 0), ...bytes(32, 3)]);
    const ranges = columns([0, 5, 1], [65_536, 512, 2], [131_072, 1024, 3]);
    ledger.take(
      {
        kind: 'files',
        firstFile: 0,
        fileCount: 3,
        sha256,
        rangeCounts: Uint32Array.of(1, 0, 2),
        ranges,
        failures: [failure],
        next: { file: 3, block: 0 },
      },
      isPageBlob,
    );
    ledger.take({ kind: 'blocks', file: 3, ranges: columns([0, 4194304, 4]), next: { file: 3, block: 1 } }, isPageBlob);
    expect(ledger.next).toEqual({ file: 3, block: 1 });
    ledger.take(
      { kind: 'blocks', file: 3, ranges: columns([4194304, 9, 5]), sha256: bytes(32, 5), next: { file: 4, block: 0 } },
      isPageBlob,
    );
    ledger.take({ kind: 'blocks', file: 4, ranges: columns([0, 4194304, 6]), next: { file: 4, block: 1 } }, isPageBlob);
    ledger.take(
      {
        kind: 'blocks',
        file: 4,
        ranges: columns(),
        failure: { ...failure, file: 4, reason: 'changed' },
        next: { file: 5, block: 0 },
      },
      isPageBlob,
    );
    // A resumed copy retries a failed file without going back to it.
    ledger.take(
      { kind: 'blocks', file: 1, ranges: columns([0, 3, 7]), sha256: bytes(32, 7), next: undefined },
      isPageBlob,
    );
    expect(ledger.next).toEqual({ file: 5, block: 0 });
    expect([0, 1, 2, 3, 4].map((file) => ledger.stateOf(file))).toEqual(['done', 'done', 'done', 'done', 'changed']);
    const seedOf = (hash: Uint8Array) => [1, 2, 3, 4, 5, 6, 7].find((seed) => bytes(1, seed)[0] === hash[0]);
    const rangesOf = (file: number) =>
      [...ledger.rangesOf(file, 4194313, isPageBlob(file))].map(({ offset, md5 }) => [offset, seedOf(md5)]);
    expect([0, 1, 2, 3, 4].map(rangesOf)).toEqual([
      [[0, 1]],
      [[0, 7]],
      [
        [65_536, 2],
        [131_072, 3],
      ],
      [
        [0, 4],
        [4194304, 5],
      ],
      [],
    ]);
    expect([0, 1, 2, 3].map((file) => seedOf(ledger.sha256Of(file)))).toEqual([1, 7, 3, 5]);
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
