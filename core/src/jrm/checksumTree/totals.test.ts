import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Steps } from '../../work/steps';
import type { ByteText } from '../byteText';
import { ChecksumTreeBuilder } from './checksumTreeBuilder';
import { mappedTotals } from './totals';

interface File {
  readonly path: string;
  readonly size: number;
}

const text = (value: string): ByteText => {
  const bytes = new TextEncoder().encode(value);
  return { bytes, start: 0, end: bytes.length };
};

function finished<T>(steps: Steps<T>): T {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

function totalsOf(files: readonly File[], sources: readonly string[]) {
  const builder = new ChecksumTreeBuilder();
  for (const { path, size } of files)
    builder.add({ filePath: text(path), driveId: text(''), blobPath: text(''), size, offset: 0, length: 0 });
  return mappedTotals(finished(builder.finish()), sources);
}

const name = fc.constantFrom('a', 'b', 'c', 'aa');
const path = fc.array(name, { minLength: 1, maxLength: 4 }).map((names) => `F:\\${names.join('\\')}`);
const isIn = (file: string, source: string): boolean =>
  file === source || file.startsWith(source.endsWith('\\') ? source : `${source}\\`);

describe('What each mapping brings', () => {
  it('is the files that no other mapping is nearer to', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(path, { maxLength: 20 }).chain((paths) =>
          // A path is a file or a directory, not both.
          fc.constant(
            paths
              .filter((one) => !paths.some((other) => other !== one && isIn(other, one)))
              .map((one, index) => ({ path: one, size: 10 ** (index % 5) })),
          ),
        ),
        fc.uniqueArray(
          fc.oneof(
            path,
            path.map((directory) => `${directory}\\`),
            fc.constant('F:\\'),
          ),
          { maxLength: 6, selector: (source) => source.replace(/\\$/, '') },
        ),
        (files, sources) => {
          const expected = sources.map(() => ({ files: 0, bytes: 0 }));
          for (const file of files) {
            const around = sources
              .map((source, index) => ({ source: source.replace(/\\$/, ''), index }))
              .filter(({ source }) => isIn(file.path, source));
            const nearest = around.sort((one, other) => other.source.length - one.source.length)[0];
            if (!nearest) continue;
            expected[nearest.index]!.files++;
            expected[nearest.index]!.bytes += file.size;
          }
          expect(totalsOf(files, sources)).toEqual(expected);
        },
      ),
    );
  });

  it('is nothing of a source that is named again', () => {
    const files = [
      { path: '/data/a', size: 1 },
      { path: '/data/b', size: 2 },
    ];
    expect(totalsOf(files, ['/data/', '/data', '/', '/elsewhere'])).toEqual([
      { files: 2, bytes: 3 },
      { files: 0, bytes: 0 },
      { files: 0, bytes: 0 },
      { files: 0, bytes: 0 },
    ]);
  });

  it('is counted where sizes are not known', () => {
    expect(totalsOf([{ path: '\\\\nas\\share\\a.txt', size: NaN }], ['\\\\nas\\share\\'])).toEqual([
      { files: 1, bytes: 0 },
    ]);
  });
});
