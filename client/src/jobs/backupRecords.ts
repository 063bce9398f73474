import type { Memento } from 'vscode';

/** A JRM, as it is at a time. */
export interface JrmVersion {
  readonly uri: { toString(): string };
  /** Bytes. */
  readonly size: number;
  /** Milliseconds since 1970. */
  readonly modifiedAt: number;
}

/** That a JRM was backed up. No secret is in it. */
export interface BackupRecord {
  /** URI of the JRM, and what it was then. */
  readonly jrm: string;
  readonly size: number;
  readonly modifiedAt: number;
  /** URI of the backup. */
  readonly backup: string;
  /** Milliseconds since 1970. */
  readonly madeAt: number;
}

const KEY = 'sneakernet.backups';
/** JRMs whose last backup is remembered. */
const KEPT = 200;

/** Remembers which JRMs were backed up, across workspaces. */
export class BackupRecords {
  constructor(private readonly memory: Memento) {}

  /** The last backup of a JRM, whatever the JRM was then. */
  of(jrm: Pick<JrmVersion, 'uri'>): BackupRecord | undefined {
    return this.all.find((record) => record.jrm === jrm.uri.toString());
  }

  /** Remembers a backup that has been written, in place of an earlier one. */
  async add({ uri, size, modifiedAt }: JrmVersion, backup: JrmVersion['uri']): Promise<void> {
    const jrm = uri.toString();
    const record: BackupRecord = { jrm, size, modifiedAt, backup: backup.toString(), madeAt: Date.now() };
    await this.memory.update(KEY, [record, ...this.all.filter((other) => other.jrm !== jrm)].slice(0, KEPT));
  }

  private get all(): readonly BackupRecord[] {
    return this.memory.get<readonly BackupRecord[]>(KEY, []);
  }
}

/** True where the backup is of the JRM as it is now. */
export function isBackupOf(record: BackupRecord, { size, modifiedAt }: Pick<JrmVersion, 'size' | 'modifiedAt'>): boolean {
  return record.size === size && record.modifiedAt === modifiedAt;
}
