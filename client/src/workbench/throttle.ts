/** Runs an action at a limited rate: at once if it has not run lately, otherwise when the interval is over. */
export class Throttle {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private isWanted = false;

  /** @param interval in milliseconds */
  constructor(
    private readonly action: () => void,
    private readonly interval: number,
  ) {}

  /** Requests a run; requests during the interval are combined. */
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
