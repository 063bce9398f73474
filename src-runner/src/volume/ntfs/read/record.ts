import { sentence } from '../../../language/sentence';
import { attributeType, recordFlag } from '../ntfsFormat';
import { restoreSectors } from '../updateSequence';
import { damaged, recordPlace, type Place } from './damage';

/** An attribute, or the part of it in one record: a long list of runs is spread over several. Sizes are in bytes. */
export interface Attribute {
  readonly type: number;
  readonly name: string;
  /** 1: compressed; 0x4000: encrypted; 0x8000: sparse. */
  readonly flags: number;
  /** The value, if it lies in the record. */
  readonly value?: Uint8Array;
  readonly clusters?: {
    readonly firstVcn: number;
    readonly mappingPairs: Uint8Array;
    /** For the whole stream; valid if `firstVcn` is 0. */
    readonly allocated: number;
    readonly size: number;
    readonly initialized: number;
  };
}

/** A record of the MFT. */
export interface MftRecord {
  readonly number: number;
  readonly sequence: number;
  readonly links: number;
  readonly isInUse: boolean;
  readonly isDirectory: boolean;
  /** The record that this one extends; 0 if it is a base record. */
  readonly base: number;
  readonly attributes: readonly Attribute[];
}

/** 48 bits: a double holds no more exactly, and no volume has as many bytes or clusters. */
export function readUint48(view: DataView, at: number): number {
  return view.getUint32(at, true) + view.getUint16(at + 4, true) * 0x1_0000_0000;
}

/** 64 bits; undefined if a double cannot hold the number. */
export function readLength(view: DataView, at: number): number | undefined {
  const high = view.getUint32(at + 4, true);
  return high < 0x20_0000 ? view.getUint32(at, true) + high * 0x1_0000_0000 : undefined;
}

export function readUtf16(bytes: Uint8Array, at: number, units: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset + at, units * 2).toString('utf16le');
}

/** The attribute in the `end - at` bytes from `at` on. */
function parseAttribute(bytes: Uint8Array, view: DataView, at: number, end: number, place: Place): Attribute {
  const type = view.getUint32(at, true);
  const nameLength = view.getUint8(at + 9);
  const nameOffset = at + view.getUint16(at + 10, true);
  if (nameLength > 0 && nameOffset + 2 * nameLength > end)
    throw damaged(place, sentence`has an attribute whose name does not fit`);
  const name = nameLength === 0 ? '' : readUtf16(bytes, nameOffset, nameLength);
  const flags = view.getUint16(at + 12, true);
  if (view.getUint8(at + 8) === 0) {
    const start = at + view.getUint16(at + 20, true);
    const length = view.getUint32(at + 16, true);
    if (start + length > end) throw damaged(place, sentence`has an attribute whose value does not fit`);
    return { type, name, flags, value: bytes.subarray(start, start + length) };
  }
  const runs = end - at < 64 ? 0 : view.getUint16(at + 32, true);
  if (runs < 64 || at + runs > end) throw damaged(place, sentence`has an attribute whose runs do not fit`);
  const firstVcn = readLength(view, at + 16);
  const allocated = readLength(view, at + 40);
  const size = readLength(view, at + 48);
  const initialized = readLength(view, at + 56);
  if (
    firstVcn === undefined ||
    (firstVcn === 0 && (allocated === undefined || size === undefined || initialized === undefined))
  ) {
    throw damaged(place, sentence`has an attribute of impossible size`);
  }
  const mappingPairs = bytes.subarray(at + runs, end);
  return {
    type,
    name,
    flags,
    clusters: { firstVcn, mappingPairs, allocated: allocated ?? 0, size: size ?? 0, initialized: initialized ?? 0 },
  };
}

function parseAttributes(bytes: Uint8Array, view: DataView, place: Place): Attribute[] {
  const attributes: Attribute[] = [];
  const used = Math.min(view.getUint32(0x18, true), bytes.length);
  let at = view.getUint16(0x14, true);
  for (;;) {
    if (at + 4 > used) throw damaged(place, sentence`has attributes with no end marker`);
    if (view.getUint32(at, true) === attributeType.end) return attributes;
    const length = at + 24 <= used ? view.getUint32(at + 4, true) : 0;
    if (length < 24 || length % 8 !== 0 || at + length > used)
      throw damaged(place, sentence`has an attribute that does not fit`);
    attributes.push(parseAttribute(bytes, view, at, at + length, place));
    at += length;
  }
}

/**
 * Parses a record and restores its sectors in place. Undefined if no record was ever written there.
 *
 * @throws DriveFormatError
 */
export function parseRecord(bytes: Uint8Array, number: number): MftRecord | undefined {
  const place = recordPlace(number);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const signature = view.getUint32(0, true);
  if (signature === 0) return undefined;
  if (signature !== 0x454c_4946) throw damaged(place, sentence`does not begin with FILE`);
  if (!restoreSectors(bytes)) throw damaged(place, sentence`was only partially written`);
  const flags = view.getUint16(0x16, true);
  const isInUse = (flags & recordFlag.inUse) !== 0;
  return {
    number,
    sequence: view.getUint16(0x10, true),
    links: view.getUint16(0x12, true),
    isInUse,
    isDirectory: (flags & recordFlag.directory) !== 0,
    base: readUint48(view, 0x20),
    attributes: isInUse ? parseAttributes(bytes, view, place) : [],
  };
}
