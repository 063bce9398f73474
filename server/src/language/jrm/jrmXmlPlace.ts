import type { Position } from 'vscode-languageserver-types';
import { CHECKSUMS } from '#core/jrm/jrm';
import type { JrmField } from '#core/jrm/jrm';
import type { Place, PlacedMember, PlacedValue } from '#core/jrm/placedValue';
import { fieldOf } from '#core/jrm/valueRules';
import { xmlPlaceAt } from '#core/xml/xmlPlace';
import { xmlSurroundings } from '#core/xml/xmlSurroundings';
import { unescapeXml, xmlTags } from '#core/xml/xmlTags';
import type { XmlTag } from '#core/xml/xmlTags';
import type { JrmXmlFile } from './jrmFile';
import type { JrmPlace } from './jrmPlace';

/** Lists with one child per file or directory. */
export const longLists: readonly string[] = [CHECKSUMS, 'DataMapping'];
/** How many tags of a record are looked at, and how long a record can be, in UTF-16 units. */
const MAX_TAGS = 1000;
const MAX_RECORD = 256 * 1024;

/** Finds what is at a position, regardless of errors elsewhere in the text. */
export function xmlPlaceOf(model: JrmXmlFile, position: Position): JrmPlace {
  const text = model.getText();
  const offset = model.offsetAt(position);
  const here = xmlPlaceAt(text, offset);
  const around = xmlSurroundings(text, { start: here?.tag.start ?? offset, end: offset }, longLists).open;
  // The end tag of an element with children belongs to it as well.
  const tags = here && here.tag.kind !== 'close' ? [...around, here.tag] : around;
  const [, member, item] = tags;
  const field = member && fieldOf(member.name);
  if (!member || !item || field?.type !== 'table') {
    const found = member && {
      name: member.name,
      place: nameOf(member),
      value: field?.type === 'table' ? undefined : textOf(text, member),
    };
    return { list: undefined, record: undefined, recordName: undefined, ...memberAt(found ? [found] : [], offset) };
  }
  const record = recordOf(text, item, field);
  return { list: member.name, record, recordName: nameOf(item), ...memberAt(record.members, offset) };
}

function memberAt(members: readonly PlacedMember<Place>[], offset: number): Pick<JrmPlace, 'member' | 'value'> {
  const holds = ({ start, end }: Place) => start <= offset && offset <= end;
  const found = members.find(({ place, value }) => holds(place) || (value && holds(value.place)));
  if (!found) return { member: undefined, value: undefined };
  const onName = holds(found.place) && !(found.value && holds(found.value.place));
  return {
    member: { ...found, onName },
    value: onName ? undefined : (found.value?.items.find(({ place }) => holds(place)) ?? found.value),
  };
}

/** A record, as far as it can be read. */
export function recordOf(text: string, tag: XmlTag, { fields = [] }: JrmField): PlacedValue<Place> {
  const members: PlacedMember<Place>[] = [];
  const end =
    tag.kind === 'open' ? eachChild(text, tag, (child) => members.push(memberOf(text, child, fields))) : tag.end;
  const head = nameOf(tag);
  return { type: 'record', value: null, place: { start: tag.start, end }, head, part: () => head, items: [], members };
}

function memberOf(text: string, tag: XmlTag, fields: readonly JrmField[]): PlacedMember<Place> {
  const type = fields.find(({ name }) => name === tag.name)?.type;
  const base = { name: tag.name, place: nameOf(tag) };
  if (type !== 'texts') return { ...base, value: textOf(text, tag, type === 'number') };
  const items: PlacedValue<Place>[] = [];
  const end =
    tag.kind === 'open' ? eachChild(text, tag, (child) => items.push(...listed(textOf(text, child)))) : tag.end;
  return {
    ...base,
    value: {
      type: 'list',
      value: null,
      place: { start: tag.end, end },
      head: base.place,
      part: () => base.place,
      items,
      members: [],
    },
  };
}

/** The text of an element up to the next tag. */
function textOf(text: string, { kind, end }: XmlTag, isNumber = false): PlacedValue<Place> | undefined {
  if (kind !== 'open') return undefined;
  const next = text.indexOf('<', end);
  const place = { start: end, end: next < 0 ? text.length : next };
  if (place.end - place.start > MAX_RECORD) return undefined;
  const value = unescapeXml(text.slice(place.start, place.end));
  const base = { place, head: place, part: () => place, items: [], members: [] };
  return isNumber && /^\d+$/.test(value)
    ? { ...base, type: 'number', value: Number(value) }
    : { ...base, type: 'text', value };
}

/** Visits the start tags of an element's children and returns where the element ends. */
function eachChild(text: string, tag: XmlTag, visit: (child: XmlTag) => void): number {
  let depth = 0;
  let tags = 0;
  let { end } = tag;
  for (const child of xmlTags(text, tag.end, tag.end + MAX_RECORD)) {
    if (++tags > MAX_TAGS || (child.kind === 'close' && depth === 0)) break;
    if (child.kind === 'close') depth--;
    else if (depth === 0) visit(child);
    if (child.kind === 'open') depth++;
    ({ end } = child);
  }
  return end;
}

function nameOf({ nameStart, name }: XmlTag): Place {
  return { start: nameStart, end: nameStart + name.length };
}

const listed = <T>(value: T | undefined): readonly T[] => (value === undefined ? [] : [value]);
