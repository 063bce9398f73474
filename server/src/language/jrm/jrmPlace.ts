import type { Position, Range } from 'vscode-languageserver-types';
import type { JrmField } from '#core/jrm/jrm';
import type { Place, PlacedValue } from '#core/jrm/placedValue';
import type { JsonSegment } from '#core/jrm/jsonReading';
import { fieldOf, rootFields } from '#core/jrm/valueRules';
import type { JrmFile } from './jrmFile';

/** What a position of a JRM lies in, whichever form it has. Places are those of the text. */
export interface JrmPlace {
  /** The list that the record belongs to; `undefined` among the members of the root. */
  readonly list: string | undefined;
  /** The record, where the position is in one. */
  readonly record: PlacedValue<Place> | undefined;
  /** Of the record in XML: the name of its element, where the position lies in or on it. */
  readonly recordName: Place | undefined;
  /** The field whose name or value is there. */
  readonly member:
    | {
        readonly name: string;
        readonly place: Place;
        readonly value: PlacedValue<Place> | undefined;
        readonly onName: boolean;
      }
    | undefined;
  /** The text, number or other value that is there; an item of a list of texts by itself. */
  readonly value: PlacedValue<Place> | undefined;
}

/** The same of a JRM in JSON. */
export interface JrmJsonPlace extends JrmPlace {
  readonly segment: JsonSegment;
  /** Of the position in the text. */
  readonly offset: number;
}

/** Finds what lies at a position; `undefined` in an empty file. */
export function placeAt(model: JrmFile, position: Position): JrmJsonPlace | undefined {
  const offset = model.offsetAt(position);
  const segment = model.parsed.segmentAt(offset);
  if (!segment) return undefined;
  const { kind, state, name, namePlace, value: read } = segment;
  const list = kind === 'item' ? state.list : undefined;
  const members =
    list === undefined ? (namePlace ? [{ name, place: namePlace, value: read }] : []) : (read?.members ?? []);
  const found = members.find(({ place, value }) => touches(place, offset) || (value && touches(value.place, offset)));
  const member = found && { ...found, onName: touches(found.place, offset) };
  const value =
    member && !member.onName
      ? (member.value?.items.find(({ place }) => touches(place, offset)) ?? member.value)
      : undefined;
  return { segment, offset, list, record: list === undefined ? undefined : read, recordName: undefined, member, value };
}

/** The field that a place's member is, where a JRM has such a field. */
export function fieldAt({ list, member }: JrmPlace): JrmField | undefined {
  if (!member) return undefined;
  return fieldsOf(list).find(({ name }) => name === member.name);
}

/** The fields of the root, or of a list's records. */
export function fieldsOf(list: string | undefined): readonly JrmField[] {
  return list === undefined ? rootFields : (fieldOf(list)?.fields ?? []);
}

/** Where a part of the text stands. */
export function rangeIn(model: Pick<JrmFile, 'positionAt'>, { start, end }: Place): Range {
  return { start: model.positionAt(start), end: model.positionAt(end) };
}

/** Quotes belong to what stands between them. */
function touches({ start, end }: Place, offset: number): boolean {
  return start - 1 <= offset && offset <= end + 1;
}
