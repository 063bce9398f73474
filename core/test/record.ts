import type { SpanEdit } from '../src/text/position';
import type { Field } from '../src/csv/field';

/** The fields of one well-formed line, for tests that need a record and no parser. */
export function testRecord(line: string): readonly Field[] {
  const fields: Field[] = [];
  const pattern = /(?:"((?:[^"]|"")*)"|([^,]*))(,|$)/gy;
  for (let match = pattern.exec(line); match; match = pattern.exec(line)) {
    const raw = match[0].slice(0, match[0].length - match[3]!.length);
    const quoted = match[1] !== undefined;
    fields.push({
      value: match[1]?.replaceAll('""', '"') ?? match[2]!,
      start: match.index,
      end: match.index + raw.length,
      quoted,
      raw,
    });
    if (match[3] === '') break;
  }
  return fields;
}

/** The line after a fix. Edits do not overlap. */
export function withEdits(line: string, edits: readonly SpanEdit[]): string {
  return [...edits]
    .sort((left, right) => right.start - left.start)
    .reduce((text, { start, end, text: inserted }) => text.slice(0, start) + inserted + text.slice(end), line);
}
