import { toMachinePath } from '#core/job/pathMap';
import type { PathRules } from '#core/job/pathMap';
import type { DiskFacts, PathFact } from '#core/disk/diskFacts';
import { LONGEST_SIDE_FILE } from '#core/limits/limits';
import type { SideFileProblem } from '#core/sideFiles/sideFile';
import type { Translate } from '#core/text/template';
import { firstProblem } from '#core/sideFiles/index';
import type { SideFileKind } from '#core/sideFiles/sideFile';
import { ownWork } from '../runtime/failures';
import type { Log } from '../runtime/failures';
import type { Runtime } from '../runtime/runtime';

/** How many paths are remembered. Beyond that, rules get no facts until the memory is cleared. */
const MAX_FACTS = 200_000;
/** How many questions to the disk run at once. */
const CONCURRENCY = 16;
/**
 * Answers are passed on in batches, so that thousands of rows are rechecked together. Each batch is twice as large as
 * the one before, because every batch means looking through all rows.
 */
const FIRST_BATCH = 4_000;

/** Called with the paths, as written in the CSV, that have become known. */
export type FactsListener = (paths: ReadonlySet<string>) => void;

/**
 * Looks paths up in the background. Rules get what is known at once; anything else is looked up, and the listener is
 * then called.
 */
export class PathFacts implements DiskFacts {
  private readonly facts = new Map<string, PathFact | undefined>();
  private readonly sideFiles = new Map<string, SideFileProblem | null | undefined>();
  private readonly queue: (() => Promise<void>)[] = [];
  private settled = new Set<string>();
  private batch = FIRST_BATCH;
  private running = 0;
  private closed = false;

  constructor(
    private readonly runtime: Runtime,
    private readonly rules: PathRules,
    private readonly translate: Translate,
    private readonly listener: FactsListener,
    private readonly log: Log,
  ) {}

  path(path: string): PathFact | undefined {
    const machinePath = toMachinePath(path, this.rules);
    // Checked before the cache: a dataset about another system's disks has such a path in every row.
    if (machinePath === undefined) return undefined;
    const known = this.facts.get(path);
    if (known || this.facts.has(path)) return known;
    if (this.facts.size < MAX_FACTS && !this.closed) {
      this.facts.set(path, undefined);
      this.enqueue(path, async () => {
        this.facts.set(path, await this.look(machinePath));
      });
    }
    return undefined;
  }

  sideFile(path: string, kind: SideFileKind): SideFileProblem | null | undefined {
    const key = `${kind}:${path}`;
    if (this.sideFiles.has(key)) return this.sideFiles.get(key);
    const machinePath = toMachinePath(path, this.rules);
    if (machinePath !== undefined && this.sideFiles.size < MAX_FACTS && !this.closed) {
      this.sideFiles.set(key, undefined);
      this.enqueue(path, async () => {
        const text = await this.runtime.readText(machinePath, LONGEST_SIDE_FILE, () => !this.closed);
        this.sideFiles.set(key, text === undefined ? undefined : firstProblem(text, kind, this.translate));
      });
    }
    return undefined;
  }

  private async look(path: string): Promise<PathFact | undefined> {
    const found = await this.runtime.stat(path);
    if (found === undefined) return undefined;
    if (found === 'missing') return { kind: 'missing' };
    return found.kind === 'file' ? { kind: 'file', size: found.size } : { kind: found.kind };
  }

  /** Stops all look-ups. */
  close(): void {
    this.closed = true;
    this.queue.length = 0;
  }

  private enqueue(path: string, question: () => Promise<void>): void {
    this.queue.push(async () => {
      // If a path could not be looked at, nothing is known about it.
      await question().catch(() => undefined);
      this.settled.add(path);
    });
    if (this.running < CONCURRENCY) ownWork(this.drain(), 'Looking at paths', this.log);
  }

  private async drain(): Promise<void> {
    this.running++;
    try {
      for (let next = this.queue.pop(); next; next = this.queue.pop()) {
        await next();
        if (this.settled.size >= this.batch) {
          this.batch *= 2;
          this.publish();
        }
      }
    } finally {
      this.running--;
    }
    if (this.running > 0) return;
    this.batch = FIRST_BATCH;
    this.publish();
  }

  private publish(): void {
    if (this.settled.size === 0 || this.closed) return;
    const paths = this.settled;
    this.settled = new Set();
    this.listener(paths);
  }
}
