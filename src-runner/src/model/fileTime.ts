/** 1601-01-01 in units of 100 ns before 1970-01-01. */
const EPOCH = 116_444_736_000_000_000n;
/** The latest time that Windows accepts, in the year 30828: the number is signed. */
const LAST = 0x7fff_ffff_ffff_ffffn;

/** 2 ** 32 seconds, in nanoseconds. */
const WRAP = 4_294_967_296_000_000_000n;

/**
 * A time of a file as Node tells it, as a FILETIME.
 *
 * Node on Windows keeps the seconds in 32 bits without a sign, so a time before 1970 appears as one 136 years later. No file can have
 * been written in the future, so such a time is taken back.
 *
 * @param nanoseconds since 1970
 */
export function statTimeOf(nanoseconds: bigint, now = Date.now(), platform = process.platform): bigint {
  const isWrapped = platform === 'win32' && nanoseconds >= WRAP / 2n && nanoseconds / 1_000_000n > BigInt(now);
  return fileTimeOf(isWrapped ? nanoseconds - WRAP : nanoseconds);
}

/** Nanoseconds since 1970 as a FILETIME. Times before 1601 or after 30828 become the nearest possible time. */
export function fileTimeOf(nanoseconds: bigint): bigint {
  const units = nanoseconds / 100n;
  const time = (nanoseconds < 0n && units * 100n !== nanoseconds ? units - 1n : units) + EPOCH;
  return time < 0n ? 0n : time > LAST ? LAST : time;
}
