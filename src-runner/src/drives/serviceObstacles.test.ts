import { describe, expect, it } from 'vitest';
import { LockedVolume } from '../volume/bitlocker/lockedVolume';
import { editMetadata, testBitlockerVolume } from '../../test/bitlockerVolume';
import { memorySource } from '../../test/ntfsVolume';
import { serviceObstacles } from './serviceObstacles';

/** The offset of the type of the test volume's only key protector in its metadata. */
const protectionAt = 112 + 8 + 2 * ('SNEAKERNET DATA01'.length + 1) + 8 + 26;

function obstacles(change: (volume: Buffer) => void, fileSystem?: string): string[] {
  const volume = testBitlockerVolume();
  change(volume);
  return serviceObstacles({ kind: 'bitlocker', locked: LockedVolume.read(memorySource(volume))! }, fileSystem);
}

const edited = (change: (block: Buffer) => void) => (volume: Buffer) => {
  for (const copy of [0, 1, 2]) editMetadata(volume, copy, change);
};
const nothing = () => undefined;

describe('the import service', () => {
  it('takes an NTFS volume with a recovery password, as far as can be told without the key too', () => {
    expect(obstacles(nothing, 'NTFS')).toEqual([]);
    expect(obstacles(nothing)).toEqual([]);
  });

  it.each<[string, string[]]>([
    ['4096-byte sectors', obstacles((volume) => volume.writeUInt16LE(4096, 11))],
    ['exFAT', obstacles(nothing, 'exFAT')],
    ['turned off', obstacles(edited((block) => block.writeUInt16LE(1, 12)))],
    ['not finished', obstacles(edited((block) => block.writeUInt16LE(2, 12)))],
    ['not encrypted with BitLocker', serviceObstacles({ kind: 'file system', name: 'NTFS' }, 'NTFS')],
  ])('does not take a drive for each of these reasons: %s', (reason, found) => {
    expect(found).toEqual([expect.stringContaining(reason)]);
  });

  it('does not take a volume that is suspended, nor one without a recovery password', () => {
    expect(obstacles(edited((block) => block.writeUInt16LE(0, protectionAt)))).toEqual([
      expect.stringContaining('suspended'),
      expect.stringContaining('no recovery password'),
    ]);
  });
});
