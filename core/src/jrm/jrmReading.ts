import { sourceKey } from '../dataset/datasetRelation';
import type { Fingerprint } from '../dataset/keyFingerprint';
import type { RuleCode } from '../rules/catalogue';
import type { FileFinding, FindingTally } from '../rules/fileFinding';
import type { Range } from '../text/position';
import { textFingerprint } from '../text/textFingerprint';
import { CHECKSUMS, SEAL } from './jrm';
import type { SealVerdict } from './jrmReader';
import { textMember } from './placedValue';
import type { PlacedValue } from './placedValue';

/** How many records of a list are kept whole, with their places, so that features can show them. */
export const MAX_FIRST = 1000;
/** How many findings are kept; the others are only counted. */
const MAX_PENDING = 10_000;

/** A record of one of the lists. */
export interface JrmRecord<P> {
  readonly value: PlacedValue<P>;
  /** The record's extent, including its brackets or tags. */
  readonly extent: P;
  /** The place for findings about fields that the record does not have. */
  readonly whole: P;
  /** Its position among all records. */
  readonly at: number;
}

/** A member of the root. */
export interface JrmMember<P> {
  readonly name: string;
  /** The place of the name. */
  readonly place: P;
  extent: P;
  readonly isList: boolean;
  /** For a list: the number of its items, and the first of them. */
  count: number;
  readonly first: JrmRecord<P>[];
  /** For another member, its value if that is a text. */
  text: string | undefined;
}

/** What is kept of a checksum for comparing it with others; its texts are not kept. */
export class ReadChecksum {
  constructor(
    /** Its position among all records. */
    readonly at: number,
    /** `undefined` where it has no path. */
    readonly file: SourceFile | undefined,
    readonly driveId: string | undefined,
  ) {}
}

/** What distinguishes two checksums of the same file. */
export interface ChecksumDetails {
  readonly hash: Fingerprint;
  readonly blob: Fingerprint;
}

/** The fields of a checksum that others are compared with. */
export type ChecksumField = 'FilePath' | 'SHA256' | 'DriveId';

/** A directory that contains files of the JRM, identified by its key (`sourceKey`). */
interface SourceDirectory {
  readonly key: string;
  /** Whether a mapping covers all of it; determined on demand. */
  covered: boolean | undefined;
}

/**
 * A file, for comparing it with others: equal paths have equal fingerprints. Holds the two numbers directly, because
 * there are many files.
 */
class SourceFile implements Fingerprint {
  constructor(
    readonly low: number,
    readonly high: number,
    readonly directory: SourceDirectory,
  ) {}
}

/** The files covered by a JRM's mappings: those that a mapping names, and those below a directory that one names. */
class MappedSources {
  readonly #sources = new Set<string>();
  /** Fingerprints of the sources. */
  readonly #files = new Set<string>();
  readonly #directories = new Map<string, SourceDirectory>();
  #last: SourceDirectory | undefined;

  add(source: string): void {
    const key = withoutSeparator(sourceKey(source));
    this.#sources.add(key);
    this.#files.add(textFingerprint(key).join(','));
  }

  file(path: string): SourceFile {
    const key = sourceKey(path);
    const [low, high] = textFingerprint(key);
    return new SourceFile(low, high, this.#directoryOf(key));
  }

  /** True where a mapping names the file or a directory above it. Valid only after all mappings have been added. */
  covers({ low, high, directory }: SourceFile): boolean {
    directory.covered ??= this.#coversPath(directory.key);
    return directory.covered || this.#files.has(`${low},${high}`);
  }

  #directoryOf(key: string): SourceDirectory {
    const end = Math.max(key.lastIndexOf('\\'), key.charCodeAt(0) === 47 ? key.lastIndexOf('/') : -1);
    const last = this.#last;
    // Files in the same directory are mostly next to each other.
    if (last?.key.length === Math.max(0, end) && key.startsWith(last.key)) return last;
    const name = end <= 0 ? '' : key.slice(0, end);
    let directory = this.#directories.get(name);
    if (!directory) {
      directory = { key: name, covered: undefined };
      this.#directories.set(name, directory);
    }
    this.#last = directory;
    return directory;
  }

  #coversPath(path: string): boolean {
    const separator = path.startsWith('/') ? '/' : '\\';
    for (let key = path; ; key = key.slice(0, key.lastIndexOf(separator))) {
      if (this.#sources.has(key)) return true;
      if (key.lastIndexOf(separator) < 0) return false;
    }
  }
}

function withoutSeparator(key: string): string {
  return /[\\/]$/.test(key) ? key.slice(0, -1) : key;
}

/** A finding whose message and place are only computed on demand. */
interface PendingFinding {
  readonly at: number;
  readonly make: () => FileFinding;
}

