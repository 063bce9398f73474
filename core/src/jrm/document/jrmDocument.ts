import { sourceKey } from '../../dataset/datasetRelation';
import type { Fingerprint } from '../../dataset/keyFingerprint';
import type { RuleCode } from '../../rules/catalogue';
import type { FindingTally } from '../../rules/fileFinding';
import { utf8Length } from '../../text/utf8Length';
import { textFingerprint } from '../../text/textFingerprint';
import type { Steps } from '../../work/steps';
import { CHECKSUMS } from '../jrm';
import { soundChecksum } from './checksumRecord';
import type { DatasetSources } from './datasetSources';
import { Followers } from './followers';
import type { ChecksumDetails } from './followers';
import { ChecksumKeys, JrmSegment, Related } from './jrmSegment';
import type { OwnFindings } from './jrmSegment';
import { MappedSources } from './mappedSources';
import type { PlacedValue } from './placedValue';
import { readSegment } from './segmentRules';
import type { ReadSegment } from './segmentRules';
import type { SegmentScanner, SegmentState } from './segmentScanner';
import { SegmentedText } from './segmentedText';
import type { SegmentVisitor } from './segmentedText';
import type { SegmentChunk } from './segmentChunk';

/** Characters that a checksum takes, about. */
const CHECKSUM_LENGTH = 140;
/** An edit that replaces so much is a new text. */
const NEW_TEXT = 1 << 20;
/** Segments looked at in one step. */
const STEP = 2048;
/** Segments that are read within an edit. */
const AT_ONCE = 256;

/** What each bit of `JrmSegment.related` is reported as. */
export const relatedFindings: readonly { readonly bit: number; readonly code: RuleCode; readonly variant?: string }[] = [
  { bit: Related.Conflicting, code: 'jrm/checksum-duplicate' },
  { bit: Related.Repeated, code: 'jrm/checksum-duplicate', variant: 'same' },
  { bit: Related.Unmapped, code: 'jrm/checksum-unmapped' },
  { bit: Related.DriveUnknown, code: 'jrm/checksum-drive-unknown' },
  { bit: Related.NotInDataset, code: 'jrm/mapping-not-in-dataset' },
  { bit: Related.OtherDestination, code: 'jrm/mapping-not-in-dataset', variant: 'destination' },
];

/**
 * A JRM in JSON as an editor holds it: its segments, what is found in each, and what relates one to others. An edit costs the segments
 * that it touches; one that changes which drives or sources there are, a glance at each checksum, which `settle` takes in steps.
 */
export class JrmDocument {
  readonly text: SegmentedText<JrmSegment>;
  /** Grows with every edit. */
  revision = 0;
  /** Members by name; more than one where a name stands twice. */
  readonly members = new Map<string, Set<JrmSegment>>();
  readonly drives = new Set<JrmSegment>();
  readonly mappings = new Set<JrmSegment>();
  checksumCount = 0;
  #counts = new Map<string, number>();
  readonly #ownLists = new Map<string, OwnFindings>();
  readonly #idLists = new Map<string, readonly string[]>();
  /** How many drives have an id. */
  readonly #driveIds = new Map<string, number>();
  #sources = new MappedSources();
  #followers!: Followers;
  #datasets: DatasetSources | undefined;
  #isLoading = false;
  /** Another one means that all relations have to be looked at again. */
  #relationsKey = '';
  #driveRevision = 0;

  private constructor(atOnce: number) {
    const visitor: SegmentVisitor<JrmSegment> = {
      create: (scanner, text, start, state) => this.#create(scanner, text, start, state),
      createUnread: (state) => new JrmSegment('junk', state, ''),
      added: (segment) => {
        this.#added(segment);
      },
      removed: (segment) => {
        this.#removed(segment);
      },
      placed: (chunk) => {
        this.#placed(chunk);
      },
    };
    this.text = new SegmentedText<JrmSegment>(visitor, atOnce);
  }

