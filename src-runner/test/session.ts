import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SessionDrive, SessionParameters } from '#core/journal/sessionRecords';

export const testKey = '060456-014509-132033-080300-252615-584177-672089-411631';

export function testParameters(sessionId: string): SessionParameters {
  return {
    sessionId,
    logDirectory: '/srv/protokolle/übung',
    datasets: ['dataset.csv'],
    drivesets: ['driveset.csv'],
    jrm: 'job.jrm',
    planFile: 'job.plan',
    planSha256: 'ab',
    options: { verify: true },
  };
}

export function testDrive(letter: string): SessionDrive {
  return {
    letter,
    driveId: `WD-${letter}`,
    target: `/srv/drives/${letter}.vhd`,
    capacity: 1e9,
    bitLockerKey: testKey,
    bitLockerSecrets: '{"volumeKey":"AAAA"}',
  };
}

/** A new empty folder. */
export function testFolder(): string {
  return mkdtempSync(join(tmpdir(), 'sneakernet-session-'));
}
