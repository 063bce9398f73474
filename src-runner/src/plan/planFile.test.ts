import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { JobPlan } from './jobPlan';
import { loadPlan, PlanFileError, savePlan } from './planFile';
import { planJob } from './planJob';
import { testCatalogue, testTime } from '../../test/catalogue';

const folder = mkdtempSync(join(tmpdir(), 'sneakernet-plan-'));
const path = join(folder, 'job.jrn.plan');
let plan: JobPlan;
let sha256: string;

beforeAll(() => {
  const small = Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`file-${index}.bin`, index * 1000]));
  const catalogue = testCatalogue(
    { photos: { 'ä.jpg': 3_000_000, 2019: small }, data: { 'huge.img': 90_000_000, 'more.img': 20_000_000 } },
    { metadataFile: '/data/m.xml' },
  );
  const sideFiles = [
    {
      kind: 'metadata' as const,
      path: '/data/m.xml',
      row: 0,
      size: 40,
      times: { created: -5n, modified: testTime, accessed: testTime },
    },
  ];
  plan = planJob(
    { ...catalogue, sideFiles },
    {
      sessionId: 'session#1',
      created: testTime,
      drives: [
        { letter: 'G', target: 'drives/G.vhd', kind: 'image', capacity: 40_000_000, id: 'WD-1' },
        { letter: 'H', target: '/dev/sdb', kind: 'device', capacity: 60_000_000 },
      ],
    },
  );
  sha256 = savePlan(plan, path);
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** The bytes of the plan after damaging them, with a matching checksum. */
function resealed(change: (bytes: Buffer) => Buffer): Buffer {
  const body = change(readFileSync(path).subarray(0, -32));
  return Buffer.concat([body, createHash('sha256').update(body).digest()]);
}

describe('a saved plan', () => {
  it('is the same when it is loaded', () => {
    expect(plan.leftOver).toBeDefined();
    expect(plan.drives.map(({ columns }) => columns.sideFiles)).toEqual([[], [0]]);
    // Layouts are computed again.
    const saved = { ...plan, drives: plan.drives.map((drive) => ({ ...drive, layout: undefined })) };
    expect(loadPlan(path, sha256)).toEqual(saved);
    expect(loadPlan(path)).toEqual(saved);
    expect(createHash('sha256').update(readFileSync(path).subarray(0, -32)).digest('hex')).toBe(sha256);
  });

  it('is for its owner alone, and leaves nothing else behind', () => {
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder)).toEqual(['job.jrn.plan']);
  });

  it('replaces an older one', () => {
    const again = join(folder, 'again.plan');
    writeFileSync(again, 'an older one', { mode: 0o644 });
    expect(savePlan(plan, again)).toBe(sha256);
    expect(statSync(again).mode & 0o777).toBe(0o600);
    rmSync(again);
  });

  it('lies in shared memory when it is loaded, for threads to see', () => {
    const { catalogue, fileDrive, drives } = loadPlan(path);
    for (const { buffer } of [
      catalogue.names,
      catalogue.files.size,
      catalogue.targets.parent,
      fileDrive,
      drives[0]!.columns.files,
    ])
      expect(buffer).toBeInstanceOf(SharedArrayBuffer);
  });

  it('of another session is refused', () => {
    expect(() => loadPlan(path, '0'.repeat(64))).toThrow(
      /job\.jrn\.plan cannot be used: it is not the plan of the session in the journal/,
    );
  });

  it('is refused in words, wherever it is cut off or changed', () => {
    const bytes = readFileSync(path);
    const damaged = join(folder, 'damaged.plan');
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), fc.boolean(), (at, flip, cut) => {
        const copy = Buffer.from(bytes);
        copy[at]! ^= flip;
        writeFileSync(damaged, cut ? bytes.subarray(0, at) : copy);
        expect(() => loadPlan(damaged)).toThrow(PlanFileError);
      }),
      { numRuns: 500 },
    );
    writeFileSync(damaged, Buffer.concat([bytes, Buffer.alloc(1)]));
    expect(() => loadPlan(damaged)).toThrow(/longer/);
    rmSync(damaged);
  });

  it('never leads anybody astray, even with a checksum made to fit', () => {
    const hostile = join(folder, 'hostile.plan');
    const headerEnd = 20 + readFileSync(path).readUInt32LE(16);
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(), fc.uint8Array({ minLength: 1, maxLength: 8 })), { minLength: 1, maxLength: 4 }),
        fc.boolean(),
        (patches, columnsOnly) => {
          writeFileSync(
            hostile,
            resealed((body) => {
              const first = columnsOnly ? headerEnd : 16;
              for (const [at, noise] of patches)
                body.set(
                  noise.subarray(0, body.length - first),
                  first + (at % Math.max(1, body.length - first - noise.length)),
                );
              return body;
            }),
          );
          let loaded: JobPlan;
          try {
            loaded = loadPlan(hostile);
          } catch (error) {
            expect(error).toBeInstanceOf(PlanFileError);
            return;
          }
          // Nothing in an accepted plan points outside.
          const { catalogue, fileDrive, drives } = loaded;
          expect([...catalogue.files.directory].every((directory) => directory < catalogue.directories.count)).toBe(
            true,
          );
          expect([...catalogue.directories.target].every((target) => target < catalogue.targets.count)).toBe(true);
          expect([...fileDrive].every((drive) => drive < drives.length || drive >= 254)).toBe(true);
        },
      ),
      { numRuns: 1000 },
    );
    rmSync(hostile);
  });

  it('takes no memory for what a damaged header says', () => {
    const hostile = join(folder, 'hostile.plan');
    const text = readFileSync(path)
      .toString('latin1')
      .replace(/"files":\d+,"targets"/, '"files":9007199254740,"targets"');
    const bytes = Buffer.from(text, 'latin1');
    const header = /^\{.*?\}\n/.exec(text.slice(20))?.[0] ?? '';
    expect(header).not.toBe('');
    bytes.writeUInt32LE(readFileSync(path).readUInt32LE(16) + bytes.length - readFileSync(path).length, 16);
    writeFileSync(hostile, bytes);
    expect(() => loadPlan(hostile)).toThrow(/cut off/);
    rmSync(hostile);
  });
});
