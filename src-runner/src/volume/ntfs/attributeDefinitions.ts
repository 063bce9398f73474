import { ATTRIBUTE_DEFINITION_BYTES } from './layout';

const indexed = 0x2;
const alwaysResident = 0x40;
const mayLeave = 0x80;

/** Name, type, flags, and the smallest and largest size of a value; -1 for any. As in NTFS 3.1's `$AttrDef`. */
const definitions: readonly (readonly [
  name: string,
  type: number,
  flags: number,
  smallest: number,
  largest: number,
])[] = [
  ['$STANDARD_INFORMATION', 0x10, alwaysResident, 48, 72],
  ['$ATTRIBUTE_LIST', 0x20, mayLeave, 0, -1],
  ['$FILE_NAME', 0x30, alwaysResident | indexed, 68, 578],
  ['$OBJECT_ID', 0x40, alwaysResident, 0, 256],
  ['$SECURITY_DESCRIPTOR', 0x50, mayLeave, 0, -1],
  ['$VOLUME_NAME', 0x60, alwaysResident, 2, 256],
  ['$VOLUME_INFORMATION', 0x70, alwaysResident, 12, 12],
  ['$DATA', 0x80, 0, 0, -1],
  ['$INDEX_ROOT', 0x90, alwaysResident, 0, -1],
  ['$INDEX_ALLOCATION', 0xa0, mayLeave, 0, -1],
  ['$BITMAP', 0xb0, mayLeave, 0, -1],
  ['$REPARSE_POINT', 0xc0, mayLeave, 0, 16_384],
  ['$EA_INFORMATION', 0xd0, alwaysResident, 8, 8],
  ['$EA', 0xe0, 0, 0, 65_536],
  ['$LOGGED_UTILITY_STREAM', 0x100, mayLeave, 0, 65_536],
];

const ENTRY = 160;

/** The content of `$AttrDef`. */
export function attributeDefinitions(): Uint8Array {
  const bytes = new Uint8Array(ATTRIBUTE_DEFINITION_BYTES);
  const view = new DataView(bytes.buffer);
  definitions.forEach(([name, type, flags, smallest, largest], index) => {
    const at = index * ENTRY;
    for (let unit = 0; unit < name.length; unit++) view.setUint16(at + 2 * unit, name.charCodeAt(unit), true);
    view.setUint32(at + 128, type, true);
    view.setUint32(at + 140, flags, true);
    view.setBigInt64(at + 144, BigInt(smallest), true);
    view.setBigInt64(at + 152, BigInt(largest), true);
  });
  return bytes;
}
