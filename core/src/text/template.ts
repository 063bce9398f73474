import { maskSecrets } from './maskSecrets';

/** Marks a sentence that is put into the user's language elsewhere, so that the bundle of translations has it. */
export const template = <Text extends string>(text: Text): Text => text;

/** Gives a template in the user's language, with the same placeholders; the template itself where it knows none. */
export type Translate = (template: string) => string;

/**
 * A template in the user's language, filled in. An argument is put in as it is, and never read as a template; but what looks like a
 * secret is masked: whatever a message quotes passes here.
 */
export function fillIn(template: string, args: readonly string[] = [], translate: Translate = (text) => text): string {
  return translate(template).replace(/\{(\d+)\}/g, (placeholder, index: string) =>
    maskSecrets(args[Number(index)] ?? placeholder),
  );
}
