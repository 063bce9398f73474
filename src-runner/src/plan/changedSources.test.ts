import { appendFileSync, chmodSync, rmSync, symlinkSync, unlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { blobDatasetText } from '#core/examples/exampleFile';
import { statFiles } from '../scan/fileStats';
import { scanText, temporaryDirectory, writeTree } from '../../test/sourceTree';
import { changedSources } from './changedSources';
import type { ChangedSource } from './changedSources';
import type { JobPlan } from './jobPlan';
import { planJob } from './planJob';
import { testTime } from '../../test/catalogue';

let root: string;
let plan: JobPlan;

beforeEach(async () => {
  root = temporaryDirectory();
  writeTree(root, {
    ...Object.fromEntries(Array.from({ length: 2100 }, (_, index) => [`Photos/${index % 9}/${index}`, index % 2])),
    'one.bak': 10,
    'm.xml': '<Metadata><a>b</a></Metadata>',
  });
  const { catalogue } = await scanText(
    root,
    blobDatasetText('F:\\Photos\\,photos/,BlockBlob,,F:\\m.xml,', 'F:\\one.bak,backups/renamed.bak,BlockBlob,,,'),
  );
  plan = planJob(catalogue, {
    sessionId: 'session#1',
    created: testTime,
    drives: [{ letter: 'G', target: 'g.vhd', kind: 'image' }],
  });
});

afterEach(() => {
  rmSync(root, { recursive: true });
});

async function changes(isWanted?: (file: number) => boolean): Promise<ChangedSource[]> {
  const found: ChangedSource[] = [];
  for await (const change of changedSources(
    plan,
    (requests) => statFiles(requests, true, (path) => !path.endsWith('/7')),
    isWanted,
  ))
    found.push(change);
  return found;
}

const said = (all: readonly ChangedSource[]): string[] =>
  all.map(({ path, reason }) => `${path.slice(root.length + 1)} ${reason}`);

describe('the sources of a plan', () => {
  it('are as they were, or are named', async () => {
    expect(said(await changes())).toEqual(['Photos/7/7 unreadable']);
    appendFileSync(join(root, 'Photos/0/0'), 'x');
    unlinkSync(join(root, 'Photos/1/10'));
    utimesSync(join(root, 'Photos/2/11'), 1, 1);
    unlinkSync(join(root, 'Photos/3/12'));
    symlinkSync('nowhere', join(root, 'Photos/3/12'));
    writeFileSync(join(root, 'one.bak'), 'shorter');
    writeFileSync(join(root, 'm.xml'), '<Metadata></Metadata>');
    const found = await changes();
    expect(said(found).sort()).toEqual([
      'Photos/0/0 changed',
      'Photos/1/10 vanished',
      'Photos/2/11 changed',
      'Photos/3/12 vanished',
      'Photos/7/7 unreadable',
      'm.xml changed',
      'one.bak changed',
    ]);
    expect(found.find(({ path }) => path.endsWith('one.bak'))!.message).toBe(
      `${root}/one.bak had 10 bytes and now has 7. Restore the original, or leave it out.`,
    );
    expect(found.find(({ path }) => path.endsWith('m.xml'))!.file).toBeUndefined();
  });

  it('are looked at only where they matter', async () => {
    rmSync(join(root, 'Photos'), { recursive: true });
    chmodSync(join(root, 'one.bak'), 0o644);
    expect(said(await changes(() => false))).toEqual([]);
    expect(await changes()).toHaveLength(2100);
  });
});