/** Any number of findings, in the order of the text and in bounded memory. */
export class PendingFindings {
  readonly found: PendingFinding[] = [];
  readonly #tallies = new Map<string, { -readonly [Key in keyof FindingTally]: FindingTally[Key] }>();

  /** `at`: the position, among all records, of the record that it is about. */
  add(at: number, { code, variant }: Pick<FileFinding, 'code' | 'variant'>, make: () => FileFinding): void {
    const key = `${code} ${variant ?? ''}`;
    const tally = this.#tallies.get(key);
    if (tally) tally.count++;
    else this.#tallies.set(key, { code, ...(variant === undefined ? {} : { variant }), count: 1 });
    if (this.found.length < MAX_PENDING) this.found.push({ at, make });
  }

  has(code: RuleCode, variant?: string): boolean {
    return this.tallies.some((tally) => tally.code === code && (variant === undefined || tally.variant === variant));
  }

  get tallies(): readonly FindingTally[] {
    return [...this.#tallies.values()];
  }
}

/**
 * What was read from an open JRM, in either form: its content, the places of that, and what is wrong with individual
 * values.
 */
export abstract class JrmReading<P> {
  abstract readonly form: 'json' | 'xml';
  readonly members: JrmMember<P>[] = [];
  readonly #byName = new Map<string, JrmMember<P>>();
  readonly drives: JrmRecord<P>[] = [];
  readonly mappings: JrmRecord<P>[] = [];
  readonly checksums: ReadChecksum[] = [];
  /** The sources that the mappings cover. */
  readonly sources = new MappedSources();
  /** Findings about single values and records. */
  readonly own = new PendingFindings();
  /** Findings about a missing beginning or end of the text. */
  readonly unfinished: FileFinding[] = [];
  /** `undefined` where it is unknown because the text cannot be read. */
  seal: SealVerdict | undefined;
  /** The length of the file. */
  bytes = 0;
  /** Many checksums share few drives, so each drive's id is kept once. */
  readonly #driveIds = new Map<string, string>();

  /** The place for findings about the file as a whole; `undefined` where there is none. */
  abstract get beginning(): Range | undefined;
  abstract rangeOf(place: P): Range;
  /** The place of a checksum's field; the whole checksum where it lacks the field. */
  abstract checksumRange(checksum: ReadChecksum, field: ChecksumField): Range;
  abstract detailsOf(checksum: ReadChecksum): ChecksumDetails;
  /** A text as this form writes it; `undefined` where it cannot. */
  abstract written(text: string): string | undefined;

  /** The first member with that name. */
  member(name: string): JrmMember<P> | undefined {
    return this.#byName.get(name);
  }

  protected addMember(member: JrmMember<P>): void {
    this.members.push(member);
    if (!this.#byName.has(member.name)) this.#byName.set(member.name, member);
  }

  /** Without duplicates. */
  get driveIds(): readonly string[] {
    return [...new Set(this.drives.map(({ value }) => textMember(value, 'DriveId') ?? ''))].filter((id) => id !== '');
  }

  /** True for a JRM with a seal: nothing in it should be edited by hand. */
  get isSealed(): boolean {
    return this.member(SEAL) !== undefined;
  }

  /** The place of a record's field; the whole record where it lacks the field. */
  fieldRange({ value, whole }: JrmRecord<P>, name: string): Range {
    return this.rangeOf(value.members.find((member) => member.name === name)?.value?.place ?? whole);
  }

  /** Adds a record to the list that was read last. */
  protected addRecord(list: string, record: JrmRecord<P>): void {
    const { value } = record;
    const member = this.members.at(-1);
    if (member && ++member.count <= MAX_FIRST) member.first.push(record);
    if (list === 'Drives') this.drives.push(record);
    else if (list === CHECKSUMS)
      this.addChecksum(record.at, textMember(value, 'FilePath'), textMember(value, 'DriveId'));
    else if (list === 'DataMapping') {
      this.mappings.push(record);
      const source = textMember(value, 'SourcePath');
      if (source) this.sources.add(source);
    }
  }

  protected addChecksum(at: number, path: string | undefined, driveId: string | undefined): void {
    this.checksums.push(new ReadChecksum(at, path ? this.sources.file(path) : undefined, this.#shared(driveId)));
  }

  #shared(id: string | undefined): string | undefined {
    const known = id === undefined ? undefined : this.#driveIds.get(id);
    if (id === undefined || known !== undefined) return known;
    if (this.#driveIds.size < MAX_FIRST) this.#driveIds.set(id, id);
    return id;
  }
}

export function detailsOf<P>(checksum: PlacedValue<P>): ChecksumDetails {
  return {
    hash: fingerprintOf((textMember(checksum, 'SHA256') ?? '').toLowerCase()),
    blob: fingerprintOf(textMember(checksum, 'BlobPath') ?? ''),
  };
}

function fingerprintOf(text: string): Fingerprint {
  const [low, high] = textFingerprint(text);
  return { low, high };
}
