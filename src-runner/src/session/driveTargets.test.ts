import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { drivesetEntries } from '#core/driveset/drivesetEntry';
import { openDriveset } from '#core/driveset/drivesetTable';
import { drivesetText } from '#core/examples/exampleFile';
import { readArguments } from '../cli/command';
import { commandTable } from '../cli/commandTable';
import { driveTargets } from './driveTargets';
import { readJobOptions } from '../cli/jobOptions';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'sneakernet-targets-'));
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

function targets(rows: readonly string[], ...args: string[]) {
  const entries = drivesetEntries(openDriveset(drivesetText(...rows), { context: { tracked: false } }), 'driveset.csv');
  return driveTargets(entries, readJobOptions(readArguments(commandTable.plan, args).values));
}

const formatted = (letter: string): string => `${letter},Format,SilentMode,Encrypt,`;

describe('the targets of a driveset', () => {
  it('are images next to the job where nothing else is said', () => {
    const found = targets([formatted('G'), formatted('h')]);
    expect(found.targets.map(({ letter, target, kind, capacity }) => [letter, target, kind, capacity])).toEqual([
      ['G', join('drives', 'G.vhd'), 'image', undefined],
      ['H', join('drives', 'H.vhd'), 'image', undefined],
    ]);
    expect(found.targets[0]!.entry).toMatchObject({
      line: 1,
      formats: true,
      prompts: false,
      encrypts: true,
      key: undefined,
    });
  });

  it('have the size that is said for them, or for all', () => {
    const { targets: found } = targets(
      [formatted('G'), formatted('H')],
      '--capacity',
      '2T',
      '--drive',
      'G=g.vhd,size=1T,id=A1',
    );
    expect(found.map(({ capacity, id }) => [capacity, id])).toEqual([
      [1e12, 'A1'],
      [2e12, undefined],
    ]);
  });

  it('are not as large as an image that is there: it is made anew', () => {
    const image = join(folder, 'old.vhd');
    writeFileSync(image, '');
    truncateSync(image, 1_000_000);
    expect(targets([formatted('G')], '--drive', `G=${image}`).targets[0]!.capacity).toBeUndefined();
  });

  it('cannot be directories', () => {
    expect(() => targets([formatted('G')], '--drive', `G=${folder}`)).toThrow(/neither a file nor a disk/);
  });

  it('do not include drives that are encrypted already', () => {
    const { targets: found, warnings } = targets([
      'G,AlreadyFormatted,SilentMode,AlreadyEncrypted,060456-014509-132033-080300-252615-584177-672089-411631',
      formatted('H'),
    ]);
    expect(found.map(({ letter }) => letter)).toEqual(['H']);
    expect(warnings).toEqual([
      'driveset.csv:2: drive G is already encrypted. Adding data to it is not supported yet, so it is left unchanged and gets no data.',
    ]);
  });
});
