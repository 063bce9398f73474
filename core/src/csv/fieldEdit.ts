import type { SpanEdit } from '../text/position';
import type { Field } from './field';
import { contentOf, contentSpan } from './fieldContent';
import { canonicalField } from './canonicalField';

/**
 * Replaces a part of a field's content, as returned by {@link contentOf}, so that the field's value has `text` there.
 * If an unquoted field gets a delimiter this way, it is put in quotes.
 */
export function contentEdit(field: Field, from: number, to: number, text: string): SpanEdit {
  if (field.quoted) return { ...contentSpan(field, from, to), text: text.replaceAll('"', '""') };
  if (!/[",\r\n]/.test(text)) return { ...contentSpan(field, from, to), text };
  const content = contentOf(field) ?? '';
  return {
    start: field.start,
    end: field.end,
    text: canonicalField(content.slice(0, from) + text + content.slice(to)),
  };
}
