const spoken: Readonly<Record<string, string>> = {
  '\0': 'NUL',
  '\t': 'a tab',
  '\n': 'a line end',
  '\r': 'a line end',
  ' ': 'a space',
  '\u00a0': 'a no-break space',
};

/** The length in UTF-16 units of the character at `index`: 2 for a surrogate pair. */
export function characterLength(text: string, index: number): 1 | 2 {
  return (text.codePointAt(index) ?? 0) > 0xffff ? 2 : 1;
}

/** How a message names the character at `index`: `"x"`, `a space`, `NUL`, or `U+0007` for an invisible character. */
export function characterName(text: string, index = 0): string {
  const codePoint = text.codePointAt(index);
  if (codePoint === undefined) return '';
  const character = String.fromCodePoint(codePoint);
  if (character in spoken) return spoken[character]!;
  return /[\p{C}\p{Z}]/u.test(character)
    ? `U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}`
    : `"${character}"`;
}
