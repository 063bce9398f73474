/** Letters, digits, `_` and `-`, with spaces and dots except at the ends; Windows device names are excluded. */
const plain = /^(?!(?:con|prn|aux|nul|clock|conin|conout|com\d|lpt\d)(?:[ .]|$))[\w-](?:[\w .-]{0,126}[\w-])?$/i;

/**
 * True for a name that is certainly allowed on NTFS, in blob storage and in Azure Files. If false, the individual rules
 * decide.
 */
export function isPlainFileName(name: string): boolean {
  return plain.test(name);
}
