import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSampleJob } from '../../scripts/sampleJob.mjs';
import { filesBelow, MountedDrive } from '../drives/mountedDrive';
import type { FileFacts } from '../drives/mountedDrive';
import type { Jrm } from '../drives/preparationJob';
import { runRunner } from '../drives/runnerProcess';
import type { EndedRun } from '../drives/runnerProcess';
import { expectSameFiles } from '../drives/sameFiles';
import { hasFuse, hasReaders } from './readers';

/** Where the records of the sample's dataset send their sources. */
const destinations: readonly (readonly [source: string, destination: string])[] = [
  ['Photos/', 'site-archive/photos/'],
  ['Projects/', 'site-archive/projects/'],
  ['readme.md', 'site-archive/readme.md'],
  ['Disks/survey-workstation.vhd', 'virtual-disks/survey-workstation.vhd'],
  // The side files come before the containers.
  ['Sidecar/photos-metadata.xml', 'row-1.metadata.xml'],
  ['Sidecar/disk-properties.xml', 'row-4.properties.xml'],
];

describe.runIf(hasReaders('dislocker-fuse', 'ntfs-3g') && hasFuse())('the sample job', () => {
  let folder: string;
  let shipment: string;
  let done: EndedRun;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'sneakernet-sample-'));
    ({ shipment } = createSampleJob(folder));
    done = await runRunner(
      [
        'prep',
        '--dataset',
        'dataset.csv',
        '--driveset',
        'driveset.csv',
        '--journal',
        'job.jrn',
        '--session',
        'session#1',
      ],
      { cwd: shipment },
    );
  });

  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  it('is prepared, without the drive of its driveset that is encrypted already and not attached', () => {
    expect({ code: done.code, stderr: done.code === 0 ? '' : done.stderr }).toEqual({ code: 0, stderr: '' });
    expect(done.stderr).toContain('driveset.csv:2: drive G is already encrypted');
  });

  it('leaves an image that dislocker and ntfs-3g mount, with every file: path, size, time and content', () => {
    const { Drives } = JSON.parse(readFileSync(join(shipment, 'job.jrm'), 'utf8')) as Jrm;
    expect(Drives.map(({ DriveLetter }) => DriveLetter)).toEqual(['H']);
    const expected = new Map<string, FileFacts>();
    for (const [path, facts] of filesBelow(join(folder, 'sources'))) {
      const [source, destination] = destinations.find(([prefix]) => path.startsWith(prefix))!;
      expected.set(destination + path.slice(source.length), facts);
    }
    const drive = new MountedDrive(join(shipment, 'drives', 'H.vhd'), Drives[0]!.BitLockerKey);
    try {
      const found = filesBelow(join(drive.root, 'session#1'));
      expect([...found.keys()].sort()).toEqual([...expected.keys()].sort());
      // The times of side files are those of the preparation.
      for (const [path, facts] of expected)
        if (path.startsWith('row-')) expected.set(path, { ...facts, modified: found.get(path)!.modified });
      expectSameFiles(found, expected);
    } finally {
      drive.unmount();
    }
  });
});
