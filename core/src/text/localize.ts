import { fillIn } from './template';

/** Says a sentence in the user's language. `template` is the English one, with `{0}`, `{1}` … for the arguments. */
export type Localize = (template: string, ...args: readonly (string | number)[]) => string;

/** Makes one of the client's translations: English sentence to sentence. What is missing there stays English. */
export function localizer(translations: Readonly<Record<string, string>> = {}): Localize {
  return (template, ...args) => {
    const text = Object.hasOwn(translations, template) ? translations[template]! : template;
    return fillIn(text, args.map(String));
  };
}
