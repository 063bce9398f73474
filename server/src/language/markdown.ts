import type { Hover, Range } from 'vscode-languageserver-types';
import { MarkupKind } from 'vscode-languageserver-types';
import { formatMessage } from '#core/rules/message';
import type { RuleCode } from '#core/rules/catalogue/index';
import type { Localize } from '#core/text/localize';

/** A hover made of paragraphs; empty ones are left out. */
export function hoverOf(range: Range, ...paragraphs: readonly (string | undefined)[]): Hover {
  const value = paragraphs.filter((paragraph) => paragraph !== undefined && paragraph !== '').join('\n\n');
  return { contents: { kind: MarkupKind.Markdown, value }, range };
}

/** A message of the catalogue in the user's language. */
export function ruleMessage(localize: Localize, code: RuleCode, variant: string, args: readonly string[] = []): string {
  return formatMessage(code, variant, args, localize);
}
