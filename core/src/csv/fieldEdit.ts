import type { SpanEdit } from '../text/position';
import type { Field } from './field';
import { contentOf, contentSpan } from './fieldContent';
import { canonicalField } from './canonicalField';

/**
 * Replaces a stretch of a field's content, as {@link contentOf} gives it, so that the field's value has `text` there.
 * An unquoted field that comes to hold a delimiter is put in quotes.
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
