import { endEntry, indexRoot } from './directoryIndex';
import { alignUp, collation } from './ntfsFormat';
import { securityEntries, securityId, writeSecurityHeader, type SecurityEntry } from './securityDescriptors';

/** An entry of an index that is not a directory: a key, and its data `dataAt` bytes from the beginning of the entry. */
function viewEntry(key: Uint8Array, dataAt: number, data: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(alignUp(dataAt + data.length, 8));
  const view = new DataView(bytes.buffer);
  view.setUint16(0, dataAt, true);
  view.setUint16(2, data.length, true);
  view.setUint16(8, bytes.length, true);
  view.setUint16(10, key.length, true);
  bytes.set(key, 16);
  bytes.set(data, dataAt);
  return bytes;
}

function viewRoot(collationRule: number, clusterBytes: number, ...entries: readonly Uint8Array[]): Uint8Array {
  return indexRoot(0, collationRule, clusterBytes, Buffer.concat([...entries, endEntry()]));
}

function numbers(...values: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(values.length * 4);
  values.forEach((value, index) => {
    new DataView(bytes.buffer).setUint32(index * 4, value, true);
  });
  return bytes;
}

function securityData(entry: SecurityEntry, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  writeSecurityHeader(new DataView(bytes.buffer), 0, entry);
  return bytes;
}

/** `$SDH`: security descriptors by their hash. */
export function securityByHash(clusterBytes: number): Uint8Array {
  const entries = [...securityEntries]
    .sort((a, b) => a.hash - b.hash || a.id - b.id)
    .map((entry) => {
      const bytes = viewEntry(numbers(entry.hash, entry.id), 24, securityData(entry, 20));
      // Windows pads the entry with "II".
      bytes.set([0x49, 0, 0x49, 0], 44);
      return bytes;
    });
  return viewRoot(collation.securityHash, clusterBytes, ...entries);
}

/** `$SII`: security descriptors by their number. */
export function securityByNumber(clusterBytes: number): Uint8Array {
  return viewRoot(
    collation.ulong,
    clusterBytes,
    ...securityEntries.map((entry) => viewEntry(numbers(entry.id), 20, securityData(entry, 20))),
  );
}

/** S-1-5-32-544. */
const administrators = Uint8Array.of(1, 2, 0, 0, 0, 0, 0, 5, 32, 0, 0, 0, 0x20, 2, 0, 0);
const FIRST_OWNER = securityId.systemFile;

/** `$O` of `$Quota`: owners by SID. The only one is the administrators group. */
export function quotaOwners(clusterBytes: number): Uint8Array {
  return viewRoot(collation.sid, clusterBytes, viewEntry(administrators, 32, numbers(FIRST_OWNER, 32)));
}

/** A quota without limits. `changed` is a FILETIME. */
function noQuota(changed: bigint, owner: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(48 + owner.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, 2, true);
  view.setUint32(4, 1, true);
  view.setBigInt64(16, changed, true);
  view.setBigInt64(24, -1n, true);
  view.setBigInt64(32, -1n, true);
  bytes.set(owner, 48);
  return bytes;
}

/** `$Q` of `$Quota`: quotas by number of the owner; 1 is for everyone without a quota. */
export function quotas(changed: bigint, clusterBytes: number): Uint8Array {
  const nobody = new Uint8Array(0);
  return viewRoot(
    collation.ulong,
    clusterBytes,
    viewEntry(numbers(1), 20, noQuota(changed, nobody)),
    viewEntry(numbers(FIRST_OWNER), 20, noQuota(changed, administrators)),
  );
}

/** `$O` of `$ObjId` and `$R` of `$Reparse`: no file has an object id or a reparse point. */
export function emptyView(clusterBytes: number): Uint8Array {
  return viewRoot(collation.ulongs, clusterBytes);
}
