/** 1601-01-01 in units of 100 ns before 1970-01-01. */
const EPOCH = 116_444_736_000_000_000n;
/** The last time that Windows takes, in the year 30828: the number is signed. */
const LAST = 0x7fff_ffff_ffff_ffffn;

/** Nanoseconds since 1970 as a FILETIME: the nearest there is, where a file system knows times before 1601 or after 30828. */
export function fileTimeOf(nanoseconds: bigint): bigint {
  const units = nanoseconds / 100n;
  const time = (nanoseconds < 0n && units * 100n !== nanoseconds ? units - 1n : units) + EPOCH;
  return time < 0n ? 0n : time > LAST ? LAST : time;
}
