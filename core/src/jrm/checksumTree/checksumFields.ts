/** A field of a checksum that the tree is made of, as `ScannedChecksum` calls it. */
export type FieldName = 'filePath' | 'driveId' | 'blobPath' | 'size';

const names: readonly (readonly [name: Uint8Array, field: FieldName])[] = (
  [
    ['FilePath', 'filePath'],
    ['Size', 'size'],
    ['DriveId', 'driveId'],
    ['BlobPath', 'blobPath'],
  ] as const
).map(([name, field]) => [new TextEncoder().encode(name), field]);

/** The field that has this name in the file; undefined for others. */
export function fieldNamed(bytes: Uint8Array, start: number, end: number): FieldName | undefined {
  for (const [name, field] of names) {
    if (name.length !== end - start) continue;
    let at = 0;
    while (at < name.length && name[at] === bytes[start + at]) at++;
    if (at === name.length) return field;
  }
  return undefined;
}

/** NaN for anything but digits. */
export function wholeNumber(bytes: Uint8Array, start: number, end: number): number {
  let value = start === end ? NaN : 0;
  for (let at = start; at < end; at++) {
    const digit = bytes[at]! - 0x30;
    if (digit < 0 || digit > 9) return NaN;
    value = 10 * value + digit;
  }
  return value;
}
