/** The length of a text in UTF-8, without encoding it. */
export function utf8Length(text: string): number {
  // eslint-disable-next-line no-control-regex -- ASCII is what is looked for
  if (/^[\u0000-\u007f]*$/.test(text)) return text.length;
  let bytes = text.length;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code > 0x7f) bytes += code > 0x7ff && (code < 0xd800 || code > 0xdfff) ? 2 : 1;
  }
  return bytes;
}
