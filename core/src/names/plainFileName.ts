/** Devices of Windows aside: letters, digits, `_`, `-`, and spaces and dots that are not at an end. */
const plain = /^(?!(?:con|prn|aux|nul|clock|conin|conout|com\d|lpt\d)(?:[ .]|$))[\w-](?:[\w .-]{0,126}[\w-])?$/i;

/** True for a name that nobody refuses: not NTFS, not blob storage, not Azure Files. False says nothing: then the rules are to be asked. */
export function isPlainFileName(name: string): boolean {
  return plain.test(name);
}
