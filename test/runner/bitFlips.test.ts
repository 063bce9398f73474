import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { DriveFormatError } from '../../src-runner/src/volume/byteSource';
import type * as RecoveryPassword from '../../src-runner/src/volume/bitlocker/recoveryPassword';
import { knownStretchedKey } from '../../src-runner/test/bitlockerSecrets';
import { VerifiableDrive } from '../../src-runner/test/verifiableDrive';

vi.mock('../../src-runner/src/volume/bitlocker/recoveryPassword', async (original) => ({
  ...(await original<typeof RecoveryPassword>()),
  stretchRecoveryPassword: (password: string) => Promise.resolve(knownStretchedKey(password)),
}));

const FLIPS = 1000;
let drive: VerifiableDrive;

beforeAll(() => {
  drive = new VerifiableDrive({ sizes: [0, 1, 300, 690, 4096, 5000, 50_000, ...Array.from({ length: 40 }, () => 10)] });
});

afterAll(() => {
  drive.remove();
});

/** Whether damage was detected: on opening the drive, or later. */
async function isFound(): Promise<boolean> {
  try {
    return (await drive.verify()).problems.count > 0;
  } catch (error) {
    if (error instanceof DriveFormatError) return true;
    throw error;
  }
}

describe('One flipped bit', () => {
  it('is found wherever it is in what is used of an image', { timeout: 300_000 }, async () => {
    expect((await drive.verify()).problems.listed).toEqual([]);
    const missed: string[] = [];
    for (let round = 0; round < FLIPS; round++) {
      const { name, offset, length } = drive.regions[round % drive.regions.length]!;
      const bit = 8 * offset + Math.floor(Math.random() * 8 * length);
      drive.flip(bit);
      if (!(await isFound())) missed.push(`${name}: bit ${bit - 8 * offset}`);
      drive.flip(bit);
    }
    expect(missed).toEqual([]);
    expect((await drive.verify()).problems.listed).toEqual([]);
  });
});
