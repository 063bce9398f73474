/** Milliseconds from 1601-01-01 to 1970-01-01, both UTC. */
const EPOCH_MS = 11_644_473_600_000n;
const UNITS_PER_MS = 10_000n;

/** A time in FILETIME units, 100 ns since 1601-01-01 UTC. */
export function fileTimeOf(date: Date): bigint {
  return (BigInt(date.getTime()) + EPOCH_MS) * UNITS_PER_MS;
}

/** The date of a FILETIME, to the millisecond; undefined if a `Date` cannot hold it. */
export function dateOfFileTime(fileTime: bigint): Date | undefined {
  const date = new Date(Number(fileTime / UNITS_PER_MS - EPOCH_MS));
  return Number.isNaN(date.getTime()) ? undefined : date;
}
