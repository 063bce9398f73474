/** The recipients in a text: `age1…`, apart by spaces, commas or lines. Undefined where one of them is none. */
export function recipientsIn(text: string): readonly string[] | undefined {
  const recipients = text.split(/[\s,;]+/).filter((part) => part !== '');
  return recipients.every((recipient) => /^age1[0-9a-z]{20,}$/.test(recipient)) && recipients.length > 0
    ? recipients
    : undefined;
}
