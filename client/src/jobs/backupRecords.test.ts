import { describe, expect, it } from 'vitest';
import { BackupRecords, isBackupOf } from './backupRecords';
import type { JrmVersion } from './backupRecords';

/** A memory as VS Code's, in the test's own. */
function memory(): ConstructorParameters<typeof BackupRecords>[0] {
  const values = new Map<string, unknown>();
  return {
    keys: () => [...values.keys()],
    get: (key: string, otherwise?: unknown) => values.get(key) ?? otherwise,
    update: (key: string, value: unknown) => {
      values.set(key, JSON.parse(JSON.stringify(value)));
      return Promise.resolve();
    },
  } as ConstructorParameters<typeof BackupRecords>[0];
}

const file = (name: string, modifiedAt = 1): JrmVersion => ({ uri: { toString: () => `file:///${name}` }, size: 10, modifiedAt });

describe('The records of backups', () => {
  it('remember the last backup of each JRM', async () => {
    const records = new BackupRecords(memory());
    expect(records.of(file('a.jrm'))).toBeUndefined();
    await records.add(file('a.jrm'), file('first.age').uri);
    await records.add(file('b.jrm'), file('b.age').uri);
    await records.add(file('a.jrm', 2), file('second.age').uri);
    expect(records.of(file('a.jrm'))?.backup).toBe('file:///second.age');
    expect(records.of(file('b.jrm'))?.backup).toBe('file:///b.age');
  });

  it('tell a backup of the JRM as it is from one of what it was', async () => {
    const records = new BackupRecords(memory());
    await records.add(file('a.jrm', 1), file('a.age').uri);
    const record = records.of(file('a.jrm'))!;
    expect(isBackupOf(record, file('a.jrm', 1))).toBe(true);
    expect(isBackupOf(record, file('a.jrm', 2))).toBe(false);
  });
});
