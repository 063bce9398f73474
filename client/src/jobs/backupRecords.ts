import type { Memento } from 'vscode';

/** A JRM that was backed up, or whose backup is looked up. */
export interface JrmIdentity {
  readonly uri: { toString(): string };
  /** SHA-256 of its bytes, in hex. */
  readonly digest: string;
}

/** Records that a JRM was backed up. Contains no secret. */
export interface BackupRecord {
  /** URI of the JRM, and its digest at the time. */
  readonly jrm: string;
  readonly digest: string;
  /** URI of the backup, and its digest when it was written. */
  readonly backup: string;
  readonly backupDigest: string;
  /** Milliseconds since 1970. */
  readonly madeAt: number;
}

const KEY = 'sneakernet.backups';
/** The number of JRMs whose last backup is remembered. */
const KEPT = 200;

/** Remembers which JRMs were backed up, across workspaces. */
export class BackupRecords {
  constructor(private readonly memory: Memento) {}

  /**
   * The last backup of a JRM with this content, wherever it lies; otherwise the last one of the JRM that was at this
   * place before.
   */
  of({ uri, digest }: JrmIdentity): BackupRecord | undefined {
    return (
      this.all.find((record) => record.digest === digest) ?? this.all.find((record) => record.jrm === uri.toString())
    );
  }

  /** When the last backup of any JRM was made, in milliseconds since 1970. */
  get lastMadeAt(): number {
    return Math.max(0, ...this.all.map(({ madeAt }) => madeAt));
  }

  /** Records a new backup, which replaces an earlier one of the same JRM. */
  async add({ uri, digest }: JrmIdentity, backup: JrmIdentity): Promise<void> {
    const jrm = uri.toString();
    const record: BackupRecord = {
      jrm,
      digest,
      backup: backup.uri.toString(),
      backupDigest: backup.digest,
      madeAt: Date.now(),
    };
    await this.memory.update(KEY, [record, ...this.all.filter((other) => other.jrm !== jrm)].slice(0, KEPT));
  }

  private get all(): readonly BackupRecord[] {
    return this.memory.get<readonly BackupRecord[]>(KEY, []).filter(({ digest }) => typeof digest === 'string');
  }
}
