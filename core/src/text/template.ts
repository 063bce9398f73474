import { maskSecrets } from './maskSecrets';

/** Marks a sentence that is translated elsewhere, so that it is included in the translation bundle. */
export const template = <Text extends string>(text: Text): Text => text;

/** Translates a template, keeping its placeholders; returns the template itself where there is no translation. */
export type Translate = (template: string) => string;

/**
 * A translated template with its arguments filled in. Arguments are inserted as they are and never read as templates,
 * except that anything that looks like a secret is masked: everything that messages quote passes through here.
 */
export function fillIn(template: string, args: readonly string[] = [], translate: Translate = (text) => text): string {
  return translate(template).replace(/\{(\d+)\}/g, (placeholder, index: string) =>
    maskSecrets(args[Number(index)] ?? placeholder),
  );
}
