import { readFileSync, statSync } from 'node:fs';
import { fillIn } from '#core/text/template';

/** Names the file with the translated sentences for this process: one of `l10n/`. Without it, all are English. */
export const TRANSLATIONS_VARIABLE = 'SNEAKERNET_TRANSLATIONS';

/** English sentence to sentence. */
let translations: ReadonlyMap<string, string> | undefined;

/**
 * From here on sentences are said in the language that an environment asks for. Whoever begins a process or a thread says so first: what
 * is said while modules are loaded is English.
 */
export function speakLanguageOf(environment: NodeJS.ProcessEnv): void {
  translations = readTranslations(environment[TRANSLATIONS_VARIABLE]);
}

/** A value in a sentence. */
type Argument = string | number | bigint;

/** Translates a template with `{0}`, `{1}` …; returned unchanged if there is no translation. */
export function translate(template: string): string {
  return translations?.get(template) ?? template;
}

/**
 * Says a sentence, or a part of one, in the user's language:
 *
 *     sentence`${path} cannot be read (${code}).`
 *
 * The bundle of translations has it as `{0} cannot be read ({1}).`
 */
export function sentence(parts: TemplateStringsArray, ...args: readonly Argument[]): string {
  if (translations === undefined) return String.raw({ raw: parts }, ...args);
  return fillIn(templateOf(parts), args.map(String), translate);
}

function templateOf(parts: TemplateStringsArray): string {
  return parts.map((part, index) => (index === 0 ? part : `{${index - 1}}${part}`)).join('');
}

/** Undefined if there are none: unreadable translations must not prevent preparing a drive. */
function readTranslations(path: string | undefined): ReadonlyMap<string, string> | undefined {
  if (path === undefined || path === '') return undefined;
  try {
    // Reading a device may never end.
    if (!statSync(path).isFile()) return undefined;
    const read: unknown = JSON.parse(readFileSync(path, 'utf8'));
    if (typeof read !== 'object' || read === null) return undefined;
    return new Map(Object.entries(read).filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
  } catch {
    return undefined;
  }
}
