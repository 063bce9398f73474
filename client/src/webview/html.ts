/** HTML that can be inserted into a page unchanged. Only `html` creates it, which escapes all values. */
export class Html {
  private constructor(readonly text: string) {}

  /** @internal For `html`. */
  static readonly of = (text: string): Html => new Html(text);

  toString(): string {
    return this.text;
  }
}

/** The values that a template accepts: text, which is escaped; HTML and lists of it; and nothing. */
export type HtmlContent = Html | string | number | false | null | undefined | readonly HtmlContent[];

/**
 * Makes HTML from a template literal. All values are escaped, both as text and as quoted attributes.
 *
 * @throws {TypeError} for a template in which escaping would not help: a value outside quotes in a tag, a handler in an
 * attribute, a value in a script or style.
 */
export function html(template: TemplateStringsArray, ...values: readonly HtmlContent[]): Html {
  check(template);
  return Html.of(template.reduce((text, part, index) => text + textOf(values[index - 1]) + part));
}

const checked = new WeakSet<TemplateStringsArray>();

/** Checks each template only once: they are few, however often they are filled in. */
function check(template: TemplateStringsArray): void {
  if (checked.has(template)) return;
  template.forEach((part, index) => {
    const before = template.slice(0, index + 1).join('');
    const tag = /<[a-z][^<>]*$/i.exec(before)?.[0];
    const isLast = index === template.length - 1;
    if (/\son[a-z]+\s*=/i.test(part)) throw new TypeError(`A handler in an attribute: ${part}`);
    if (!isLast && tag !== undefined && !/=\s*"[^"]*$/.test(tag)) throw new TypeError(`A value outside quotes: ${tag}`);
    if (!isLast && /<(?:script|style)\b(?![^]*<\/(?:script|style)>)[^]*>[^<]*$/i.test(before))
      throw new TypeError(`A value in a script or style: ${part}`);
  });
  checked.add(template);
}

function textOf(value: HtmlContent): string {
  if (value === undefined || value === null || value === false) return '';
  if (value instanceof Html) return value.text;
  if (typeof value === 'object') return value.map(textOf).join('');
  return escapeHtml(String(value));
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/**
 * Escapes text for HTML. Control and formatting characters, which could reverse or end the text around them, are shown
 * as U+FFFD: names of files may contain any.
 */
function escapeHtml(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Cs}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, (character) =>
      /[\t\n]/.test(character) ? character : '\ufffd',
    )
    .replace(/[&<>"']/g, (character) => entities[character]!);
}
