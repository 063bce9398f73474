import type { Field } from '../../csv/field';
import { contentSpan } from '../../csv/fieldContent';
import { nearestValue } from '../../names/nearestValue';
import type { NearestValue } from '../../names/nearestValue';
import { excerpt } from '../../rules/excerpt';
import type { Finding, Fix } from '../../rules/finding';
import { writtenValue } from '../../rules/writtenValue';
import type { RuleCode } from '../../rules/catalogue';
import type { SpanEdit } from '../../text/position';

/** The fix that writes a value; it is certain where only case, spaces or punctuation differ. */
export function valueFix(nearest: NearestValue, edits: readonly SpanEdit[]): Fix {
  return { ...writtenValue(nearest), edits };
}

/** The finding for a text that is not a value of the column, with a fix where one was probably meant. */
export function valueFinding(code: RuleCode, field: Field, text: string, values: readonly string[]): Finding {
  const span = contentSpan(field, 0, text.length);
  const nearest = nearestValue(text, values);
  if (nearest === undefined) return { code, args: [excerpt(text), values.join(', ')], ...span };
  return {
    code,
    variant: nearest.likeness === 'case' ? 'case' : 'near',
    args: [nearest.value],
    ...span,
    fixes: () => [valueFix(nearest, [{ ...span, text: nearest.value }])],
  };
}
