import type { CompletionItem, Position, Range } from 'vscode-languageserver-types';
import { CompletionItemKind, MarkupKind } from 'vscode-languageserver-types';
import { getLocation } from 'jsonc-parser';
import type { DocumentContext } from '../languageContext';
import { fieldDocumentation } from './jrmFieldDocs';
import type { JrmFile } from './jrmFile';
import { fieldsOf, placeAt, rangeIn } from './jrmPlace';
import type { JrmJsonPlace } from './jrmPlace';
import { jrmValues } from './jrmValues';

/** Completes names of fields, and values that are known from the job or the file itself. */
export function jrmCompletion(context: DocumentContext<JrmFile>, position: Position): CompletionItem[] {
  const place = placeAt(context.model, position);
  if (!place) return [];
  const target = targetOf(context, place);
  if (!target) return [];
  const range = replacedRange(context, place, position);
  return target.isName ? nameItems(context, place, target.list, range) : valueItems(context, target, range);
}

interface Target {
  /** The list whose record the position is in; `undefined` for the root. */
  readonly list: string | undefined;
  readonly isName: boolean;
  /** Of the field whose value is wanted. */
  readonly name: string;
}

function targetOf(
  { model }: DocumentContext<JrmFile>,
  { segment, offset: at, list }: JrmJsonPlace,
): Target | undefined {
  const raw = model.getText().slice(segment.start, segment.end);
  const offset = at - segment.start;
  if (segment.kind === 'item') {
    const start = raw.search(/[{[]/);
    if (start < 0 || offset <= start) return undefined;
    const { path, isAtPropertyKey } = getLocation(raw.slice(start), offset - start);
    const [name] = path;
    return typeof name === 'string' ? { list, isName: isAtPropertyKey && path.length === 1, name } : undefined;
  }
  if (segment.state.within === 'items') return undefined;
  const lead = segment.kind === 'start' ? '' : '{';
  const body = segment.kind === 'start' ? raw : raw.replace(/,/, ' ');
  const { path, isAtPropertyKey } = getLocation(lead + body, offset + lead.length);
  const [name] = path;
  if (typeof name !== 'string') return { list: undefined, isName: true, name: '' };
  return path.length === 1 ? { list: undefined, isName: isAtPropertyKey, name } : undefined;
}

/**
 * The range of the name or value at the cursor, including its quotes; an empty range at the cursor where there is none.
 */
function replacedRange(
  { model }: DocumentContext<JrmFile>,
  { segment, offset, member, value }: JrmJsonPlace,
  position: Position,
): Range {
  const raw = model.getText();
  const place = member?.onName ? member.place : value?.place;
  if (place) {
    const isQuoted = raw[place.start - 1] === '"';
    const isClosed = raw[place.end] === '"';
    return rangeIn(model, {
      start: isQuoted ? place.start - 1 : place.start,
      end: isClosed ? place.end + 1 : place.end,
    });
  }
  const word = /"?[\w$-]*$/.exec(raw.slice(segment.start, offset))?.[0] ?? '';
  const start = model.positionAt(offset - word.length);
  const isClosed = word.startsWith('"') && raw[offset] === '"';
  return { start, end: isClosed ? { line: position.line, character: position.character + 1 } : position };
}

function nameItems(
  { model, localize }: DocumentContext<JrmFile>,
  place: JrmJsonPlace,
  list: string | undefined,
  range: Range,
): CompletionItem[] {
  const taken = new Set(
    list === undefined ? model.parsed.members.map(({ name }) => name) : place.record?.members.map(({ name }) => name),
  );
  const current = place.member?.onName ? place.member.name : undefined;
  const hasColon = place.member?.value !== undefined;
  return fieldsOf(list)
    .filter(({ name }) => !taken.has(name) || name === current)
    .map((field, index) => {
      const { name } = field;
      const empty = field.type === 'number' ? '' : field.type === 'text' ? '""' : '[]';
      return {
        label: name,
        kind: CompletionItemKind.Property,
        sortText: String(index).padStart(3, '0'),
        filterText: JSON.stringify(name),
        documentation: { kind: MarkupKind.Markdown, value: fieldDocumentation(list, field, localize) },
        textEdit: { range, newText: hasColon ? JSON.stringify(name) : `${JSON.stringify(name)}: ${empty}` },
      };
    });
}

function valueItems(context: DocumentContext<JrmFile>, { list, name }: Target, range: Range): CompletionItem[] {
  return jrmValues(context, list, name, context.model.parsed.driveIds).map((value, index) => ({
    label: value,
    kind: CompletionItemKind.Value,
    sortText: String(index).padStart(5, '0'),
    filterText: JSON.stringify(value),
    textEdit: { range, newText: JSON.stringify(value) },
  }));
}
