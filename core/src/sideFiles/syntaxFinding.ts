import type { LineIndex } from '../text/lineIndex';
import type { FlatXmlProblem } from '../xml/flatXml';
import type { SideFileFinding } from './sideFile';

/** The finding for a document that is not flat XML. */
export function syntaxFinding(
  code: 'metadata/syntax' | 'properties/syntax',
  { kind, args, start, end }: FlatXmlProblem,
  lines: LineIndex,
): SideFileFinding {
  return { code, variant: kind, args, start: lines.position(start), end: lines.position(end) };
}
