import type { JrmField } from '../jrm';
import type { Place, PlacedValue } from './placedValue';
import { parsePlaced } from './placedValue';
import { MAX_DEPTH } from './segmentScanner';
import type { SegmentScanner, SegmentState, SyntaxError } from './segmentScanner';
import { checkMember, checkRecord, fieldOf, reportUnknown, rootFields } from './valueRules';
import type { ReportValue, ValueFinding, ValueFix } from './valueFinding';

/** A segment as far as it can be understood. Places are within the segment. */
export interface ReadSegment {
  readonly findings: readonly ValueFinding<Place>[];
  readonly value: PlacedValue<Place> | undefined;
  /** Of the name, without quotes. */
  readonly namePlace: Place | undefined;
}

const nobody: ReadonlySet<string> = new Set();

/** Reads the segment that `scanner` has found at `start` of `text`, with all that is wrong in it. */
export function readSegment(scanner: SegmentScanner, text: string, start: number, state: SegmentState): ReadSegment {
  const { kind, end, nameStart, nameEnd, valueStart, valueEnd, depth } = scanner;
  const raw = text.slice(start, end);
  const errors: SyntaxError[] = scanner.errors.map(({ problem, ...span }) => ({ problem, start: span.start - start, end: span.end - start }));
  let value: PlacedValue<Place> | undefined;
  if (depth > MAX_DEPTH) errors.push({ problem: 'deep', start: valueStart - start, end: valueStart + 1 - start });
  else if (valueStart >= 0 && (kind === 'item' || kind === 'member')) value = parsePlaced(raw, valueStart - start, valueEnd - start, errors);
  const findings: ValueFinding<Place>[] = errors.map((error) => syntaxFinding(error, raw));
  const report: ReportValue<Place> = (finding) => findings.push(finding);
  const isQuoted = nameStart >= 0 && /["']/.test(text[nameStart]!);
  const namePlace = nameStart < 0 ? undefined : { start: nameStart - start + (isQuoted ? 1 : 0), end: Math.max(nameStart - start + (isQuoted ? 1 : 0), nameEnd - start - (isQuoted ? 1 : 0)) };
  if (kind === 'member' || kind === 'open') {
    checkNamed(scanner.name, namePlace!, kind === 'open' ? { start: valueStart - start, end: valueEnd - start } : undefined, value, report);
  } else if (kind === 'item' && value) {
    const field = fieldOf(state.list);
    if (field?.type === 'table') checkRecord(field, value, report);
  }
  return { findings, value, namePlace };
}

function checkNamed(name: string, namePlace: Place, bracket: Place | undefined, value: PlacedValue<Place> | undefined, report: ReportValue<Place>): void {
  const field = fieldOf(name);
  if (!field) reportUnknown(name, namePlace, rootFields, nobody, report);
  else if (value) checkMember(field, value, report);
  else if (bracket && !isListField(field)) report({ code: 'jrm/type', variant: field.type, args: [name], place: bracket });
}

const isListField = ({ type }: JrmField): boolean => type === 'table' || type === 'texts';

function syntaxFinding({ problem, ...span }: SyntaxError, raw: string): ValueFinding<Place> {
  // What is missing at the end is shown at the last character.
  const place = span.end > span.start ? span : { start: Math.max(0, Math.min(span.start, raw.trimEnd().length) - 1), end: Math.max(1, Math.min(span.start, raw.trimEnd().length)) };
  return { code: 'jrm/syntax', variant: problem, place, fixes: () => syntaxFixes(problem, span, raw) };
}

function syntaxFixes(problem: SyntaxError['problem'], { start, end }: Place, raw: string): readonly ValueFix<Place>[] {
  const text = raw.slice(start, end);
  switch (problem) {
    case 'comma':
      return [{ title: 'Write a comma', certainty: 'certain', edits: [{ place: { start, end: start }, text: ',' }] }];
    case 'comma-extra':
    case 'comma-trailing':
      return [{ title: 'Remove the comma', certainty: 'certain', edits: [{ place: { start, end }, text: '' }] }];
    case 'comment':
      return [{ title: 'Remove the comment (assumes that nobody needs it)', certainty: 'guess', edits: [{ place: { start, end }, text: '' }] }];
    case 'single-quotes':
      return [{ title: 'Write double quotes', certainty: 'certain', edits: [{ place: { start, end }, text: JSON.stringify(text.slice(1, -1)).replaceAll('\\\\', '\\') }] }];
    case 'name-quotes':
      return [{ title: 'Write the quotes', certainty: 'certain', edits: [{ place: { start, end }, text: JSON.stringify(text) }] }];
    default:
      return [];
  }
}
