import type { FileFix } from '../rules/fileFinding';
import type { NearestValue } from '../names/nearestValue';
import type { LineIndex } from '../text/lineIndex';
import type { FlatElement } from '../xml/flatXml';

/** A fix that replaces the name in both tags of an element. */
export function renaming(
  text: string,
  { name, nameStart, valueEnd }: FlatElement,
  { value: newName, likeness }: NearestValue,
  lines: LineIndex,
): FileFix {
  const places = [nameStart];
  // An empty element has only one tag.
  if (text.startsWith(`</${name}`, valueEnd)) places.push(valueEnd + '</'.length);
  const edits = places.map((start) => ({
    range: { start: lines.position(start), end: lines.position(start + name.length) },
    text: newName,
  }));
  return likeness === 'near'
    ? { title: 'Change to {0} (assumes that this is what was meant)', args: [newName], certainty: 'guess', edits }
    : { title: 'Change to {0}', args: [newName], certainty: 'certain', edits };
}

/** A fix that replaces the text of an element. */
export function replacement({ valueStart, valueEnd }: FlatElement, value: string, lines: LineIndex): FileFix {
  return {
    title: 'Change to {0}',
    args: [value],
    certainty: 'certain',
    edits: [{ range: { start: lines.position(valueStart), end: lines.position(valueEnd) }, text: value }],
  };
}

/** A fix that removes an element, and its line if nothing else is on it. */
export function removal(text: string, { name, nameStart, valueEnd }: FlatElement, lines: LineIndex): FileFix {
  let start = nameStart - '<'.length;
  let end = text.indexOf('>', valueEnd - 1) + 1;
  if (text.startsWith(`</${name}`, valueEnd)) end = text.indexOf('>', valueEnd) + 1;
  const lineStart = start - (/[ \t]*$/.exec(text.slice(Math.max(0, start - 200), start))?.[0].length ?? 0);
  const lineEnd = /^[ \t]*(?:\r\n|\r|\n)/.exec(text.slice(end, end + 200));
  if (lineEnd && (lineStart === 0 || /[\r\n]/.test(text[lineStart - 1]!))) {
    start = lineStart;
    end += lineEnd[0].length;
  }
  return {
    title: 'Remove {0} (assumes that nobody needs it)',
    args: [name],
    certainty: 'guess',
    edits: [{ range: { start: lines.position(start), end: lines.position(end) }, text: '' }],
  };
}
