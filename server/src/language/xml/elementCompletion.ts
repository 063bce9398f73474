import { CompletionItemKind, InsertTextFormat, MarkupKind } from 'vscode-languageserver-types';
import type { CompletionItem, Position } from 'vscode-languageserver-types';
import { xmlPlaceAt } from '#core/xml/xmlPlace';
import type { FileContext } from '../fileLanguage';
import type { CompanionFile } from '../companionFile';

/** An element that can stand at the cursor. */
export interface ProposedElement {
  readonly name: string;
  /** Markdown. */
  readonly documentation: string;
  /** Its text, where there is a usual one. */
  readonly value?: string;
}

/** The longest name that is looked at in front of the cursor. */
const MAX_NAME = 100;

/** Elements for the place between two elements; none where the cursor stands inside of a tag or a text. */
export function elementItems({ model, client }: FileContext<CompanionFile<unknown>>, position: Position, elements: readonly ProposedElement[]): CompletionItem[] {
  const text = model.getText();
  const offset = model.offsetAt(position);
  const typed = /<?[\w.-]*$/.exec(text.slice(Math.max(0, offset - MAX_NAME), offset))![0];
  const start = offset - typed.length;
  const before = text.slice(Math.max(0, start - 1), start);
  const place = start === 0 ? undefined : xmlPlaceAt(text, start - 1);
  if (!/^[>\s]?$/.test(before) || (place && place.part !== 'content' && place.tag.end > start)) return [];
  const range = { start: model.positionAt(start), end: position };
  return elements.map(({ name, documentation, value }, index) => ({
    label: name,
    kind: CompletionItemKind.Property,
    sortText: String(index).padStart(3, '0'),
    filterText: typed.startsWith('<') ? `<${name}` : name,
    documentation: { kind: MarkupKind.Markdown, value: documentation },
    textEdit: { range, newText: client.snippets ? `<${name}>\${1:${value ?? ''}}</${name}>$0` : `<${name}>${value ?? ''}</${name}>` },
    ...(client.snippets ? { insertTextFormat: InsertTextFormat.Snippet } : {}),
  }));
}

/** Texts for an element whose content the cursor stands in. */
export function contentItems({ model }: FileContext<CompanionFile<unknown>>, position: Position, element: string, values: readonly { readonly value: string; readonly documentation: string }[]): CompletionItem[] {
  const place = xmlPlaceAt(model.getText(), model.offsetAt(position));
  const content = place?.tag.name === element && (place.part === 'content' || place.tag.end === model.offsetAt(position)) ? place.content : undefined;
  if (!content) return [];
  const range = { start: model.positionAt(content.start), end: model.positionAt(content.end) };
  return values.map(({ value, documentation }) => ({
    label: value,
    kind: CompletionItemKind.EnumMember,
    documentation: { kind: MarkupKind.Markdown, value: documentation },
    textEdit: { range, newText: value },
  }));
}
