/** Does something at most once in a while: at once where it was not done lately, otherwise when the time has passed. */
export class Throttle {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private isWanted = false;

  /** @param interval in milliseconds */
  constructor(
    private readonly action: () => void,
    private readonly interval: number,
  ) {}

  /** Has it done; requests that come meanwhile are one. */
  request(): void {
    if (this.timer !== undefined) {
      this.isWanted = true;
      return;
    }
    this.timer = setTimeout(() => {
      this.timer = undefined;
      if (this.isWanted) this.request();
    }, this.interval);
    this.isWanted = false;
    this.action();
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.isWanted = false;
  }
}
