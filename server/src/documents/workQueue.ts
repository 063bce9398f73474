/** The work on one document: one piece after the other, in order. A piece that fails is told of, and the next one begins. */
export class WorkQueue {
  #last: Promise<void> = Promise.resolve();

  constructor(private readonly onFailure: (error: unknown) => void) {}

  /** Adds a piece of work. It never rejects. */
  add(work: () => void | Promise<void>): Promise<void> {
    this.#last = this.#last.then(work).catch(this.onFailure);
    return this.#last;
  }

  /** Settles when nothing is left to do of what has been added by then. */
  async idle(): Promise<void> {
    for (let last; last !== this.#last;) {
      last = this.#last;
      await last;
    }
  }
}
