/**
 * The recipients in a text: `age1…`, separated by spaces, commas or line breaks. Undefined if one of them is invalid.
 */
export function recipientsIn(text: string): readonly string[] | undefined {
  const recipients = text.split(/[\s,;]+/).filter((part) => part !== '');
  return recipients.every((recipient) => /^age1[0-9a-z]{20,}$/.test(recipient)) && recipients.length > 0
    ? recipients
    : undefined;
}
