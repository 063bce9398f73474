/** The speed is an average over this many milliseconds, so that it neither jumps nor lags behind. */
const WINDOW = 10_000;
/** Readings that are closer together count as one. */
const LEAST_INTERVAL = 100;

/** Estimates the speed of work and the time left. Times are in milliseconds. */
export class Speedometer {
  readonly #readings: { readonly time: number; readonly bytes: number }[] = [];

  /** @param total bytes in all */
  constructor(private readonly total: number) {}

  /** Records how much is done. */
  read(time: number, bytes: number): void {
    const last = this.#readings.at(-1);
    if (last && time - last.time < LEAST_INTERVAL && this.#readings.length > 1) this.#readings.pop();
    this.#readings.push({ time, bytes });
    while (this.#readings.length > 2 && this.#readings[1]!.time <= time - WINDOW) this.#readings.shift();
  }

  /** The average of the last ten seconds; 0 before anything is known. */
  get bytesPerSecond(): number {
    const first = this.#readings[0];
    const last = this.#readings.at(-1);
    if (!first || !last || last.time === first.time) return 0;
    return Math.max(0, ((last.bytes - first.bytes) * 1000) / (last.time - first.time));
  }

  /** Undefined while nothing moves. */
  get secondsLeft(): number | undefined {
    const speed = this.bytesPerSecond;
    const left = this.total - (this.#readings.at(-1)?.bytes ?? 0);
    if (left <= 0) return 0;
    return speed > 0 ? left / speed : undefined;
  }
}
