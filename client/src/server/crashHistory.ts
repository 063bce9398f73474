/** A server that crashes this often within the window would probably crash again. */
const limit = 4;
const windowMilliseconds = 3 * 60 * 1000;

/** Decides whether a server that ended by itself is started again without asking. */
export class CrashHistory {
  private times: number[] = [];

  /**
   * Records a crash.
   * @param time in milliseconds, from any fixed origin.
   * @returns whether another start is worthwhile.
   */
  add(time: number): boolean {
    this.times = [...this.times.filter((earlier) => time - earlier < windowMilliseconds), time];
    return this.times.length < limit;
  }

  clear(): void {
    this.times = [];
  }
}
