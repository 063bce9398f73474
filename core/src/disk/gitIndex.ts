const HEADER_LENGTH = 12;
/** The length of an entry before its flags, in bytes, with SHA-1 names. */
const FIXED_LENGTH = 60;

/**
 * True where a git index file lists `path`, relative to the repository's root, with slashes (git's
 * `Documentation/gitformat-index`, versions 2 to 4).
 */
export function indexHolds(bytes: Uint8Array, path: string): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < HEADER_LENGTH || view.getUint32(0) !== 0x44495243) return false;
  const version = view.getUint32(4);
  const count = view.getUint32(8);
  const decoder = new TextDecoder();
  let at = HEADER_LENGTH;
  let previous: Uint8Array = new Uint8Array();
  for (let i = 0; i < count && at + FIXED_LENGTH + 2 <= bytes.length; i++) {
    const start = at;
    const flags = view.getUint16(at + FIXED_LENGTH);
    at += FIXED_LENGTH + (version >= 3 && (flags & 0x4000) !== 0 ? 4 : 2);
    let kept = 0;
    if (version >= 4) {
      const prefix = readOffset(bytes, at);
      kept = Math.max(0, previous.length - prefix.value);
      at = prefix.next;
    }
    const end = bytes.indexOf(0, at);
    if (end < 0) return false;
    const name = new Uint8Array(kept + end - at);
    name.set(previous.subarray(0, kept));
    name.set(bytes.subarray(at, end), kept);
    if (decoder.decode(name) === path) return true;
    previous = name;
    // In older versions, entries are padded with NULs to a multiple of eight bytes.
    at = version >= 4 ? end + 1 : start + ((end - start + 8) & ~7);
  }
  return false;
}

/** A variable-width number, encoded like offsets in pack files. */
function readOffset(bytes: Uint8Array, from: number): { value: number; next: number } {
  let at = from;
  let byte = bytes[at++] ?? 0;
  let value = byte & 0x7f;
  while (byte & 0x80 && at < bytes.length) {
    byte = bytes[at++]!;
    value = (value + 1) * 128 + (byte & 0x7f);
  }
  return { value, next: at };
}

/**
 * True where git tracks the file whose absolute path has these segments. Searches for the index of the file's
 * repository through `read`, which returns `undefined` for missing files; no program is run.
 */
export async function isTracked(
  segments: readonly string[],
  read: (path: string) => Promise<Uint8Array | undefined>,
): Promise<boolean> {
  for (let depth = segments.length - 1; depth > 0; depth--) {
    const bytes = await read(`${segments.slice(0, depth).join('/')}/.git/index`);
    if (bytes) return indexHolds(bytes, segments.slice(depth).join('/'));
  }
  return false;
}
