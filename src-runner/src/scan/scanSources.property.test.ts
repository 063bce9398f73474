import { rmSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ntfsNameKey } from '#core/names/ntfsName';
import { blobDatasetText } from '#core/examples/exampleFile';
import { PlannedContents } from '../plan/plannedContents';
import { contentsData } from '../plan/jobPlan';
import { planJob } from '../plan/planJob';
import { layoutNtfs } from '../volume/ntfs/layout';
import { scanText, temporaryDirectory, writeTree } from '../../test/sourceTree';

const name = fc.constantFrom('a', 'A', 'b', 'É', 'é', 'k', '\u212a', 'ss', 'x y', '&');
/** Paths of files below a directory. No name is both a file and a directory. */
const paths = fc
  .array(fc.array(name, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 8 })
  .map((all) =>
    all.map((parts) => parts.map((part, depth) => (depth < parts.length - 1 ? `d${part}` : `f${part}`)).join('/')),
  );
const destination = fc.constantFrom('data/', 'data/da/', 'data/dA/', 'data/x', 'other/');

/** The blobs that rows write, each with its source, computed in the simplest way. */
function blobsOf(rows: readonly { readonly prefix: string; readonly files: readonly string[] }[]): string[] {
  return rows.flatMap(({ prefix, files }) => [...new Set(files)].map((file) => prefix + file));
}

/** Whether NTFS would take two of them for one file, or two spellings for one directory. */
function collide(blobs: readonly string[]): boolean {
  if (new Set(blobs).size < blobs.length) return true;
  const spelling = new Map<string, string>();
  for (const blob of blobs) {
    const parts = blob.split('/');
    for (let end = 1; end <= parts.length; end++) {
      const path = parts.slice(0, end).join('/');
      const key = ntfsNameKey(path);
      const spelt = path + (end < parts.length ? '/' : '');
      if ((spelling.get(key) ?? spelt) !== spelt) return true;
      spelling.set(key, spelt);
    }
  }
  return false;
}

describe('a scan of any trees', () => {
  it('finds all files, and what collides, as the simplest means do; what it lets pass can be laid out', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(paths, destination), { minLength: 1, maxLength: 3 }), async (rows) => {
        const root = temporaryDirectory();
        try {
          rows.forEach(([files], index) => {
            writeTree(root, Object.fromEntries(files.map((file) => [`row${index}/${file}`, 10])));
          });
          const text = blobDatasetText(...rows.map(([, prefix], index) => `F:\\row${index}\\,${prefix},BlockBlob,,,`));
          const { catalogue, findings } = await scanText(root, text);
          const expected = blobsOf(rows.map(([files, prefix]) => ({ prefix, files })));
          expect(catalogue.files.count).toBe(expected.length);
          expect(findings.counts.errors > 0).toBe(collide(expected));
          if (findings.counts.errors > 0) return;

          const job = planJob(catalogue, {
            sessionId: 'session#1',
            created: 0n,
            drives: [{ letter: 'G', target: 'g', kind: 'image' }],
          });
          const contents = new PlannedContents(contentsData(job, job.drives[0]!.columns));
          const blobs = Array.from({ length: contents.copiedFileCount }, (_, file) => contents.blobPathOf(file));
          expect(blobs.sort()).toEqual(expected.sort());
          expect(() =>
            layoutNtfs(contents, {
              volumeBytes: 'smallest',
              label: '',
              serial: 0n,
              created: 0n,
              partitionOffset: 0,
              lastFileIsLate: true,
            }),
          ).not.toThrow();
        } finally {
          rmSync(root, { recursive: true });
        }
      }),
      { numRuns: 150 },
    );
  });
});
