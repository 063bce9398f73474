import { MANIFEST_PATH } from '#core/driveManifest/driveManifest';
import { portalJournalText } from '#core/journal/portalJournal';
import { jobSizeFindings } from '#core/job/jobSizes';
import { DRIVES_OF_JOB } from '#core/limits/limits';
import { utf8Length } from '#core/text/utf8Length';
import { SourceReader } from '../scan/sourceCatalogue';
import type { SourceCatalogue } from '../scan/sourceCatalogue';
import { NO_DRIVE } from './jobPlan';
import type { DrivePlan, DriveTarget, JobPlan } from './jobPlan';

/** What a drive holds for a container or share. */
export interface ContainerShare {
  readonly name: string;
  readonly files: number;
  readonly bytes: number;
}

/** What a drive holds from a source directory, without its subdirectories, or from a record of a single file. */
export interface DirectoryShare {
  /** On this machine. */
  readonly path: string;
  readonly files: number;
  readonly bytes: number;
}

export interface DriveSummary extends Pick<DriveTarget, 'letter' | 'target' | 'kind'> {
  /** Bytes of the disk; undefined for an image of any size, whose size becomes `diskBytes`. */
  readonly capacity: number | undefined;
  readonly diskBytes: number;
  readonly files: number;
  readonly bytes: number;
  readonly usedBytes: number;
  readonly volumeBytes: number;
  readonly manifestBytes: number;
  readonly containers: readonly ContainerShare[];
  /** The number of all directories with files on the drive. */
  readonly directoryCount: number;
  /** The directories with the most bytes, at most 200, sorted by path. */
  readonly directories: readonly DirectoryShare[];
}

/** A plan in numbers. */
export interface PlanSummary {
  readonly sessionId: string;
  readonly files: number;
  readonly bytes: number;
  readonly drives: readonly DriveSummary[];
  /** How many import jobs the drives with data need, including drives that are lacking. */
  readonly jobs: number;
  readonly leftOver:
    | {
        readonly files: number;
        readonly bytes: number;
        readonly drives: number;
        readonly driveBytes: number;
        readonly tooLarge: readonly string[];
      }
    | undefined;
  readonly journalBytes: number;
  /** An estimate. */
  readonly copySeconds: number;
  readonly verifySeconds: number;
}

/** Bytes per second that a drive can write: a 3.5-inch disk from start to end, or an image on a faster one. */
const BYTES_A_SECOND = { device: 160e6, image: 300e6 } as const;
/** Bytes and files per second that the sources provide, for all drives together. */
const SOURCE_BYTES_A_SECOND = 600e6;
const FILES_A_SECOND = 20_000;
/** Assumed lengths, in characters, of what the journal will contain but is not known yet. */
const KEY_LENGTH = 55;
const ID_LENGTH = 64;
const HASH_LENGTH = 32;
const PATH_LENGTH = 260;
/** How many names of files that are too large for any drive are listed. */
const LISTED = 1000;

/** How many directories of a drive are listed. */
const LISTED_DIRECTORIES = 200;

/** A plan in numbers, and the limits that they exceed: `job/capacity` and `job/journal-size`. */
export interface SummarisedPlan {
  readonly summary: PlanSummary;
  readonly findings: ReturnType<typeof jobSizeFindings>;
}

/** @param earlierJournal length of the journal from earlier sessions, in bytes */
export function summarisePlan(plan: JobPlan, earlierJournal = 0): SummarisedPlan {
  const { catalogue, sessionId, drives } = plan;
  const summaries = drives.map((drive) => summariseDrive(plan, drive));
  const files = countPlanned(plan);
  const bytes = summaries.reduce((sum, drive) => sum + drive.bytes, 0) + (plan.leftOver?.bytes ?? 0);
  const reader = new SourceReader(catalogue);
  const tooLarge = (plan.leftOver?.tooLarge ?? [])
    .slice(0, LISTED)
    .map((file) => ({ path: reader.pathOf(file), bytes: catalogue.files.size[file]! }));
  const { copySeconds, verifySeconds } = durationOf(summaries);
  const journalBytes = earlierJournal + journalBytesOf(plan);
  const used = summaries.filter((drive) => drive.files > 0).length + (plan.leftOver?.drives ?? 0);
  const limited = summaries.flatMap(({ capacity, volumeBytes }) => (capacity === undefined ? [] : [volumeBytes]));
  const summary: PlanSummary = {
    sessionId,
    files,
    bytes,
    drives: summaries,
    jobs: Math.ceil(used / DRIVES_OF_JOB),
    leftOver: plan.leftOver && { ...plan.leftOver, tooLarge: tooLarge.map(({ path }) => path) },
    journalBytes,
    copySeconds,
    verifySeconds,
  };
  const findings = jobSizeFindings({
    needed: bytes,
    available: limited.reduce((sum, room) => sum + room, 0),
    largestDrive: Math.max(0, ...limited),
    ...(plan.leftOver ? { leftOver: { ...plan.leftOver, tooLarge } } : {}),
    journal: journalBytes,
  });
  return { summary, findings };
}

