import type { JsonValue } from './jrm';

/** A text that is no Unicode, so that no JSON can hold it. */
export class JsonTextError extends Error {}

/**
 * The canonical form of RFC 8785: keys in the order of their UTF-16 units, no white space, numbers and strings as ECMAScript writes
 * them.
 *
 * @throws JsonTextError where a string holds half of a surrogate pair
 */
export function canonicalJson(value: JsonValue): string {
  if (typeof value === 'string') return canonicalText(value);
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (isList(value)) return `[${value.map(canonicalJson).join(',')}]`;
  const members = Object.keys(value).sort().map((key) => `${canonicalText(key)}:${canonicalJson(value[key]!)}`);
  return `{${members.join(',')}}`;
}

function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}

/** What stands for itself in a string of JSON. */
const plain = /^[ !#-[\]-~]*$/;

function canonicalText(text: string): string {
  if (plain.test(text)) return `"${text}"`;
  if (!text.isWellFormed()) throw new JsonTextError('A name holds half of a surrogate pair, which JSON cannot: choose a name without it.');
  return JSON.stringify(text);
}

/**
 * The canonical form, for comparing. A value that holds half of a surrogate pair has none, and no seal was ever made of it: it has a text
 * that no other value has.
 */
export function comparableJson(value: JsonValue): string {
  try {
    return canonicalJson(value);
  } catch (error) {
    if (!(error instanceof JsonTextError)) throw error;
    return `!${JSON.stringify(value)}`;
  }
}
