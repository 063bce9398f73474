/** The encoding of a text file, judged by its first bytes. */
export type Encoding = 'utf-8' | 'utf-16' | 'binary';

const SAMPLE_LENGTH = 4096;

/**
 * Detects the encoding of a file from its beginning. UTF-16 is recognised by its byte order mark or, without one, by
 * its NULs.
 */
export function detectEncoding(beginning: Uint8Array): Encoding {
  const sample = beginning.subarray(0, SAMPLE_LENGTH);
  if ((sample[0] === 0xff && sample[1] === 0xfe) || (sample[0] === 0xfe && sample[1] === 0xff)) return 'utf-16';
  const pairs = sample.length >> 1;
  let evenNuls = 0;
  let oddNuls = 0;
  for (let i = 0; i < 2 * pairs; i += 2) {
    if (sample[i] === 0) evenNuls++;
    if (sample[i + 1] === 0) oddNuls++;
  }
  if (evenNuls + oddNuls === 0) return 'utf-8';
  // In UTF-16 text in European letters, every other byte is zero, and hardly any of the rest.
  const [more, fewer] = evenNuls > oddNuls ? [evenNuls, oddNuls] : [oddNuls, evenNuls];
  if (more > pairs * 0.7 && fewer < pairs * 0.1) return 'utf-16';
  return hasInvalidStart(sample) ? 'binary' : 'utf-8';
}

/** Whether the bytes are invalid UTF-8, apart from their NULs: then the file is not text at all. */
function hasInvalidStart(sample: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(sample, { stream: true });
    return false;
  } catch {
    return true;
  }
}

/** Decodes UTF-16. Without a byte order mark, the NULs tell the byte order. */
export function decodeUtf16(bytes: Uint8Array): string {
  const bigEndian = bytes[0] === 0xfe || (bytes[0] !== 0xff && bytes[0] === 0);
  const littleEndian = bigEndian ? Uint8Array.from(bytes, (_, i) => bytes[i ^ 1] ?? 0) : bytes;
  return new TextDecoder('utf-16le').decode(littleEndian);
}

/** Length of the byte order mark that UTF-8 may begin with. */
export function byteOrderMarkLength(beginning: Uint8Array): 0 | 3 {
  return beginning[0] === 0xef && beginning[1] === 0xbb && beginning[2] === 0xbf ? 3 : 0;
}
