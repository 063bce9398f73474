/** How far a root element is searched for, in UTF-16 units. */
export const ROOT_HEAD = 16 * 1024;

/** The name of an XML text's root element; `undefined` where its beginning is not XML. */
export function rootElement(text: string): string | undefined {
  return rootTag(text)?.name;
}

/** The root's start tag and the text after its name, as far as it is looked at. */
export function rootTag(
  text: string,
): { readonly name: string; readonly tag: string; readonly rest: string } | undefined {
  let rest = text
    .slice(0, ROOT_HEAD)
    .replace(/^\ufeff/, '')
    .trimStart();
  for (;;) {
    const prolog = /^(?:<\?[^]*?\?>|<!--[^]*?-->|<![A-Za-z][^>]*>)\s*/.exec(rest)?.[0];
    if (prolog === undefined) break;
    rest = rest.slice(prolog.length);
  }
  const name = /^<([^\s<>/!?]+)/.exec(rest)?.[1];
  if (name === undefined) return undefined;
  const behind = rest.slice(name.length + 1);
  return { name, tag: /^[^<>]*/.exec(behind)![0], rest: behind };
}
