/** 1601-01-01 in units of 100 ns before 1970-01-01. */
const EPOCH = 116_444_736_000_000_000n;
/** The latest time that Windows accepts, in the year 30828: the number is signed. */
const LAST = 0x7fff_ffff_ffff_ffffn;

/** Nanoseconds since 1970 as a FILETIME. Times before 1601 or after 30828 become the nearest possible time. */
export function fileTimeOf(nanoseconds: bigint): bigint {
  const units = nanoseconds / 100n;
  const time = (nanoseconds < 0n && units * 100n !== nanoseconds ? units - 1n : units) + EPOCH;
  return time < 0n ? 0n : time > LAST ? LAST : time;
}
