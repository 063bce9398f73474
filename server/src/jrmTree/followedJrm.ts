import { readBackTimes } from '#core/journal/readBackTimes';
import { LONGEST_JOURNAL } from '#core/limits/limits';
import type { Workspace } from '../documents/workspace';
import type { JrmSummary } from '../protocol/jrm';
import { ownWork } from '../runtime/failures';
import type { Log } from '../runtime/failures';
import type { Runtime } from '../runtime/runtime';
import { checkSeal } from './checkSeal';
import { jrmBytes } from './jrmBytes';
import { JrmIndex } from './jrmIndex';

/**
 * A text that is being edited is read again when the user has paused this long, in milliseconds; its seal is checked
 * later.
 */
const EDIT_PAUSE = 300;
const SEAL_PAUSE = 1000;
/** How often counts are sent while a file is read, in milliseconds. */
const TELL_INTERVAL = 200;

export interface FollowedJrmHost {
  readonly workspace: Workspace;
  readonly runtime: Runtime;
  /** Sends the client a summary that has changed. */
  readonly tell: (summary: JrmSummary) => void;
  readonly log: Log;
}

/** A client may remember revisions from an earlier server process, so new ones have to be larger. */
let lastRevision = Date.now();

/** A JRM that a client follows as it changes; it has one index at a time. */
export class FollowedJrm {
  #revision = 0;
  /** How often the client has been told about this revision. */
  #step = 0;
  #index!: JrmIndex;
  #verified: string | undefined;
  #reloading: ReturnType<typeof setTimeout> | undefined;
  #telling: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly uri: string,
    private readonly host: FollowedJrmHost,
  ) {
    this.#begin();
  }

  /** The index of a revision; `undefined` if that is no longer the current one. */
  index(revision: number): JrmIndex | undefined {
    return revision === this.#revision ? this.#index : undefined;
  }

  async summaryOfHead(): Promise<JrmSummary> {
    await this.#index.headRead;
    return this.#summary;
  }

  /** Called when the text may have changed. */
  reload(): void {
    this.#index.close();
    this.#begin();
  }

  /** Called while the text is being edited. */
  reloadSoon(): void {
    clearTimeout(this.#reloading);
    this.#reloading = setTimeout(() => {
      this.reload();
    }, EDIT_PAUSE);
  }

  close(): void {
    clearTimeout(this.#reloading);
    clearTimeout(this.#telling);
    this.#index.close();
  }

  get #summary(): JrmSummary {
    return {
      uri: this.uri,
      revision: this.#revision,
      step: this.#step,
      ...this.#index.summary,
      ...(this.#verified !== undefined && { verified: this.#verified }),
    };
  }

  /** When the last drive of the JRM was read back; `undefined` unless all of them were. */
  async #readBackTime(index: JrmIndex): Promise<string | undefined> {
    // Sessions older than the recovery log have these times in the journal itself.
    const journal = (await this.#readBeside('.recovery', index)) ?? (await this.#readBeside('.jrn', index));
    if (journal === undefined) return undefined;
    const known = readBackTimes(journal);
    const times = index.summary.drives.map(({ driveId }) => known.get(driveId)?.getTime() ?? NaN);
    const last = Math.max(...times);
    return Number.isFinite(last) ? new Date(last).toISOString() : undefined;
  }

  async #readBeside(extension: string, index: JrmIndex): Promise<string | undefined> {
    const { workspace, runtime } = this.host;
    const uri = this.uri.replace(/\.[^./]*$/, extension);
    const path = runtime.toPath(uri);
    return (
      workspace.get(uri)?.getText() ??
      (path === undefined ? undefined : await runtime.readText(path, LONGEST_JOURNAL, () => !index.isClosed))
    );
  }

  #begin(): void {
    clearTimeout(this.#reloading);
    const { workspace, runtime } = this.host;
    this.#revision = ++lastRevision;
    this.#step = 0;
    const index = new JrmIndex(jrmBytes(this.uri, workspace, runtime), () => {
      this.#tellSoon();
    });
    this.#index = index;
    ownWork(this.#conclude(index), `Reading ${this.uri}`, this.host.log);
  }

  async #conclude(index: JrmIndex): Promise<void> {
    await index.wholeRead;
    if (index.isClosed) return;
    this.#verified = await this.#readBackTime(index);
    if (this.#index !== index) return;
    this.#tell();
    if (index.summary.state === 'missing' || index.summary.seal !== 'checking') return;
    // A text that is being edited is not hashed at every pause.
    if (index.bytes?.fromEditor) await new Promise((resume) => setTimeout(resume, SEAL_PAUSE));
    const check = await checkSeal(index, this.host.runtime.sha256);
    if (!check || this.#index !== index) return;
    index.conclude(check);
    this.#tell();
  }

  #tell(): void {
    clearTimeout(this.#telling);
    this.#telling = undefined;
    this.#step++;
    this.host.tell(this.#summary);
  }

  #tellSoon(): void {
    this.#telling ??= setTimeout(() => {
      this.#tell();
    }, TELL_INTERVAL);
  }
}
