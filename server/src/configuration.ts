import { failureText } from './runtime/failures';
import type { Log } from './runtime/failures';

/** How long to wait for a client to send its settings, in milliseconds. */
const PATIENCE = 2_000;

/**
 * The `sneakernet` section as the client gives it. Each resource has at most one current question; while the client
 * does not answer, or answers with an error, its last answer counts.
 */
export class Configuration {
  readonly #known = new Map<string, unknown>();
  /** Number of the latest question about each resource. */
  readonly #asked = new Map<string, number>();
  /** Resources whose settings arrived late and have not been used since. */
  readonly #unused = new Set<string>();
  #questions = 0;

  /**
   * @param ask asks the client
   * @param late called when a resource's settings arrive after `get` has stopped waiting for them
   */
  constructor(
    private readonly ask: (uri: string) => Promise<unknown>,
    private readonly late: (uri: string) => void,
    private readonly log: Log,
  ) {}

  /** The settings of a resource. Never rejects. */
  async get(uri: string): Promise<unknown> {
    if (this.#unused.delete(uri)) return this.#known.get(uri);
    const question = ++this.#questions;
    this.#asked.set(uri, question);
    let isLate = false;
    const answer = this.ask(uri).then(
      (section) => {
        // The answer to an older question may arrive after the answer to a newer one.
        if (this.#asked.get(uri) !== question) return;
        this.#asked.delete(uri);
        this.#known.set(uri, section);
        if (!isLate) return;
        this.#unused.add(uri);
        this.late(uri);
      },
      (error: unknown) => {
        this.log(`The client does not say its settings: ${failureText(error)}`);
      },
    );
    let timer: NodeJS.Timeout | undefined;
    const patience = new Promise<void>((resolve) => {
      timer = setTimeout(() => {
        isLate = true;
        resolve();
      }, PATIENCE);
    });
    await Promise.race([answer, patience]);
    clearTimeout(timer);
    return this.#known.get(uri);
  }

  /** Drops a resource that nobody will ask about again. */
  forget(uri: string): void {
    this.#known.delete(uri);
    this.#asked.delete(uri);
    this.#unused.delete(uri);
  }
}
