import { PORTAL_JOURNAL_LIMIT } from '../../journal/portalLimit';
import { nearestValue } from '../../names/nearestValue';
import { writtenValue } from '../../rules/writtenValue';
import type { FileFinding, FileFindings, FileFix, FindingTally } from '../../rules/fileFinding';
import { template } from '../../text/template';
import type { RelatedTemplate } from '../../rules/placedFinding';
import { byteCount } from '../../text/byteCount';
import type { Range } from '../../text/position';
import { SEAL } from '../jrm';
import type { SealVerdict } from '../jrmReader';
import { sourceRange } from './datasetSources';
import type { DatasetSources } from './datasetSources';
import { compareDrives } from './driveComparison';
import type { DrivesetDrives } from './driveComparison';
import { relatedFindings, textMember } from './jrmDocument';
import type { JrmDocument } from './jrmDocument';
import { Related } from './jrmSegment';
import type { JrmSegment } from './jrmSegment';
import type { Place } from './placedValue';
import type { ReadSegment } from './segmentRules';
import type { ValueFinding } from './valueFinding';
import { rootFields } from './valueRules';

/** What is known of a JRM besides its text. */
export interface JrmSurroundings {
  /** Of the folder's drivesets; `undefined` where there is none. */
  readonly drives: DrivesetDrives | undefined;
  /** `undefined` where there is no dataset, or not all of them could be read. */
  readonly datasets: DatasetSources | undefined;
  /** `undefined` where it is not known yet. */
  readonly seal: SealVerdict | undefined;
}

/** Of more drives than this, the one that is meant is not looked for: no job has as many. */
const MOST_DRIVES = 100;

/** Instead of an edit, in a file whose seal an edit would break. */
export const sealedFixes: readonly FileFix[] = [
  { title: 'Prepare again', certainty: 'guess', command: 'sneakernet.prepareDrives' },
  { title: 'Restore from backup', certainty: 'guess', command: 'sneakernet.importBackup' },
];

/** Everything that is found in a JRM; the cost depends on how many findings are asked for, not on the file. */
export function jrmFindings(document: JrmDocument, surroundings: JrmSurroundings): FileFindings {
  document.relateToDatasets(surroundings.datasets);
  const whole = [...findingsOfWhole(document, surroundings)];
  const found = function* (): Generator<FileFinding> {
    yield* whole;
    for (const chunk of document.text.chunks) {
      if (chunk.marked === 0) continue;
      for (const segment of chunk.segments) if (segment.marked) yield* findingsOfSegment(document, segment, surroundings);
    }
  };
  return { found: found(), tallies: [...document.tallies(), ...whole.map(({ code, variant }): FindingTally => ({ code, ...(variant === undefined ? {} : { variant }), count: 1 }))] };
}

/** The findings of the segments that touch a range. */
export function jrmFindingsIn(document: JrmDocument, surroundings: JrmSurroundings, { start, end }: Range): FileFindings {
  const whole = findingsOfWhole(document, surroundings);
  const found = function* (): Generator<FileFinding> {
    yield* whole;
    const last = document.text.offsetAt(end);
    for (let at = Math.max(0, document.text.offsetAt(start) - 1); at <= last; ) {
      const segment = document.text.segmentAt(at);
      if (!segment) return;
      if (segment.marked) yield* findingsOfSegment(document, segment, surroundings);
      at = document.text.offsetOf(segment) + Math.max(1, document.text.textOf(segment).length);
      if (at >= document.text.length) return;
    }
  };
  return { found: found() };
}

function* findingsOfSegment(document: JrmDocument, segment: JrmSegment, { datasets }: JrmSurroundings): Generator<FileFinding> {
  const read = document.read(segment);
  for (const finding of read.findings) yield placed(document, segment, finding);
  for (const finding of relatedFindings) {
    if ((segment.related & finding.bit) !== 0) yield { ...relatedFinding(document, segment, read, finding.bit, datasets), code: finding.code };
  }
}

function placed(document: JrmDocument, segment: JrmSegment, { code, variant, args, place, fixes }: ValueFinding<Place>): FileFinding {
  const range = (at: Place) => document.text.rangeIn(segment, at.start, at.end);
  return {
    code,
    ...(variant === undefined ? {} : { variant }),
    ...(args ? { args } : {}),
    ...range(place),
    fixes: () => {
      const own = fixes?.() ?? [];
      // What is no JSON has no seal either; and without the slip the seal may match again.
      if (document.isSealed && code !== 'jrm/syntax') return sealedFixes;
      return own.map(({ edits, ...fix }) => ({ ...fix, edits: edits.map((edit) => ({ range: range(edit.place), text: edit.text })) }));
    },
  };
}

function relatedFinding(document: JrmDocument, segment: JrmSegment, read: ReadSegment, bit: number, datasets: DatasetSources | undefined): Omit<FileFinding, 'code'> {
  const member = (name: string) => read.value?.members.find((candidate) => candidate.name === name)?.value?.place;
  const range = (place: Place | undefined) => document.text.rangeIn(segment, place?.start ?? 0, place?.end ?? document.text.textOf(segment).length);
  switch (bit) {
    case Related.Conflicting:
    case Related.Repeated: {
      const first = document.firstOf(segment);
      const place = first && document.read(first).value?.members.find(({ name }) => name === 'FilePath')?.value?.place;
      const other = first && document.text.rangeIn(first, place?.start ?? 0, place?.end ?? 0);
      const line = other?.start.line ?? 0;
      return {
        ...(bit === Related.Repeated ? { variant: 'same' } : {}),
        args: [String(line + 1)],
        ...range(member(bit === Related.Repeated ? 'FilePath' : 'SHA256')),
        ...(other ? { related: [{ range: other, message: template('The same file'), line }] } : {}),
      };
    }
    case Related.DriveUnknown:
      return unknownDrive(document, segment, read);
    case Related.NotInDataset:
    case Related.OtherDestination: {
      const source = datasets?.find(segment.mapping?.source ?? '')[0];
      if (!source) return { args: [datasets?.datasets.map(({ fileName }) => fileName).join(', ') ?? ''], ...range(member('SourcePath')) };
      const place: RelatedTemplate = { file: source.dataset.file, range: sourceRange(source), message: template('The record of the source'), line: source.line };
      return { variant: 'destination', args: [source.dataset.fileName, source.container], ...range(member('DestinationContainer')), related: [place] };
    }
    default:
      return range(member('FilePath'));
  }
}

