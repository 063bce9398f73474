import { describe, expect, it } from 'vitest';
import { BackupRecords } from './backupRecords';
import type { JrmIdentity } from './backupRecords';

/** A memory like VS Code's. */
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

const file = (name: string, digest: string): JrmIdentity => ({ uri: { toString: () => `file:///${name}` }, digest });

describe('The records of backups', () => {
  it('remember the last backup of each JRM', async () => {
    const records = new BackupRecords(memory());
    expect(records.of(file('a.jrm', 'a1'))).toBeUndefined();
    await records.add(file('a.jrm', 'a1'), file('first.age', '1'));
    await records.add(file('b.jrm', 'b1'), file('b.age', 'b'));
    await records.add(file('a.jrm', 'a2'), file('second.age', '2'));
    expect(records.of(file('a.jrm', 'a2'))).toMatchObject({
      backup: 'file:///second.age',
      digest: 'a2',
      backupDigest: '2',
    });
    expect(records.of(file('b.jrm', 'b1'))?.backup).toBe('file:///b.age');
  });

  it('tell a backup of the JRM as it is from one of what it was', async () => {
    const records = new BackupRecords(memory());
    await records.add(file('a.jrm', 'a1'), file('a.age', '1'));
    expect(records.of(file('a.jrm', 'a2'))?.digest).toBe('a1');
  });

  it('know a JRM again whose folder has another name', async () => {
    const records = new BackupRecords(memory());
    await records.add(file('job/a.jrm', 'a1'), file('a.age', '1'));
    expect(records.of(file('renamed/a.jrm', 'a1'))?.digest).toBe('a1');
  });

  it('leave out what an earlier version has remembered, which knows no digests', async () => {
    const kept = memory();
    await kept.update('sneakernet.backups', [
      { jrm: 'file:///a.jrm', size: 1, modifiedAt: 1, backup: 'file:///a.age', madeAt: 1 },
    ]);
    expect(new BackupRecords(kept).of(file('a.jrm', 'a1'))).toBeUndefined();
  });
});
