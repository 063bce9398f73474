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

/** Records of a list that are kept whole, with their places, so that features can show them. */
export const MAX_FIRST = 1000;
/** Findings that are kept; the others are counted. */
const MAX_PENDING = 10_000;

/** A record of one of the lists. */
export interface JrmRecord<P> {
  readonly value: PlacedValue<P>;
  /** Of the record, with its brackets or tags. */
  readonly extent: P;
  /** What is shown where a field is meant that the record does not have. */
  readonly whole: P;
  /** Its place among all others. */
  readonly at: number;
}

/** A member of the root. */
export interface JrmMember<P> {
  readonly name: string;
  /** Of the name. */
  readonly place: P;
  extent: P;
  readonly isList: boolean;
  /** Items of a list, and the first of them. */
  count: number;
  readonly first: JrmRecord<P>[];
  /** Of another member that is a text. */
  text: string | undefined;
}

/** A checksum as others are compared with it; its texts are not kept. */
export class ReadChecksum {
  constructor(
    /** Its place among all records. */
    readonly at: number,
    /** `undefined` where it says no path. */
    readonly file: SourceFile | undefined,
    readonly driveId: string | undefined,
  ) {}
}

/** What two checksums of one file are told apart by. */
export interface ChecksumDetails {
  readonly hash: Fingerprint;
  readonly blob: Fingerprint;
}

/** The fields of a checksum that others are compared with. */
export type ChecksumField = 'FilePath' | 'SHA256' | 'DriveId';

/** A directory that holds files of the JRM, by its key (`sourceKey`). */
interface SourceDirectory {
  readonly key: string;
  /** Whether a mapping covers all of it, once somebody has asked. */
  covered: boolean | undefined;
}

/** A file as others are compared with it: equal paths have equal fingerprints. Numbers of its own, for there are many. */
class SourceFile implements Fingerprint {
  constructor(
    readonly low: number,
    readonly high: number,
    readonly directory: SourceDirectory,
  ) {}
}

/** Which files the mappings of a JRM cover: those that a mapping names, and those under a directory that one names. */
class MappedSources {
  readonly #sources = new Set<string>();
  /** Fingerprints of the same. */
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

  /** True where a mapping names the file, or a directory that holds it. To be asked when all of them have been added. */
  covers({ low, high, directory }: SourceFile): boolean {
    directory.covered ??= this.#coversPath(directory.key);
    return directory.covered || this.#files.has(`${low},${high}`);
  }

  #directoryOf(key: string): SourceDirectory {
    const end = Math.max(key.lastIndexOf('\\'), key.charCodeAt(0) === 47 ? key.lastIndexOf('/') : -1);
    const last = this.#last;
    // Files of one directory mostly stand together.
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

/** A finding that is put into words, and looked up in the text, when somebody wants to see it. */
interface PendingFinding {
  readonly at: number;
  readonly make: () => FileFinding;
}

/** Findings in the order of the text, however many, in memory that has a limit. */
export class PendingFindings {
  readonly found: PendingFinding[] = [];
  readonly #tallies = new Map<string, { -readonly [Key in keyof FindingTally]: FindingTally[Key] }>();

  /** `at`: the place of the record that it is about, among all others. */
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

/** What is read of an open JRM, in whichever form it is: what it holds, where that stands, and what is wrong with each value by itself. */
export abstract class JrmReading<P> {
  abstract readonly form: 'json' | 'xml';
  readonly members: JrmMember<P>[] = [];
  readonly #byName = new Map<string, JrmMember<P>>();
  readonly drives: JrmRecord<P>[] = [];
  readonly mappings: JrmRecord<P>[] = [];
  readonly checksums: ReadChecksum[] = [];
  /** What the mappings cover. */
  readonly sources = new MappedSources();
  /** What values and records have by themselves. */
  readonly own = new PendingFindings();
  /** What keeps the text from having an end, or a beginning. */
  readonly unfinished: FileFinding[] = [];
  /** `undefined` where it cannot be told, for the text cannot be read. */
  seal: SealVerdict | undefined;
  /** How long the file is. */
  bytes = 0;
  /** Few drives have many checksums: their ids are kept once. */
  readonly #driveIds = new Map<string, string>();

  /** Where that is told which is wrong with the file as a whole; `undefined` where there is nothing. */
  abstract get beginning(): Range | undefined;
  abstract rangeOf(place: P): Range;
  /** Where a checksum says something; all of it, where it does not. */
  abstract checksumRange(checksum: ReadChecksum, field: ChecksumField): Range;
  abstract detailsOf(checksum: ReadChecksum): ChecksumDetails;
  /** A text as the form writes it; `undefined` where it cannot. */
  abstract written(text: string): string | undefined;

  /** The first of that name. */
  member(name: string): JrmMember<P> | undefined {
    return this.#byName.get(name);
  }

  protected addMember(member: JrmMember<P>): void {
    this.members.push(member);
    if (!this.#byName.has(member.name)) this.#byName.set(member.name, member);
  }

  /** Each once. */
  get driveIds(): readonly string[] {
    return [...new Set(this.drives.map(({ value }) => textMember(value, 'DriveId') ?? ''))].filter((id) => id !== '');
  }

  /** True for a JRM that was sealed: nothing in it is to be repaired by hand. */
  get isSealed(): boolean {
    return this.member(SEAL) !== undefined;
  }

  /** Where a record says something; all of it, where it does not. */
  fieldRange({ value, whole }: JrmRecord<P>, name: string): Range {
    return this.rangeOf(value.members.find((member) => member.name === name)?.value?.place ?? whole);
  }

  /** Takes a record of the list that the last member is. */
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
