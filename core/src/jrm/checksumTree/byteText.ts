/** A text as UTF-8 bytes in a larger array, which is of use only until the next one is read. */
export interface ByteText {
  bytes: Uint8Array;
  start: number;
  end: number;
}

const decoder = new TextDecoder();

export function decodeBytes({ bytes, start, end }: ByteText): string {
  return decoder.decode(bytes.subarray(start, end));
}

export function sameBytes(one: ByteText, other: ByteText): boolean {
  const length = one.end - one.start;
  if (other.end - other.start !== length) return false;
  for (let at = 0; at < length; at++) if (one.bytes[one.start + at] !== other.bytes[other.start + at]) return false;
  return true;
}
