import type { Position, Range } from 'vscode-languageserver-types';
import type { JrmField } from '#core/jrm/jrm';
import type { JrmDocument } from '#core/jrm/document/jrmDocument';
import type { JrmSegment } from '#core/jrm/document/jrmSegment';
import type { Place, PlacedValue } from '#core/jrm/document/placedValue';
import type { ReadSegment } from '#core/jrm/document/segmentRules';
import { fieldOf, rootFields } from '#core/jrm/document/valueRules';

/** What a position of a JRM lies in, whichever form it has. */
export interface JrmPlace {
  /** The list that the record belongs to; `undefined` among the members of the root. */
  readonly list: string | undefined;
  /** The record, where the position is in one. */
  readonly record: PlacedValue<Place> | undefined;
  /** The field whose name or value is there. */
  readonly member: { readonly name: string; readonly place: Place; readonly value: PlacedValue<Place> | undefined; readonly onName: boolean } | undefined;
  /** The text, number or other value that is there; an item of a list of texts by itself. */
  readonly value: PlacedValue<Place> | undefined;
}

/** The same of a JRM in JSON. Places are within the segment. */
export interface JrmSegmentPlace extends JrmPlace {
  readonly segment: JrmSegment;
  readonly read: ReadSegment;
  /** Of the position within the segment. */
  readonly offset: number;
}

/** Finds what lies at a position; `undefined` in an empty file. */
export function placeAt(document: JrmDocument, position: Position): JrmSegmentPlace | undefined {
  const at = document.text.offsetAt(position);
  // Behind the last character of a segment one still is in it.
  const here = document.text.segmentAt(at);
  const before = at > 0 && here && document.text.offsetOf(here) === at ? document.text.segmentAt(at - 1) : undefined;
  const segment = before ?? here;
  if (!segment) return undefined;
  const offset = at - document.text.offsetOf(segment);
  const read = document.read(segment);
  const list = segment.kind === 'item' ? segment.state.list : undefined;
  const members = list === undefined ? (read.namePlace ? [{ name: segment.name, place: read.namePlace, value: read.value }] : []) : (read.value?.members ?? []);
  const found = members.find(({ place, value }) => touches(place, offset) || (value && touches(value.place, offset)));
  const member = found && { ...found, onName: touches(found.place, offset) };
  const value = member && !member.onName ? (member.value?.items.find(({ place }) => touches(place, offset)) ?? member.value) : undefined;
  return { segment, read, offset, list, record: list === undefined ? undefined : read.value, member, value };
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

export function rangeOf(document: JrmDocument, segment: JrmSegment, { start, end }: Place): Range {
  return document.text.rangeIn(segment, start, end);
}

/** Quotes belong to what stands between them. */
function touches({ start, end }: Place, offset: number): boolean {
  return start - 1 <= offset && offset <= end + 1;
}
