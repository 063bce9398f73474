/** Takes numbered results in any order and passes them on in sequence. */
export class InOrder<Result> {
  private readonly waiting = new Map<number, Result>();
  private next = 0;

  constructor(private readonly give: (result: Result) => void) {}

  /** How many have been passed on. */
  get given(): number {
    return this.next;
  }

  put(number: number, result: Result): void {
    this.waiting.set(number, result);
    while (this.waiting.has(this.next)) {
      const ready = this.waiting.get(this.next) as Result;
      this.waiting.delete(this.next++);
      this.give(ready);
    }
  }
}
