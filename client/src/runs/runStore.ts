import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { RunOutcome } from './runOutcome';

/** `extend`: the session is given further drives. */
export type RunKind = 'prepare' | 'resume' | 'extend' | 'verify';

/** What is remembered of a run, also when VS Code has been closed meanwhile. No secret is in it. */
export interface RunRecord {
  /** Names its folder; later ones sort behind earlier ones. */
  readonly id: string;
  readonly kind: RunKind;
  /** Path of the job's folder. */
  readonly folder: string;
  readonly jobName: string;
  /** Of `verify`: the JRM's. */
  readonly journal: string;
  readonly sessionId: string;
  /** Of `verify`: the SHA-256 of the JRM, in hex, and whether the files were left unread. */
  readonly jrmDigest?: string;
  readonly isQuick?: true;
  /** RFC 3339, as is `ended`. */
  readonly started: string;
  readonly pid: number;
  /** When the process began, in the system's words; a number is given to another process some day. */
  readonly processStart?: string;
  readonly ended?: string;
  readonly outcome?: RunOutcome;
  /** The user has taken the session off the list, which its journal would put there again. */
  readonly isRemoved?: true;
}

/** The files of a run. */
export interface RunFiles {
  /** NDJSON. */
  readonly events: string;
  /** What the runner said on standard error. */
  readonly messages: string;
}

/** So many runs that have ended are kept, of all workspaces. */
const KEPT = 100;
const RECORD = 'run.json';

/** An id is the name of a folder. One that was read from a file of a workspace could lead anywhere: such a run has no folder here. */
function isFolderName(id: string): boolean {
  return /^[A-Za-z0-9][\w-]*$/.test(id);
}

/** Keeps the records of runs, and their events, in a folder that only this user can read. */
export class RunStore {
  constructor(private readonly folder: string) {}

  /** The files of a run, whose folder is made. */
  async create(id: string): Promise<RunFiles> {
    if (!isFolderName(id)) throw new RangeError('A run has an id that names no folder.');
    await mkdir(this.folder, { recursive: true });
    await mkdir(join(this.folder, id), { recursive: true, mode: 0o700 });
    return this.filesOf(id);
  }

  filesOf(id: string): RunFiles {
    return { events: join(this.folder, id, 'events.ndjson'), messages: join(this.folder, id, 'messages.txt') };
  }

  /** The run that writes its events to a file; undefined where it is none of this store. */
  async ofEvents(events: string): Promise<RunRecord | undefined> {
    const folder = dirname(events);
    return dirname(folder) === this.folder && isFolderName(basename(folder)) ? this.read(basename(folder)) : undefined;
  }

  async save(record: RunRecord): Promise<void> {
    if (!isFolderName(record.id)) return;
    const path = join(this.folder, record.id, RECORD);
    await writeFile(`${path}.tmp`, `${JSON.stringify(record)}\n`, { mode: 0o600 });
    await rename(`${path}.tmp`, path);
  }

  /** All of them, the newest first; those that have ended long ago are removed. */
  async all(): Promise<RunRecord[]> {
    const ids = (await readdir(this.folder).catch(() => [])).filter(isFolderName);
    const records = (await Promise.all(ids.map((id) => this.read(id))))
      .filter((record) => record !== undefined)
      .sort((a, b) => (a.id < b.id ? 1 : -1));
    const old = records.filter(({ ended }) => ended !== undefined).slice(KEPT);
    await Promise.all(old.map(({ id }) => this.remove(id)));
    return records.filter((record) => !old.includes(record));
  }

  async remove(id: string): Promise<void> {
    if (isFolderName(id)) await rm(join(this.folder, id), { recursive: true, force: true });
  }

  /** When a run has told something last. */
  async lastEvent(id: string): Promise<Date | undefined> {
    return stat(this.filesOf(id).events).then(
      ({ mtime }) => mtime,
      () => undefined,
    );
  }

  private async read(id: string): Promise<RunRecord | undefined> {
    try {
      const record = JSON.parse(await readFile(join(this.folder, id, RECORD), 'utf8')) as RunRecord;
      return record.id === id ? record : undefined;
    } catch {
      // One that is only being made, or was torn by a crash.
      return undefined;
    }
  }
}
