import { closeSync, fstatSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TargetError } from '../../model/copyResult';
import { pathIdentity } from '../../model/pathIdentity';
import { layoutDisk } from '../../volume/diskLayout';
import { incompleteMarker } from '../incompleteMarker';
import { claimTarget, targetState, type TargetClaim } from './claim';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sneakernet-target-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

const FILE_BYTES = 4 * 1024 * 1024;
const marks = {
  sessionId: 'session#1',
  volumeId: '11111111-2222-3333-4444-555555555555',
  diskGuid: '66666666-2222-3333-4444-555555555555',
  disk: layoutDisk(FILE_BYTES),
};

function claim(part: Partial<TargetClaim>): TargetClaim {
  return {
    marks,
    fileBytes: FILE_BYTES,
    isAnew: false,
    agreed: undefined,
    hold: () => undefined,
    foreign: (standing) => `It holds ${standing}.`,
    ...part,
  };
}

const image = (path: string) => ({ path, kind: 'image' }) as const;

describe('a target', () => {
  it('is made with its folder and its size where nobody put anything there meanwhile', () => {
    const target = image(join(folder, 'drives', 'G.vhd'));
    const agreed = targetState(target.path);
    const claimed = claimTarget(target, claim({ agreed }));
    expect(claimed.isKept).toBe(false);
    expect(fstatSync(claimed.descriptor).size).toBe(FILE_BYTES);
    closeSync(claimed.descriptor);
    writeFileSync(target.path, 'somebody was here');
    expect(() => claimTarget(target, claim({ agreed }))).toThrow(
      /did not exist when it was checked, but now it holds a text file/,
    );
    expect(readFileSync(target.path, 'utf8')).toBe('somebody was here');
  });

  it('that somebody agreed to overwrite is overwritten as it was then, and not as it has become', () => {
    const path = join(folder, 'G.vhd');
    writeFileSync(path, 'old');
    const agreed = targetState(path);
    writeFileSync(path, 'new, and dear to somebody');
    expect(() => claimTarget(image(path), claim({ agreed }))).toThrow(/has changed since it was checked/);
    expect(readFileSync(path, 'utf8')).toBe('new, and dear to somebody');
    closeSync(claimTarget(image(path), claim({ agreed: targetState(path) })).descriptor);
    expect(statSync(path).size).toBe(FILE_BYTES);
  });

  it('is looked at once it is held: what another run has written to it until then is not what was agreed on', () => {
    const path = join(folder, 'G.vhd');
    writeFileSync(path, 'old');
    const agreed = targetState(path);
    const held: string[] = [];
    const hold = (identity: string) => {
      held.push(identity);
      writeFileSync(path, 'of the other run');
    };
    expect(() => claimTarget(image(path), claim({ agreed, hold }))).toThrow(/has changed since it was checked/);
    expect(readFileSync(path, 'utf8')).toBe('of the other run');
    expect(held).toEqual([pathIdentity(path)]);
  });

  it('that another run holds is left alone', () => {
    const path = join(folder, 'G.vhd');
    writeFileSync(path, 'old');
    const hold = () => {
      throw new TargetError('It is in use.');
    };
    expect(() => claimTarget(image(path), claim({ agreed: targetState(path), hold }))).toThrow('It is in use.');
    expect(readFileSync(path, 'utf8')).toBe('old');
  });

  it.each(['a text file', 'nothing but zeros', 'an image of job "other", unfinished'])(
    'that nobody agreed to overwrite is left alone: %s',
    (standing) => {
      const path = join(folder, 'G.vhd');
      const content = Buffer.alloc(FILE_BYTES);
      if (standing === 'a text file') content.fill('text');
      if (standing.startsWith('an image'))
        content.set(
          incompleteMarker({ sessionId: marks.sessionId, driveId: 'D1', volumeId: 'another', jobId: 'other' }),
          marks.disk.partitionOffset,
        );
      writeFileSync(path, content);
      expect(() => claimTarget(image(path), claim({}))).toThrow(standing);
      expect(readFileSync(path).equals(content)).toBe(true);
    },
  );

  it('that holds the drive of the session is gone on with, wherever it lies, and written anew where that is wanted', () => {
    const path = join(folder, 'moved.vhd');
    const content = Buffer.alloc(FILE_BYTES);
    content.set(
      incompleteMarker({ sessionId: marks.sessionId, driveId: 'D1', volumeId: marks.volumeId, jobId: 'a' }),
      marks.disk.partitionOffset,
    );
    writeFileSync(path, content);
    const kept = claimTarget(image(path), claim({}));
    expect(kept.isKept).toBe(true);
    closeSync(kept.descriptor);
    expect(readFileSync(path).equals(content)).toBe(true);
    const anew = claimTarget(image(path), claim({ isAnew: true }));
    expect(anew.isKept).toBe(false);
    closeSync(anew.descriptor);
    expect(readFileSync(path).equals(Buffer.alloc(FILE_BYTES))).toBe(true);
  });

  it('that went away in the meantime says how to go on', () => {
    expect(() => claimTarget(image(join(folder, 'G.vhd')), claim({}))).toThrow(/--resume/);
  });
});
