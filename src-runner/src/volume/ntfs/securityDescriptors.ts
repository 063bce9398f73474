import { alignUp } from './ntfsFormat';

/** `$SDS` repeats every 256 KiB of descriptors in the following 256 KiB. */
const COPY_DISTANCE = 0x4_0000;
const ENTRY_HEADER = 20;

type Sid = readonly [authority: number, ...subAuthorities: number[]];

const localSystem: Sid = [5, 18];
const administrators: Sid = [5, 32, 544];
const everyone: Sid = [1, 0];

interface AccessEntry {
  readonly sid: Sid;
  readonly mask: number;
  /** 3: files and directories below inherit the entry. */
  readonly flags: number;
}

const fullControl = 0x1f_01ff;
/** Everything except deleting it and changing its security. */
const readAndWrite = 0x12_019f;
const inherited = 0x3;

function sidBytes([authority, ...subAuthorities]: Sid): number[] {
  const ids = subAuthorities.flatMap((id) => [id & 0xff, (id >> 8) & 0xff, (id >> 16) & 0xff, id >>> 24]);
  return [1, subAuthorities.length, 0, 0, 0, 0, 0, authority, ...ids];
}

/** A self-relative security descriptor: header, access list, owner, group. */
function descriptor(owner: Sid, group: Sid, entries: readonly AccessEntry[]): Uint8Array {
  const aces = entries.map(({ sid, mask, flags }) => {
    const id = sidBytes(sid);
    const bytes = new Uint8Array(8 + id.length);
    const view = new DataView(bytes.buffer);
    view.setUint8(1, flags);
    view.setUint16(2, bytes.length, true);
    view.setUint32(4, mask, true);
    bytes.set(id, 8);
    return bytes;
  });
  const listLength = 8 + aces.reduce((sum, ace) => sum + ace.length, 0);
  const ownerAt = 20 + listLength;
  const groupAt = ownerAt + sidBytes(owner).length;
  const bytes = new Uint8Array(groupAt + sidBytes(group).length);
  const view = new DataView(bytes.buffer);
  bytes[0] = 1;
  // Self-relative, with an access list.
  view.setUint16(2, 0x8004, true);
  view.setUint32(4, ownerAt, true);
  view.setUint32(8, groupAt, true);
  view.setUint32(16, 20, true);
  bytes[20] = 2;
  view.setUint16(22, listLength, true);
  view.setUint16(24, aces.length, true);
  let at = 28;
  for (const ace of aces) {
    bytes.set(ace, at);
    at += ace.length;
  }
  bytes.set(sidBytes(owner), ownerAt);
  bytes.set(sidBytes(group), groupAt);
  return bytes;
}

/** The numbers by which files refer to their descriptors. */
export const securityId = { systemFile: 0x100, directory: 0x101, file: 0x102, hiddenDirectory: 0x103 } as const;

const descriptors: readonly Uint8Array[] = [
  descriptor(localSystem, administrators, [
    { sid: localSystem, mask: readAndWrite, flags: 0 },
    { sid: administrators, mask: readAndWrite, flags: 0 },
  ]),
  // Whoever holds the drive may read it, and may empty it when it comes back.
  descriptor(administrators, administrators, [{ sid: everyone, mask: fullControl, flags: inherited }]),
  descriptor(administrators, administrators, [{ sid: everyone, mask: fullControl, flags: 0 }]),
  descriptor(administrators, administrators, [{ sid: localSystem, mask: fullControl, flags: inherited }]),
];

/** One entry of the `$SDS` stream and of the indexes over it. */
export interface SecurityEntry {
  readonly id: number;
  readonly hash: number;
  /** Position in `$SDS`. */
  readonly offset: number;
  /** Including its 20-byte header. */
  readonly length: number;
}

function hashOf(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer);
  let hash = 0;
  for (let at = 0; at + 4 <= bytes.length; at += 4)
    hash = (((hash << 3) | (hash >>> 29)) + view.getUint32(at, true)) | 0;
  return hash >>> 0;
}

export const securityEntries: readonly SecurityEntry[] = descriptors.reduce<SecurityEntry[]>(
  (entries, bytes, index) => {
    const last = entries.at(-1);
    const offset = last ? alignUp(last.offset + last.length, 16) : 0;
    return [...entries, { id: 0x100 + index, hash: hashOf(bytes), offset, length: ENTRY_HEADER + bytes.length }];
  },
  [],
);

const lastEntry = securityEntries.at(-1)!;

/** The size of the `$SDS` stream, in bytes. */
export const securityStreamLength = COPY_DISTANCE + lastEntry.offset + lastEntry.length;

/** The header of an entry: hash, number, offset, length. `$SDH` and `$SII` hold the same bytes for it. */
export function writeSecurityHeader(view: DataView, at: number, { id, hash, offset, length }: SecurityEntry): void {
  view.setUint32(at, hash, true);
  view.setUint32(at + 4, id, true);
  view.setBigUint64(at + 8, BigInt(offset), true);
  view.setUint32(at + 16, length, true);
}

/** The content of `$SDS`. */
export function securityStream(): Uint8Array {
  const bytes = new Uint8Array(securityStreamLength);
  const view = new DataView(bytes.buffer);
  for (const copy of [0, COPY_DISTANCE]) {
    securityEntries.forEach((entry, index) => {
      writeSecurityHeader(view, copy + entry.offset, entry);
      bytes.set(descriptors[index]!, copy + entry.offset + ENTRY_HEADER);
    });
  }
  return bytes;
}
