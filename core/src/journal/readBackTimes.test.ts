import { describe, expect, it } from 'vitest';
import { newJournalText } from './journalText';
import { readBackTimes } from './readBackTimes';
import { sessionRecordText, type DriveState, type SessionRecord } from './sessionRecords';

const at = (minute: number): Date => new Date(2026, 3, 1, 12, minute);
const sessionId = 'session#1';

/** @param states of drives; verified ones were read back if `isReadBack` is true */
function journal(isReadBack: boolean, states: readonly (readonly [drive: number, state: DriveState])[]): string {
  const records: SessionRecord[] = [
    {
      kind: 'parameters',
      parameters: {
        sessionId,
        datasets: [],
        drivesets: [],
        jrm: 'a',
        planFile: 'p',
        planSha256: 'ab',
        options: { verify: true },
      },
    },
    ...[0, 1].map(
      (drive) =>
        ({
          kind: 'drive',
          sessionId,
          drive,
          description: {
            letter: 'GH'[drive]!,
            driveId: `D${drive}`,
            target: 't',
            capacity: 1,
            bitLockerKey: 'k',
            bitLockerSecrets: '{}',
          },
        }) as const,
    ),
    ...states.map(
      ([drive, state]) =>
        ({
          kind: 'drive-state',
          sessionId,
          drive,
          state,
          ...(isReadBack && state === 'Verified' && { isReadBack }),
        }) as const,
    ),
  ];
  return newJournalText(at(0)) + records.map((record, index) => sessionRecordText(record, at(index))).join('');
}

describe('When drives were read back', () => {
  it('is told by the journal, for each drive', () => {
    expect([
      ...readBackTimes(
        journal(true, [
          [0, 'Writing'],
          [1, 'Written'],
          [0, 'Verified'],
        ]),
      ),
    ]).toEqual([['D0', at(5)]]);
  });

  it('is not known where a drive was written anew, failed, or was opened without, whatever its session was to do', () => {
    expect(
      readBackTimes(
        journal(true, [
          [0, 'Verified'],
          [0, 'Writing'],
        ]),
      ).size,
    ).toBe(0);
    expect(
      readBackTimes(
        journal(true, [
          [0, 'Verified'],
          [0, 'Failed'],
        ]),
      ).size,
    ).toBe(0);
    expect(readBackTimes(journal(false, [[0, 'Verified']])).size).toBe(0);
  });

  it('is not known of a medium that another one has replaced, and is known of that one', () => {
    const description = {
      letter: 'G',
      driveId: 'D9',
      target: 't',
      capacity: 1,
      bitLockerKey: 'k',
      bitLockerSecrets: '{}',
    };
    const replaced =
      journal(true, [[0, 'Verified']]) +
      sessionRecordText({ kind: 'drive-replaced', sessionId, drive: 0, description }, at(7));
    expect(readBackTimes(replaced).size).toBe(0);
    const verified = sessionRecordText(
      { kind: 'drive-state', sessionId, drive: 0, state: 'Verified', isReadBack: true },
      at(9),
    );
    expect([...readBackTimes(replaced + verified)]).toEqual([['D9', at(9)]]);
  });

  it('is not known of a text that is no journal, or of one that is cut off', () => {
    expect(readBackTimes('no journal').size).toBe(0);
    const text = journal(true, [
      [0, 'Verified'],
      [1, 'Verified'],
    ]);
    expect([...readBackTimes(text.slice(0, -20)).keys()]).toEqual(['D0']);
  });
});
