import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { drivesetEntries } from '#core/driveset/drivesetEntry';
import { openDriveset } from '#core/driveset/drivesetTable';
import { ruleCodes } from '#core/rules/catalogue/index';
import type { Example, ExampleDisk } from '#core/examples/example';
import { examplesOf } from '#core/examples/index';
import { planJob } from '../plan/planJob';
import { summarisePlan } from '../plan/planSummary';
import type { Scan } from './scanSources';
import { scanText, temporaryDirectory, writeTree } from '../../test/sourceTree';

let root: string;

beforeEach(() => {
  root = temporaryDirectory();
});

afterEach(() => {
  rmSync(root, { recursive: true });
});

/** The catalogue's examples that only a scan can judge, on a real disk. */
const codes = ruleCodes.filter(
  (code) => code.startsWith('source/') || code === 'dataset/block-count' || code === 'dataset/share-full',
);

function place(path: string): string {
  return path.replace(/^F:\\/, '').replaceAll('\\', '/');
}

function writeDisk(disk: ExampleDisk): ReadonlySet<string> {
  const unreadable = new Set<string>();
  for (const [path, entry] of Object.entries(disk)) {
    const name = place(path);
    const at = join(root, name);
    mkdirSync(dirname(at), { recursive: true });
    if (entry === 'directory') mkdirSync(at, { recursive: true });
    else if (entry === 'symbolic-link') symlinkSync('a.jpg', at);
    else if (entry === 'special-file') execFileSync('mkfifo', [at]);
    else if (entry === 'not-utf-8') writeFileSync(Buffer.from(at.replace('\ufffd', '\u00e9'), 'latin1'), '');
    else if (entry === 'unreadable') {
      writeFileSync(at, '');
      unreadable.add(at);
    } else writeTree(root, { [name]: typeof entry === 'number' ? entry : entry.text });
  }
  return unreadable;
}

function scanExample({ text, disk = {} }: Example): Promise<Scan> {
  const unreadable = writeDisk(disk);
  return scanText(root, text, { mayRead: (path) => !unreadable.has(path) });
}

describe.each(codes)('%s', (code) => {
  it('is found in its failing example, alone', async () => {
    const { findings } = await scanExample(examplesOf(code).failing);
    expect([...new Set(findings.kept.map((finding) => finding.code))]).toEqual([code]);
  });

  it('is not found in its passing example, nor is anything else', async () => {
    const { findings } = await scanExample(examplesOf(code).passing);
    expect(findings.kept).toEqual([]);
  });
});

describe.each(['job/capacity', 'job/journal-size'] as const)('%s', (code) => {
  async function found(example: Example): Promise<string[]> {
    const { catalogue, findings } = await scanExample(example);
    expect(findings.counts).toEqual({ errors: 0, warnings: 0, information: 0 });
    const table = openDriveset(example.siblings!['driveset.csv']!, { context: { tracked: false } });
    const drives = drivesetEntries(table, 'driveset.csv').map(({ letter }) => ({
      letter,
      target: `${letter}.vhd`,
      kind: 'image' as const,
      capacity: example.capacity![letter]!,
    }));
    return summarisePlan(
      planJob(catalogue, { sessionId: 'session#1', created: 0n, drives }),
      example.journal,
    ).findings.map((finding) => finding.code);
  }

  it('is found in its failing example, alone', async () => {
    expect(await found(examplesOf(code).failing)).toEqual([code]);
  });

  it('is not found in its passing example, nor is anything else', async () => {
    expect(await found(examplesOf(code).passing)).toEqual([]);
  });
});