function unknownDrive(document: JrmDocument, segment: JrmSegment, { value }: ReadSegment): Omit<FileFinding, 'code'> {
  const fields = value?.members.filter(({ name }) => name === 'DriveId' || name === 'Drives') ?? [];
  const texts = fields.flatMap(({ value: field }) => (field ? [field, ...field.items] : []));
  const wrong = texts.find((field) => field.type === 'text' && !document.hasDrive(field.value as string));
  const place = wrong ? document.text.rangeIn(segment, wrong.place.start, wrong.place.end) : document.text.rangeIn(segment, 0, 1);
  const nearest = wrong && document.drives.size <= MOST_DRIVES ? nearestValue(wrong.value as string, document.driveIds) : undefined;
  if (nearest === undefined) return place;
  return {
    variant: 'near',
    args: [nearest.value],
    ...place,
    fixes: () => (document.isSealed ? sealedFixes : [{ ...writtenValue(nearest), edits: [{ range: place, text: JSON.stringify(nearest.value).slice(1, -1) }] }]),
  };
}

function* findingsOfWhole(document: JrmDocument, { drives, seal }: JrmSurroundings): Generator<FileFinding> {
  const [first] = document.text.segments();
  const { last } = document;
  if (!first || !last) {
    const start = { line: 0, character: 0 };
    yield { code: 'jrm/syntax', variant: 'brace-open', start, end: start };
    return;
  }
  const beginning = startOf(document, first);
  if (last.kind !== 'end') yield* missingEnd(document, last);
  const commands = () => (document.isSealed ? sealedFixes : []);
  for (const { name, required } of rootFields) {
    if (required && !document.members.has(name)) yield { code: 'jrm/missing', args: [name], ...beginning, fixes: commands };
  }
  const repeated = [...document.members.values()].flatMap((segments) => (segments.size === 1 ? [] : document.inOrder(segments).slice(1)));
  for (const segment of document.inOrder(repeated)) yield { code: 'jrm/type', variant: 'duplicate', args: [segment.name], ...nameRange(document, segment) };
  const bytes = document.byteLength;
  if (bytes > PORTAL_JOURNAL_LIMIT) yield { code: 'jrm/too-large', args: [byteCount(bytes), byteCount(PORTAL_JOURNAL_LIMIT)], ...beginning };
  yield* findingsOfDrives(document, drives, seal);
  const [sealMember] = document.members.get(SEAL) ?? [];
  if (seal === 'broken' && sealMember) yield { code: 'jrm/modified', ...nameRange(document, sealMember), fixes: () => sealedFixes };
}

/** The text ends with a segment that is not its end. */
function* missingEnd(document: JrmDocument, last: JrmSegment): Generator<FileFinding> {
  const { length } = document.text.textOf(last);
  const range = document.text.rangeIn(last, length - 1, length);
  // What is left of the beginning has its own finding.
  if (last.kind === 'junk' && last.state.within === 'start') return;
  if (last.kind === 'open' || (last.state.within === 'items' && (last.kind === 'item' || last.kind === 'junk'))) {
    yield { code: 'jrm/syntax', variant: 'bracket', ...range };
  }
  yield { code: 'jrm/syntax', variant: 'brace', ...range };
}

/** Ids that two drives have, and drives that the job's driveset and the JRM do not share. */
function* findingsOfDrives(document: JrmDocument, driveset: DrivesetDrives | undefined, seal: SealVerdict | undefined): Generator<FileFinding> {
  const seen = new Map<string, Range>();
  const known = document.inOrder(document.drives).map((segment) => {
    const { value } = document.read(segment);
    const range = (name: string): Range => {
      const place = value?.members.find((member) => member.name === name)?.value?.place;
      return document.text.rangeIn(segment, place?.start ?? 0, place?.end ?? document.text.textOf(segment).length);
    };
    const text = (name: string) => value && textMember(value, name);
    return { id: text('DriveId'), letter: text('DriveLetter'), key: text('BitLockerKey'), range };
  });
  for (const { id, range } of known) {
    if (!id) continue;
    const other = seen.get(id);
    if (!other) {
      seen.set(id, range('DriveId'));
      continue;
    }
    const { line } = other.start;
    yield { code: 'jrm/drive-id-duplicate', args: [String(line + 1)], ...range('DriveId'), related: [{ range: other, message: template('The same id'), line }] };
  }
  const [list] = document.members.get('Drives') ?? [];
  if (driveset && list) yield* compareDrives(known, driveset, nameRange(document, list), seal, document.isSealed);
}

/** The range of a member's name. */
export function nameRange(document: JrmDocument, segment: JrmSegment): Range {
  const place = document.read(segment).namePlace ?? { start: 0, end: 1 };
  return document.text.rangeIn(segment, place.start, place.end);
}

/** The first character that is no space. */
function startOf(document: JrmDocument, first: JrmSegment): Range {
  const at = Math.max(0, document.text.textOf(first).search(/[^\s\ufeff]/));
  return document.text.rangeIn(first, at, Math.min(at + 1, document.text.length));
}
