import { CompletionItemKind, InsertTextFormat, InsertTextMode, MarkupKind } from 'vscode-languageserver-types';
import type { CompletionItem, Position } from 'vscode-languageserver-types';
import { xmlPlaceAt } from '#core/xml/xmlPlace';
import { tagAt } from '#core/xml/xmlTags';
import { xmlText, xmlTextProblem } from '#core/xml/xmlText';
import type { DocumentContext } from '../languageContext';
import type { TextFile } from '../textFile';

/** An element that can stand at the cursor. */
export interface ProposedElement {
  readonly name: string;
  /** Markdown. */
  readonly documentation: string;
  /** Its usual text, if there is one. */
  readonly value?: string;
  /** For an element that contains others instead of a text: the children inserted with it. */
  readonly children?: readonly ProposedElement[];
}

/** A text that an element can hold. */
export interface ProposedText {
  readonly value: string;
  /** Markdown. */
  readonly documentation?: string;
}

/** The longest name that is looked for before the cursor. */
const MAX_NAME = 100;

/** Where the element being typed at a position begins; the position itself where there is none. */
export function elementStart(model: TextFile<unknown>, position: Position): number {
  const offset = model.offsetAt(position);
  return offset - typedBefore(model.getText(), offset).length;
}

function typedBefore(text: string, offset: number): string {
  return /<?[\w.-]*$/.exec(text.slice(Math.max(0, offset - MAX_NAME), offset))![0];
}

/** Completion items for a place between elements; none where the cursor is inside a tag or a text. */
export function elementItems(
  { model, client }: DocumentContext<TextFile<unknown>>,
  position: Position,
  elements: readonly ProposedElement[],
): CompletionItem[] {
  const text = model.getText();
  const offset = model.offsetAt(position);
  const typed = typedBefore(text, offset);
  const start = offset - typed.length;
  const before = text.slice(Math.max(0, start - 1), start);
  const place = start === 0 ? undefined : xmlPlaceAt(text, start - 1);
  const own = typed.startsWith('<') ? tagAt(text, start) : undefined;
  // The rest of a complete tag would be left behind the inserted text.
  if (own && text[own.end - 1] === '>') return [];
  if (!/^[>\s]?$/.test(before) || (place && place.part !== 'content' && place.tag.end > start)) return [];
  const range = { start: model.positionAt(start), end: position };
  return elements.map((element, index) => ({
    label: element.name,
    kind: CompletionItemKind.Property,
    sortText: String(index).padStart(3, '0'),
    filterText: typed.startsWith('<') ? `<${element.name}` : element.name,
    documentation: { kind: MarkupKind.Markdown, value: element.documentation },
    textEdit: { range, newText: client.snippets ? `${written(element, tabStops())}$0` : written(element) },
    ...(client.snippets ? { insertTextFormat: InsertTextFormat.Snippet } : {}),
    ...(element.children ? { insertTextMode: InsertTextMode.adjustIndentation } : {}),
  }));
}

/** The text of an element to insert; `next` wraps a usual value in its tab stop. */
function written(
  { name, value = '', children }: ProposedElement,
  next: (value: string) => string = (usual) => usual,
  indent = '',
): string {
  if (!children) return `${indent}<${name}>${next(value)}</${name}>`;
  const inner =
    children.length === 0
      ? `${indent}  ${next('')}`
      : children.map((child) => written(child, next, `${indent}  `)).join('\n');
  return `${indent}<${name}>\n${inner}\n${indent}</${name}>`;
}

function tabStops(): (value: string) => string {
  let count = 0;
  return (value) => `\${${++count}:${value}}`;
}

/** Completion items for the content of an element. */
export function contentItems(
  { model }: DocumentContext<TextFile<unknown>>,
  position: Position,
  element: string,
  texts: readonly ProposedText[],
): CompletionItem[] {
  const text = model.getText();
  const offset = model.offsetAt(position);
  const place = xmlPlaceAt(text, offset);
  const content =
    place?.tag.name === element && (place.part === 'content' || place.tag.end === offset) ? place.content : undefined;
  if (!content) return [];
  // An element without an end tag reaches up to the next element, and only text on one line is replaced.
  const lineEnd = text.slice(content.start, content.end).search(/[\r\n]/);
  const end = lineEnd < 0 ? content.end : content.start + lineEnd;
  if (offset > end) return [];
  const range = { start: model.positionAt(content.start), end: model.positionAt(end) };
  return texts
    .filter(({ value }) => !xmlTextProblem(value))
    .map(({ value, documentation }) => ({
      label: value,
      kind: CompletionItemKind.EnumMember,
      filterText: xmlText(value, element),
      ...(documentation === undefined ? {} : { documentation: { kind: MarkupKind.Markdown, value: documentation } }),
      textEdit: { range, newText: xmlText(value, element) },
    }));
}