  /** Reads a text in steps. `atOnce`: segments that are read within an edit; `settle` reads what is left. */
  static *read(text: string, atOnce = AT_ONCE): Steps<JrmDocument> {
    const document = new JrmDocument(atOnce);
    document.#reset(text.length);
    document.#isLoading = true;
    yield* document.text.load(text);
    document.#isLoading = false;
    yield* document.#relateAll();
    return document;
  }

  /** Forgets everything, for a text of a length. */
  #reset(length: number): void {
    this.members.clear();
    this.drives.clear();
    this.mappings.clear();
    this.checksumCount = 0;
    this.#counts = new Map();
    this.#driveIds.clear();
    this.#sources = new MappedSources();
    this.#followers = new Followers(
      (segment, related) => {
        this.#setRelated(segment, related);
      },
      (segment) => this.#detailsOf(segment),
      length / CHECKSUM_LENGTH,
    );
    this.#relationsKey = '';
  }

  /** Replaces the text between two offsets. What takes long is left to `settle`, and nothing is to be asked for before. */
  edit(start: number, end: number, text: string): void {
    this.revision++;
    const { length } = this.text;
    if (end - start > NEW_TEXT && end - start > length / 2) {
      const whole = this.text.getText(0, start) + text + this.text.getText(end);
      this.#reset(whole.length);
      this.text.loadLater(whole);
      return;
    }
    this.text.edit(start, end, text);
  }

  /** Reads what edits have left to be read, and looks at all relations again where they have changed what decides about them. */
  *settle(): Steps<void> {
    yield* this.text.settle();
    while (this.#relationsKey !== this.#currentRelations) yield* this.#relateAll();
  }

  /** Compares the mappings with those of the datasets, which are told of only when they have changed. */
  relateToDatasets(datasets: DatasetSources | undefined): void {
    if (datasets === this.#datasets) return;
    this.#datasets = datasets;
    for (const mapping of this.mappings) this.#relate(mapping);
  }

  /** How many findings there are, by code and variant; those of the document as a whole are not among them. */
  *tallies(): Generator<FindingTally> {
    for (const [key, count] of this.#counts) {
      const [code, variant] = key.split(' ') as [RuleCode, string | undefined];
      if (count > 0) yield { code, ...(variant === undefined ? {} : { variant }), count };
    }
  }

  /** The last segment, which should be the end. */
  get last(): JrmSegment | undefined {
    return this.text.chunks.at(-1)?.segments.at(-1);
  }

  /** True where the text is no JSON, or says something twice, so that nothing can be said about the whole. */
  get hasSyntaxErrors(): boolean {
    if (this.last?.kind !== 'end') return true;
    for (const [key, count] of this.#counts) if (count > 0 && (key.startsWith('jrm/syntax') || key === 'jrm/type duplicate')) return true;
    for (const segments of this.members.values()) if (segments.size > 1) return true;
    return false;
  }

  /** Bytes in UTF-8. */
  get byteLength(): number {
    let bytes = 0;
    for (const chunk of this.text.chunks) bytes += chunk.bytes;
    return bytes;
  }

  /** True for a JRM that was sealed: nothing in it is to be repaired by hand. */
  get isSealed(): boolean {
    return this.members.has('Seal');
  }

  hasDrive(id: string): boolean {
    return this.#driveIds.has(id);
  }

  get driveIds(): readonly string[] {
    return [...this.#driveIds.keys()];
  }

  /** The first checksum of the same file. */
  firstOf(segment: JrmSegment): JrmSegment | undefined {
    return segment.checksum && this.#followers.first(segment.checksum);
  }

  /** Reads a segment with its places, which are within its text. */
  read(segment: JrmSegment): ReadSegment {
    const scanner = this.text.scan(segment);
    return readSegment(scanner, this.text.textOf(segment), 0, segment.state);
  }

  /** The segments of a set in the order of the text. */
  inOrder(segments: Iterable<JrmSegment>): JrmSegment[] {
    return [...segments].sort((a, b) => this.text.offsetOf(a) - this.text.offsetOf(b));
  }

  #create(scanner: SegmentScanner, text: string, start: number, state: SegmentState): JrmSegment {
    const { kind } = scanner;
    const segment = new JrmSegment(kind, state, kind === 'member' || kind === 'open' ? scanner.name : '');
    if (kind === 'item' && state.list === CHECKSUMS && scanner.errors.length === 0) {
      const checksum = soundChecksum(text.slice(scanner.valueStart, scanner.valueEnd), scanner.colons);
      if (checksum) {
        this.#setChecksum(segment, checksum.FilePath);
        if (checksum.DriveId !== undefined) segment.driveIds = this.#sharedList(checksum.DriveId);
        return segment;
      }
    }
    if (kind !== 'start' || scanner.errors.length > 0) this.#readNew(segment, readSegment(scanner, text, start, state));
    return segment;
  }

  #readNew(segment: JrmSegment, { findings, value }: ReadSegment): void {
    if (findings.length > 0) {
      const key = findings.map(({ code, variant = '' }) => `${code} ${variant}`).join('\n');
      let own = this.#ownLists.get(key);
      if (!own) {
        own = findings.map(({ code, variant }) => (variant === undefined ? { code } : { code, variant }));
        if (this.#ownLists.size < STEP) this.#ownLists.set(key, own);
      }
      segment.own = own;
    }
    if (segment.kind !== 'item' || value?.type !== 'record') return;
    const text = (name: string) => textMember(value, name);
    if (segment.state.list === CHECKSUMS) {
      const path = text('FilePath');
      const driveId = text('DriveId');
      if (path) this.#setChecksum(segment, path);
      if (driveId !== undefined) segment.driveIds = this.#sharedList(driveId);
    } else if (segment.state.list === 'Drives') {
      const id = text('DriveId');
      if (id) segment.driveIds = [id];
    } else if (segment.state.list === 'DataMapping') {
      const source = text('SourcePath');
      const container = text('DestinationContainer') ?? '';
      if (source) segment.mapping = { source, container };
      const drives = value.members.find(({ name }) => name === 'Drives')?.value?.items ?? [];
      segment.driveIds = drives.flatMap((item) => (item.type === 'text' ? [item.value as string] : []));
    }
  }

  #setChecksum(segment: JrmSegment, path: string): void {
    const key = sourceKey(path);
    const [low, high] = textFingerprint(key);
    segment.checksum = new ChecksumKeys(low, high, this.#sources.directoryOf(key));
  }

  /** Read again where a file has several checksums: that is rare. */
  #detailsOf(segment: JrmSegment): ChecksumDetails {
    const { value } = this.read(segment);
    const text = (name: string) => (value && textMember(value, name)) ?? '';
    return { hash: fingerprint(text('SHA256').toLowerCase()), blob: fingerprint(text('BlobPath')) };
  }

  /** Few drives have many checksums: their ids are kept once. */
  #sharedList(id: string): readonly string[] {
    let list = this.#idLists.get(id);
    if (!list) {
      list = [id];
      if (this.#idLists.size < STEP) this.#idLists.set(id, list);
    }
    return list;
  }

  #added(segment: JrmSegment): void {
    const { kind, name, state, checksum, mapping } = segment;
    for (const finding of segment.own) this.#count(finding, 1);
    if (kind === 'member' || kind === 'open') {
      const known = this.members.get(name);
      if (known) known.add(segment);
      else this.members.set(name, new Set([segment]));
    }
    if (kind !== 'item') return;
    if (state.list === CHECKSUMS) {
      this.checksumCount++;
      if (checksum) this.#followers.add(segment, checksum);
    } else if (state.list === 'Drives') {
      this.drives.add(segment);
      for (const id of segment.driveIds) this.#driveIds.set(id, (this.#driveIds.get(id) ?? 0) + 1);
      this.#driveRevision++;
    } else if (state.list === 'DataMapping') {
      this.mappings.add(segment);
      if (mapping) this.#sources.add(mapping.source);
    }
    if (!this.#isLoading) this.#relate(segment);
  }

  #removed(segment: JrmSegment): void {
    const { kind, name, state, checksum, mapping } = segment;
    for (const finding of segment.own) this.#count(finding, -1);
    if (kind === 'member' || kind === 'open') {
      const known = this.members.get(name);
      known?.delete(segment);
      if (known?.size === 0) this.members.delete(name);
    }
    if (kind !== 'item') return;
    if (state.list === CHECKSUMS) {
      this.checksumCount--;
      if (checksum) this.#followers.remove(segment, checksum);
    } else if (state.list === 'Drives') {
      this.drives.delete(segment);
      for (const id of segment.driveIds) {
        const count = this.#driveIds.get(id)! - 1;
        if (count > 0) this.#driveIds.set(id, count);
        else this.#driveIds.delete(id);
      }
      this.#driveRevision++;
    } else if (state.list === 'DataMapping') {
      this.mappings.delete(segment);
      if (mapping) this.#sources.remove(mapping.source);
    }
    this.#setRelated(segment, 0);
  }

  #placed(chunk: SegmentChunk<JrmSegment>): void {
    chunk.marked = chunk.segments.reduce((count, segment) => count + (segment.marked ? 1 : 0), 0);
    chunk.bytes = utf8Length(chunk.text);
  }

  /** What decides about the relations of all segments. */
  get #currentRelations(): string {
    return [this.#sources.revision, this.#driveRevision, this.members.has('Drives'), this.members.has('DataMapping')].join();
  }

  *#relateAll(): Steps<void> {
    const key = this.#currentRelations;
    let count = 0;
    for (const chunk of this.text.chunks) {
      for (const segment of chunk.segments) {
        if (segment.kind === 'item') this.#relate(segment);
        if (++count % STEP === 0) yield;
      }
    }
    this.#relationsKey = key;
  }

  /** Looks at what a segment has to do with drives, mappings and datasets. */
  #relate(segment: JrmSegment): void {
    const { checksum, mapping, driveIds, state } = segment;
    let related = segment.related & (Related.Conflicting | Related.Repeated);
    if (checksum && this.members.has('DataMapping') && !this.#sources.coversAll(checksum.directory) && !this.#sources.coversFile(checksum)) {
      related |= Related.Unmapped;
    }
    if (driveIds.length > 0 && state.list !== 'Drives' && this.members.has('Drives') && driveIds.some((id) => !this.#driveIds.has(id))) {
      related |= Related.DriveUnknown;
    }
    if (mapping && this.#datasets) related |= this.#datasets.relate(mapping);
    this.#setRelated(segment, related);
  }

  #setRelated(segment: JrmSegment, related: number): void {
    const before = segment.related;
    if (before === related) return;
    const { marked } = segment;
    segment.related = related;
    for (const finding of relatedFindings) {
      if (((before ^ related) & finding.bit) !== 0) this.#count(finding, (related & finding.bit) !== 0 ? 1 : -1);
    }
    if (segment.chunk && marked !== segment.marked) segment.chunk.marked += segment.marked ? 1 : -1;
  }

  #count({ code, variant }: { readonly code: RuleCode; readonly variant?: string | undefined }, by: number): void {
    const key = variant === undefined ? code : `${code} ${variant}`;
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + by);
  }
}

function fingerprint(text: string): Fingerprint {
  const [low, high] = textFingerprint(text);
  return { low, high };
}

/** The text that a record has under a name. */
export function textMember<P>(record: PlacedValue<P>, name: string): string | undefined {
  const value = record.members.find((member) => member.name === name)?.value;
  return value?.type === 'text' ? (value.value as string) : undefined;
}
