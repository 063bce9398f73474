import type { CompletionItem, CompletionItemKind } from 'vscode-languageserver-types';
import { InsertTextFormat, MarkupKind } from 'vscode-languageserver-types';
import { canonicalField } from '#core/csv/canonicalField';
import type { CompletionTarget } from './completionTarget';

/** A value that completion offers for a field. */
export interface Proposal {
  readonly value: string;
  readonly label?: string;
  readonly kind: CompletionItemKind;
  readonly detail?: string;
  /** Markdown. */
  readonly documentation?: string;
  readonly preselect?: boolean;
  /**
   * True where the user continues inside the value: the cursor stays before the closing quote, and the list opens
   * again.
   */
  readonly continues?: boolean;
  /** The part of the value behind the cursor that stays. */
  readonly rest?: string;
}

/** The item that replaces the field by a value. `ordinal` is its position in the list. */
export function fieldItem(
  target: CompletionTarget,
  proposal: Proposal,
  ordinal: number,
  snippets: boolean,
): CompletionItem {
  const { value, label = value, kind, detail, documentation, preselect, continues, rest = '' } = proposal;
  const field = canonicalField(value + rest, target.quoted && value !== '');
  return {
    label,
    kind,
    sortText: String(ordinal).padStart(5, '0'),
    // Clients compare this with the text from the field's start to the cursor, including quotes and spaces.
    filterText: target.lead + value,
    ...(detail === undefined ? {} : { detail }),
    ...(documentation === undefined ? {} : { documentation: { kind: MarkupKind.Markdown, value: documentation } }),
    ...(preselect ? { preselect } : {}),
    ...(continues ? { command: { title: '', command: 'editor.action.triggerSuggest' } } : {}),
    ...insertion(target, field, value, rest, Boolean(continues) && snippets),
  };
}

function insertion(
  target: CompletionTarget,
  field: string,
  value: string,
  rest: string,
  asSnippet: boolean,
): Partial<CompletionItem> {
  const closing = field.startsWith('"');
  // Without a closing quote, the cursor ends up behind the value anyway.
  if (!asSnippet || (!closing && rest === '')) return { textEdit: { range: target.range, newText: field } };
  const cursor = canonicalField(value, closing).length - (closing ? 1 : 0);
  const newText = `${snippetText(field.slice(0, cursor))}$0${snippetText(field.slice(cursor))}`;
  return { textEdit: { range: target.range, newText }, insertTextFormat: InsertTextFormat.Snippet };
}

function snippetText(text: string): string {
  return text.replaceAll(/[\\$}]/g, String.raw`\$&`);
}
