/**
 * The work on one document, done piece by piece in order. When a piece fails, that is reported and the next one begins.
 */
export class WorkQueue {
  #last: Promise<void> = Promise.resolve();

  constructor(private readonly onFailure: (error: unknown) => void) {}

  /** Adds a piece of work. Never rejects. */
  add(work: () => void | Promise<void>): Promise<void> {
    this.#last = this.#last.then(work).catch(this.onFailure);
    return this.#last;
  }

  /** Settles when the queue is empty. */
  async idle(): Promise<void> {
    for (let last; last !== this.#last;) {
      last = this.#last;
      await last;
    }
  }
}
