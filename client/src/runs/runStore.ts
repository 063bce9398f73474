import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { RunOutcome } from './runOutcome';

/** `extend`: the session is given further drives. */
export type RunKind = 'prepare' | 'resume' | 'extend' | 'verify';

/** What is remembered of a run, even after VS Code was closed. Contains no secret. */
export interface RunRecord {
  /** The name of its folder; later ids sort after earlier ones. */
  readonly id: string;
  readonly kind: RunKind;
  /** Path of the job's folder. */
  readonly folder: string;
  readonly jobName: string;
  /** For `verify`, the JRM. */
  readonly journal: string;
  readonly sessionId: string;
  /** For `verify`, the SHA-256 of the JRM, in hex, and whether the files were not read. */
  readonly jrmDigest?: string;
  readonly isQuick?: true;
  /** RFC 3339, like `ended`. */
  readonly started: string;
  readonly pid: number;
  /** When the process began, in the system's format; process numbers are reused. */
  readonly processStart?: string;
  readonly ended?: string;
  readonly outcome?: RunOutcome;
  /** The user has removed the session from the list; otherwise its journal would bring it back. */
  readonly isRemoved?: true;
}

/** The files of a run. */
export interface RunFiles {
  /** NDJSON. */
  readonly events: string;
  /** The runner's standard error. */
  readonly messages: string;
}

/** How many ended runs are kept, of all workspaces together. */
const KEPT = 100;
const RECORD = 'run.json';

/**
 * Whether an id can be used as the name of a folder. An id from a file of a workspace could lead anywhere; such a run
 * has no folder here.
 */
function isFolderName(id: string): boolean {
  return /^[A-Za-z0-9][\w-]*$/.test(id);
}

/** Keeps the records of runs and their events in a folder that only this user can read. */
export class RunStore {
  constructor(private readonly folder: string) {}

  /** Creates the folder of a run and returns the paths of its files. */
  async create(id: string): Promise<RunFiles> {
    if (!isFolderName(id)) throw new RangeError('A run has an id that names no folder.');
    await mkdir(this.folder, { recursive: true });
    await mkdir(join(this.folder, id), { recursive: true, mode: 0o700 });
    return this.filesOf(id);
  }

  filesOf(id: string): RunFiles {
    return { events: join(this.folder, id, 'events.ndjson'), messages: join(this.folder, id, 'messages.txt') };
  }

  /** The run that writes its events to a file; undefined if it is not in this store. */
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

  /** All runs, newest first. Removes those that ended long ago. */
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

  /** When the last event of a run was written. */
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
      // It is still being created, or was cut off by a crash.
      return undefined;
    }
  }
}
