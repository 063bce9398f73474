import { FingerprintNumbers } from '#core/dataset/fingerprintNumbers';
import type { RecordedSession } from '#core/journal/sessionHistory';
import { parseJournalTime } from '#core/journal/journalText';
import type { JrmChecksum, JrmMapping } from '#core/jrm/jrm';
import { textFingerprint } from '#core/text/textFingerprint';
import { JrmFileError, readJrmFile } from '../report/readJrmFile';
import { fileTimeOf } from '../model/fileTime';
import { SourceReader } from '../scan/sourceCatalogue';
import type { SourceCatalogue } from '../scan/sourceCatalogue';
import { mappingOf } from './dataMapping';

/** Some files of a job. */
export interface FileGroup {
  readonly files: number;
  /** Bytes. */
  readonly bytes: number;
  /** The paths of the first ones, as the dataset writes them. */
  readonly first: readonly string[];
}

/** What the complete sessions of a journal have put on drives, compared with the job's current files and sources. */
export interface EarlierSessions {
  readonly sessions: readonly string[];
  /** On a drive in their current state: with the same size and record of the dataset, and not written to since. */
  readonly same: FileGroup;
  /** On a drive, but with another size now, written to since then, or with another blob type or disposition. */
  readonly changed: FileGroup;
  /** On no drive: new, or with a different destination now. */
  readonly added: FileGroup;
  /** On a drive, but no longer among the sources of the job. */
  readonly gone: FileGroup;
  /** JRMs of these sessions that cannot be read, so that the contents of their drives are unknown. */
  readonly unreadable: readonly string[];
}

/** The part of a session that is compared. */
export type EarlierSession = Pick<RecordedSession, 'id' | 'begun' | 'state'> & {
  readonly parameters: Pick<RecordedSession['parameters'], 'jrm'>;
};

/** How many files of each group are named. */
const NAMED = 20;

const Standing = { OnNoDrive: 0, Changed: 1, Same: 2 } as const;

/**
 * Compares the sources of a job with what the JRMs of its journal's complete sessions list: by path, destination, size,
 * modification time and record. Takes about 25 bytes of memory for each source; JRMs are read as streams.
 *
 * @param sessions in the order in which they began; incomplete ones are skipped, because they are on no drive yet
 * @param pause lets other work run in between
 * @returns undefined if no session is complete
 */
export async function compareWithEarlier(
  catalogue: SourceCatalogue,
  sessions: readonly EarlierSession[],
  pause: () => Promise<void>,
): Promise<EarlierSessions | undefined> {
  const complete = sessions.filter(({ state }) => state === 'Completed');
  if (complete.length === 0) return undefined;
  const sources = new Sources(catalogue);
  const gone = new Group();
  const unreadable: string[] = [];
  for (const { begun, parameters } of complete) {
    const time = parseJournalTime(begun);
    const since = time === undefined ? undefined : fileTimeOf(BigInt(time.getTime()) * 1_000_000n);
    try {
      const { header } = await readJrmFile(
        parameters.jrm,
        (checksum) => {
          if (!sources.meet(checksum, since)) gone.add(checksum.FilePath, checksum.Size ?? 0);
        },
        pause,
      );
      sources.know(header.DataMapping);
    } catch (error) {
      if (!(error instanceof JrmFileError)) throw error;
      unreadable.push(parameters.jrm);
    }
  }
  return { sessions: complete.map(({ id }) => id), ...sources.groups(), gone: gone.facts, unreadable };
}

class Group {
  private files = 0;
  private bytes = 0;
  private readonly first: string[] = [];

  add(path: string, size: number): void {
    this.files += 1;
    this.bytes += size;
    if (this.first.length < NAMED) this.first.push(path);
  }

  get facts(): FileGroup {
    return { files: this.files, bytes: this.bytes, first: this.first };
  }
}

/** The files of a catalogue by path and destination. */
class Sources {
  private readonly numbers: FingerprintNumbers;
  private readonly standing: Uint8Array;
  private readonly reader: SourceReader;
  private readonly mappings = new Set<string>();

  constructor(private readonly catalogue: SourceCatalogue) {
    const { count } = catalogue.files;
    this.reader = new SourceReader(catalogue);
    this.numbers = new FingerprintNumbers(count);
    this.standing = new Uint8Array(count);
    for (let file = 0; file < count; file++)
      this.numbers.add(...fingerprintOf(this.reader.writtenPathOf(file), this.reader.blobPathOf(file)), file);
  }

  /** @returns false if the job no longer has this file */
  meet({ FilePath, BlobPath = '', Size }: JrmChecksum, since: bigint | undefined): boolean {
    const file = this.numbers.get(...fingerprintOf(FilePath, BlobPath));
    if (file === undefined) return false;
    const { size, modified } = this.catalogue.files;
    const isSame = Size === size[file] && since !== undefined && modified[file]! <= since;
    this.standing[file] = Math.max(this.standing[file]!, isSame ? Standing.Same : Standing.Changed);
    return true;
  }

  /** Takes in what a JRM says about the records of the datasets. */
  know(mappings: readonly JrmMapping[]): void {
    for (const mapping of mappings) this.mappings.add(textOf(mapping));
  }

  groups(): Pick<EarlierSessions, 'same' | 'changed' | 'added'> {
    const groups = [new Group(), new Group(), new Group()];
    const { rows, directories, files } = this.catalogue;
    const isKnown = rows.map((row) => this.mappings.has(textOf(mappingOf(row, []))));
    for (let file = 0; file < files.count; file++) {
      const row = directories.row[files.directory[file]!]!;
      const standing = isKnown[row] ? this.standing[file]! : Math.min(this.standing[file]!, Standing.Changed);
      groups[standing]!.add(this.reader.writtenPathOf(file), files.size[file]!);
    }
    return {
      added: groups[Standing.OnNoDrive]!.facts,
      changed: groups[Standing.Changed]!.facts,
      same: groups[Standing.Same]!.facts,
    };
  }
}

function fingerprintOf(path: string, blobPath: string): readonly [low: number, high: number] {
  const [low, high] = textFingerprint(`${path}\0${blobPath}`);
  return [low | 0, high | 0];
}

/** A record of the dataset as a JRM describes it, without the drives that its files are on. */
function textOf({
  SourcePath,
  DestinationContainer,
  DestinationPath = '',
  BlobType,
  Disposition = '',
}: JrmMapping): string {
  return JSON.stringify([SourcePath, DestinationContainer, DestinationPath, BlobType, Disposition]);
}
