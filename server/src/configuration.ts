import { failureText } from './runtime/failures';
import type { Log } from './runtime/failures';

/** A client that has not said its settings by then is not waited for, in milliseconds. */
const PATIENCE = 2_000;

/**
 * The `sneakernet` section as a client gives it, one question at a time for each resource. What it said last counts while it does not
 * answer, or answers with an error.
 */
export class Configuration {
  readonly #known = new Map<string, unknown>();
  /** Number of the last question about a resource. */
  readonly #asked = new Map<string, number>();
  /** Resources whose settings have come late and were not used since. */
  readonly #unused = new Set<string>();
  #questions = 0;

  /**
   * @param ask asks the client
   * @param late told of a resource whose settings have come after nobody waited for them any more
   */
  constructor(
    private readonly ask: (uri: string) => Promise<unknown>,
    private readonly late: (uri: string) => void,
    private readonly log: Log,
  ) {}

  /** Settings of a resource. It never rejects. */
  async get(uri: string): Promise<unknown> {
    if (this.#unused.delete(uri)) return this.#known.get(uri);
    const question = ++this.#questions;
    this.#asked.set(uri, question);
    let isLate = false;
    const answer = this.ask(uri).then(
      (section) => {
        // An answer to an older question may come after that to a newer one.
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

  /** Nobody will ask about the resource. */
  forget(uri: string): void {
    this.#known.delete(uri);
    this.#asked.delete(uri);
    this.#unused.delete(uri);
  }
}
