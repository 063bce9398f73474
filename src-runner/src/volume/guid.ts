const textForm = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** The order of the 16 bytes in the text: Microsoft's formats store the first three groups little-endian. */
const order = [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15] as const;

/** Bytes of a GUID on a disk. */
export const GUID_LENGTH = 16;

/**
 * The usual text of a GUID, in lower case.
 *
 * @param bytes its 16 bytes as they lie on a disk
 */
export function guidText(bytes: Uint8Array): string {
  const hex = order.map((at) => bytes[at]!.toString(16).padStart(2, '0')).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** The 16 bytes of a GUID as they lie on a disk. */
export function guidBytes(text: string): Uint8Array {
  if (!textForm.test(text)) throw new RangeError('Not the text of a GUID.');
  const hex = Buffer.from(text.replaceAll('-', ''), 'hex');
  return Uint8Array.from(order, (at) => hex[at]!);
}
