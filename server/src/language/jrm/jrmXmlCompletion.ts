import type { CompletionItem, Position } from 'vscode-languageserver-types';
import type { JrmField } from '#core/jrm/jrm';
import { textMember } from '#core/jrm/placedValue';
import { JRM_ROOT } from '#core/jrm/xmlReader';
import { fieldOf } from '#core/jrm/valueRules';
import { xmlPlaceAt } from '#core/xml/xmlPlace';
import { xmlSurroundings } from '#core/xml/xmlSurroundings';
import type { Localize } from '#core/text/localize';
import type { DocumentContext } from '../languageContext';
import { contentItems, elementItems, elementStart } from '../xml/elementCompletion';
import type { ProposedElement } from '../xml/elementCompletion';
import { fieldDocumentation } from './jrmFieldDocs';
import type { JrmXmlFile } from './jrmFile';
import { fieldsOf } from './jrmPlace';
import { jrmValues } from './jrmValues';
import { longLists } from './jrmXmlPlace';

/** Completes elements, and values that are known from the job or the file itself. */
export function jrmXmlCompletion(context: DocumentContext<JrmXmlFile>, position: Position): CompletionItem[] {
  const { model, localize } = context;
  const text = model.getText();
  const { open, siblings } = xmlSurroundings(
    text,
    { start: elementStart(model, position), end: model.offsetAt(position) },
    longLists,
  );
  const [root, member, record, field, item] = open.map(({ name }) => name);
  const offer = (elements: readonly ProposedElement[]) => elementItems(context, position, elements);
  if (root === undefined) return siblings.size > 0 ? [] : offer([rootElement(localize)]);
  if (member === undefined) {
    const taken = new Set([...siblings, ...model.parsed.members.map(({ name }) => name)]);
    return offer(elementsOf(undefined, taken, localize));
  }
  const list = fieldOf(member);
  if (list?.type !== 'table') return values(context, position, undefined, member);
  if (record === undefined) return offer([recordElement(list, localize)]);
  if (field === undefined) return offer(elementsOf(member, siblings, localize));
  const texts = list.fields?.find(({ name, type }) => name === field && type === 'texts');
  if (!texts) return values(context, position, member, field);
  return item === undefined
    ? offer([{ name: texts.item!, documentation: fieldDocumentation(member, texts, localize) }])
    : values(context, position, member, field);
}

function elementsOf(list: string | undefined, taken: ReadonlySet<string>, localize: Localize): ProposedElement[] {
  return fieldsOf(list)
    .filter(({ name }) => !taken.has(name))
    .map((field) => ({
      name: field.name,
      documentation: fieldDocumentation(list, field, localize),
      ...(field.fields || field.item ? { children: [] } : {}),
    }));
}

/** A record with its required fields. */
function recordElement({ name, item, fields = [] }: JrmField, localize: Localize): ProposedElement {
  const required = fields.filter((field) => field.required);
  return {
    name: item!,
    documentation: fieldDocumentation(undefined, fieldOf(name)!, localize),
    children: required.map((field) => ({ name: field.name, documentation: '' })),
  };
}

function rootElement(localize: Localize): ProposedElement {
  return { name: JRM_ROOT, documentation: localize('A job response manifest'), children: [] };
}

/** The possible values of the element whose text contains the cursor. */
function values(
  context: DocumentContext<JrmXmlFile>,
  position: Position,
  list: string | undefined,
  name: string,
): CompletionItem[] {
  const { model } = context;
  const element = xmlPlaceAt(model.getText(), model.offsetAt(position))?.tag.name;
  if (element === undefined) return [];
  const driveIds = model.parsed.drives.flatMap(({ value }) => textMember(value, 'DriveId') ?? []);
  return contentItems(
    context,
    position,
    element,
    jrmValues(context, list, name, driveIds).map((value) => ({ value })),
  );
}
