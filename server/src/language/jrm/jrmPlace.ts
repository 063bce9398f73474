import type { Position, Range } from 'vscode-languageserver-types';
import type { JrmField } from '#core/jrm/jrm';
import type { Place, PlacedValue } from '#core/jrm/placedValue';
import type { JsonSegment } from '#core/jrm/jsonReading';
import { fieldOf, rootFields } from '#core/jrm/valueRules';
import type { JrmFile } from './jrmFile';

/** What is at a position of a JRM, in either form. Places are offsets in the text. */
export interface JrmPlace {
  /** The list that the record belongs to; `undefined` among the root's members. */
  readonly list: string | undefined;
  /** The record at the position, if any. */
  readonly record: PlacedValue<Place> | undefined;
  /** In XML, the name of the record's element if the position is in the record. */
  readonly recordName: Place | undefined;
  /** The field whose name or value is at the position. */
  readonly member:
    | {
        readonly name: string;
        readonly place: Place;
        readonly value: PlacedValue<Place> | undefined;
        readonly onName: boolean;
      }
    | undefined;
  /** The text, number or other value at the position; for a list of texts, the single item. */
  readonly value: PlacedValue<Place> | undefined;
}

/** The same for a JRM in JSON. */
export interface JrmJsonPlace extends JrmPlace {
  readonly segment: JsonSegment;
  /** The position as an offset in the text. */
  readonly offset: number;
}

/** Finds what is at a position; `undefined` in an empty file. */
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

/** The known field that the place's member is, if any. */
export function fieldAt({ list, member }: JrmPlace): JrmField | undefined {
  if (!member) return undefined;
  return fieldsOf(list).find(({ name }) => name === member.name);
}

/** The fields of the root, or of the records of a list. */
export function fieldsOf(list: string | undefined): readonly JrmField[] {
  return list === undefined ? rootFields : (fieldOf(list)?.fields ?? []);
}

/** The range of a part of the text. */
export function rangeIn(model: Pick<JrmFile, 'positionAt'>, { start, end }: Place): Range {
  return { start: model.positionAt(start), end: model.positionAt(end) };
}

/** The surrounding quotes count as part of a value. */
function touches({ start, end }: Place, offset: number): boolean {
  return start - 1 <= offset && offset <= end + 1;
}
