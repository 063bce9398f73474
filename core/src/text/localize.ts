import { fillIn } from './template';

/**
 * Translates a sentence into the user's language. `template` is the English sentence, with `{0}`, `{1}` … for the
 * arguments.
 */
export type Localize = (template: string, ...args: readonly (string | number)[]) => string;

/**
 * Creates one from the client's translations, which map English sentences to translated ones. Missing sentences stay
 * English.
 */
export function localizer(translations: Readonly<Record<string, string>> = {}): Localize {
  return (template, ...args) => {
    const text = Object.hasOwn(translations, template) ? translations[template]! : template;
    return fillIn(text, args.map(String));
  };
}