/** The number of files on this plan's drives, plus those that it leaves over. */
function countPlanned({ drives, fileDrive }: JobPlan): number {
  let files = drives.reduce((sum, { columns }) => sum + columns.files.length, 0);
  for (const drive of fileDrive) if (drive === NO_DRIVE) files++;
  return files;
}

function summariseDrive(
  { catalogue }: JobPlan,
  { letter, target, kind, capacity, diskBytes, dataBytes, usedBytes, volumeBytes, columns }: DrivePlan,
): DriveSummary {
  const { rows, directories, files } = catalogue;
  const containers = new Map<string, { name: string; files: number; bytes: number }>();
  let row = -1;
  let share = { name: '', files: 0, bytes: 0 };
  for (const file of columns.files) {
    const fileRow = directories.row[files.directory[file]!]!;
    if (fileRow !== row) {
      row = fileRow;
      const [name = ''] = rows[row]!.destination.split('/', 1);
      share = containers.get(name) ?? { name, files: 0, bytes: 0 };
      containers.set(name, share);
    }
    share.files++;
    share.bytes += files.size[file]!;
  }
  return {
    letter,
    target,
    kind,
    capacity,
    diskBytes,
    files: columns.files.length,
    bytes: dataBytes,
    usedBytes,
    volumeBytes,
    manifestBytes: columns.manifestBytes,
    containers: [...containers.values()].sort((a, b) => (a.name < b.name ? -1 : 1)),
    ...directoriesOf(catalogue, columns.files),
  };
}

function directoriesOf(
  catalogue: SourceCatalogue,
  driveFiles: Uint32Array,
): Pick<DriveSummary, 'directoryCount' | 'directories'> {
  const { rows, directories, files } = catalogue;
  const shares = new Map<number, { files: number; bytes: number }>();
  let last = -1;
  let share = { files: 0, bytes: 0 };
  for (const file of driveFiles) {
    const directory = files.directory[file]!;
    // Files of a directory are mostly adjacent.
    if (directory !== last) {
      last = directory;
      share = shares.get(directory) ?? { files: 0, bytes: 0 };
      shares.set(directory, share);
    }
    share.files++;
    share.bytes += files.size[file]!;
  }
  const reader = new SourceReader(catalogue);
  const pathOf = (directory: number): string => {
    const row = rows[directories.row[directory]!]!;
    return row.kind === 'file' ? row.machinePath : reader.directoryPath(directory);
  };
  const largest = [...shares].sort(([, a], [, b]) => b.bytes - a.bytes).slice(0, LISTED_DIRECTORIES);
  const listed = largest.map(([directory, { files: count, bytes }]) => ({
    path: pathOf(directory),
    files: count,
    bytes,
  }));
  return { directoryCount: shares.size, directories: listed.sort((a, b) => (a.path < b.path ? -1 : 1)) };
}

/** Drives are written in parallel, as fast as the slowest part allows. */
function durationOf(drives: readonly DriveSummary[]): { readonly copySeconds: number; readonly verifySeconds: number } {
  const sum = (number: (drive: DriveSummary) => number) => drives.reduce((total, drive) => total + number(drive), 0);
  const verifySeconds = Math.max(0, ...drives.map(({ usedBytes, kind }) => usedBytes / BYTES_A_SECOND[kind]));
  const copySeconds = Math.max(
    verifySeconds,
    sum(({ bytes }) => bytes) / SOURCE_BYTES_A_SECOND,
    sum(({ files }) => files) / FILES_A_SECOND,
  );
  return { copySeconds: Math.ceil(copySeconds), verifySeconds: Math.ceil(verifySeconds) };
}

/** The portal's journal has a record for the session and one for each drive; ids and folders are not known yet. */
function journalBytesOf({ drives }: JobPlan): number {
  const filler = (length: number) => '-'.repeat(length);
  const info = {
    driveId: filler(ID_LENGTH),
    bitLockerKey: filler(KEY_LENGTH),
    manifestFile: MANIFEST_PATH,
    manifestHash: filler(HASH_LENGTH),
  };
  const written = drives.filter(({ columns }) => columns.files.length > 0);
  return utf8Length(
    portalJournalText([
      { begun: '', logDirectory: filler(PATH_LENGTH), drives: written.map(() => ({ info, time: '' })) },
    ]),
  );
}
