import { MAX_COMPARED_LENGTH, sourceKey } from './datasetRelation';
import type { Dialect } from '../columns/datasetColumns';

const BACKSLASH = 92;
const SLASH = 47;
const COLON = 58;
const DOT = 46;

/** Stands in for a missing second character; it is not a character itself. */
const ALONE = 0xffff;

/** What each ASCII character becomes in a source key. */
const foldedAscii = Uint8Array.from({ length: 128 }, (_, code) =>
  sourceKey(`x${String.fromCharCode(code)}`).charCodeAt(1),
);

/** Salts for keys that differ in more than their text: the same text may be a directory and a destination. */
const Salt = { Copy: 0x1b873593, Directory: 0x52dce729, Destination: 0x38b34ae5 } as const;

/** Murmur3's last step: every bit of the result depends on every bit of `hash`. */
function mix(hash: number): number {
  let h = hash ^ (hash >>> 16);
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  return h ^ (h >>> 16);
}

/** A 64-bit fingerprint in two halves. */
export interface Fingerprint {
  low: number;
  high: number;
}

/**
 * Fingerprints of a dataset row's keys, computed directly from the text as written: equal keys have equal fingerprints
 * (see `datasetKeys` for the keys). One object is reused for many rows.
 */
export class KeyFingerprint {
  /** Of the source and the destination together. */
  readonly copy: Fingerprint = { low: 0, high: 0 };
  /** Of the source as a directory. */
  readonly directory: Fingerprint = { low: 0, high: 0 };
  readonly destination: Fingerprint = { low: 0, high: 0 };
  /** True where the source is a directory. */
  isDirectory = false;
  /** True where the row writes one file or blob. */
  writesOneFile = false;
  /**
   * Fingerprints of the directories that contain the source, outermost first; only the first `ancestorCount` are valid.
   */
  readonly ancestorLows = new Int32Array(MAX_COMPARED_LENGTH);
  readonly ancestorHighs = new Int32Array(MAX_COMPARED_LENGTH);
  ancestorCount = 0;
  /** 1 to 26 for a source on drive A to Z, otherwise 0. */
  drive = 0;
  private low = 0;
  private high = 0;

  constructor(private readonly dialect: Dialect) {}

  /** Reads a row's source and destination, as written. */
  read(path: string, destination: string): void {
    this.drive = driveOfPath(path);
    this.readSource(path);
    const sourceLow = this.low;
    const sourceHigh = this.high;
    set(this.directory, sourceLow, sourceHigh, Salt.Directory);
    this.hash(this.dialect === 'files' ? destination.toLowerCase() : destination);
    set(this.destination, this.low, this.high, Salt.Destination);
    set(this.copy, Math.imul(sourceLow, 31) + this.low, Math.imul(sourceHigh, 31) + this.high, Salt.Copy);
    this.writesOneFile = !this.isDirectory && destination.charCodeAt(destination.length - 1) !== SLASH;
  }

  private readSource(path: string): void {
    const native = path.charCodeAt(0) === SLASH;
    // Beyond ASCII, lower case depends on tables and can change the length of a text. Names that are empty or begin
    // with a dot may not be real names. In both cases the key itself is hashed.
    if (!this.hashSource(path, native, native, false)) this.hashSource(sourceKey(path), native, true, true);
  }

  /** Returns false where the text must be converted to its key first. */
  private hashSource(text: string, native: boolean, folded: boolean, isKey: boolean): boolean {
    const separator = native ? SLASH : BACKSLASH;
    const last = text.length - 1;
    let low = 0;
    let high = 0;
    this.ancestorCount = 0;
    for (let i = 0; i <= last;) {
      let code = text.charCodeAt(i++);
      if (!folded) {
        if (code >= 128) return false;
        code = foldedAscii[code]!;
      }
      let second = ALONE;
      // Takes two characters per step. A step also ends at each directory, so that equal beginnings are hashed alike.
      if (code !== separator && i <= last) {
        let next = text.charCodeAt(i);
        if (!folded) {
          if (next >= 128) return false;
          next = foldedAscii[next]!;
        }
        if (next !== separator) {
          second = next;
          i++;
        }
      }
      const codes = code | (second << 16);
      low = (Math.imul(low ^ codes, 0x01000193) + 0x7f4a7c15) | 0;
      high = (Math.imul(high ^ codes, 0x5bd1e995) + 0x165667b1) | 0;
      high ^= high >>> 15;
      if (code === separator && i <= last) {
        if (!isKey && (native || i > 1) && mayBeNoName(text.charCodeAt(i), native)) return false;
        this.addAncestor(low, high);
      }
    }
    this.low = low;
    this.high = high;
    const end = text.charCodeAt(last);
    this.isDirectory = end === BACKSLASH || end === SLASH;
    return true;
  }

  private addAncestor(low: number, high: number): void {
    this.ancestorLows[this.ancestorCount] = mix(low ^ Salt.Directory);
    this.ancestorHighs[this.ancestorCount] = mix(high + Salt.Directory);
    this.ancestorCount++;
  }

  private hash(text: string): void {
    let low = 0;
    let high = 0;
    const { length } = text;
    for (let i = 0; i < length; i += 2) {
      const codes = text.charCodeAt(i) | ((i + 1 < length ? text.charCodeAt(i + 1) : ALONE) << 16);
      low = (Math.imul(low ^ codes, 0x01000193) + 0x7f4a7c15) | 0;
      high = (Math.imul(high ^ codes, 0x5bd1e995) + 0x165667b1) | 0;
      high ^= high >>> 15;
    }
    this.low = low;
    this.high = high;
  }
}

/** True for a character after a separator that may not begin a name: another separator, or a dot. */
function mayBeNoName(code: number, native: boolean): boolean {
  return code === SLASH || code === DOT || (code === BACKSLASH && !native);
}

function driveOfPath(path: string): number {
  const letter = path.charCodeAt(0) | 0x20;
  return path.charCodeAt(1) === COLON && letter >= 0x61 && letter <= 0x7a ? letter - 0x60 : 0;
}

function set(fingerprint: Fingerprint, low: number, high: number, salt: number): void {
  fingerprint.low = mix(low ^ salt);
  fingerprint.high = mix(high + salt);
}
