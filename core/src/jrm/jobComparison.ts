import { contentOf } from '../csv/fieldContent';
import { sourceKey } from '../dataset/datasetRelation';
import { destinationName } from '../dataset/destination';
import type { DatasetRow } from '../columns/datasetColumns';
import { lineOfRow } from '../csv/csvChunk';
import { drivesetEntries } from '../driveset/drivesetEntry';
import { drivesOf } from '../driveset/drivesetTable';
import { mergeDrives } from '../driveset/jobDrives';
import type { JobDrive } from '../driveset/jobDrives';
import type { FileFinding } from '../rules/fileFinding';
import type { TableDocument } from '../table/tableDocument';
import type { Range } from '../text/position';
import { template } from '../text/template';
import type { Steps } from '../work/steps';
import type { SealVerdict } from './jrmReader';

/** A table of the job that a JRM belongs to. */
export interface JobTableFile {
  /** Identifies the file in findings of other files. */
  readonly file: string;
  /** As messages show it. */
  readonly fileName: string;
  readonly table: TableDocument;
}

/** A record of a dataset that has a source. */
export interface DatasetSource {
  readonly dataset: JobTableFile;
  readonly line: number;
  readonly container: string;
}

/** How many rows are looked at in one step. */
const STEP = 256;

/** The sources named by the datasets of a job, to compare them with the mappings of a JRM. */
export class DatasetSources {
  readonly #records = new Map<string, DatasetSource[]>();

  private constructor(readonly datasets: readonly JobTableFile[]) {}

  /** Reads all records of the datasets. */
  static *read(datasets: readonly JobTableFile[]): Steps<DatasetSources> {
    const sources = new DatasetSources(datasets);
    let count = 0;
    for (const dataset of datasets) {
      for (const { row, fields } of dataset.table.records()) {
        const source = contentOf(fields['basePath']);
        const container = destinationName(fields as unknown as DatasetRow);
        if (source) sources.#add(source, { dataset, line: lineOfRow(row), container: container ?? '' });
        if (++count % STEP === 0) yield;
      }
    }
    return sources;
  }

  #add(source: string, record: DatasetSource): void {
    const key = sourceKey(source);
    const known = this.#records.get(key);
    if (known) known.push(record);
    else this.#records.set(key, [record]);
  }

  /** The records that a mapping may come from. */
  find(source: string): readonly DatasetSource[] {
    return this.#records.get(sourceKey(source)) ?? [];
  }

  /** True where the source is sent to the container, as far as is known. */
  sends(source: string, container: string): boolean {
    const records = this.find(source);
    return (
      records.length > 0 &&
      (container === '' || records.some((record) => record.container === container || record.container === ''))
    );
  }
}

/** The range of the source in a dataset's record. */
export function sourceRange({ dataset, line }: DatasetSource): Range {
  for (const { row, fields } of dataset.table.records(line, line)) {
    const field = fields['basePath'];
    return dataset.table.csv.rangeOf(row, field?.start ?? 0, field?.end ?? 0);
  }
  return { start: { line, character: 0 }, end: { line, character: 0 } };
}

/** The drives of a job's drivesets, to compare them with those of a JRM. */
export interface DrivesetDrives {
  /** By upper-case letter. */
  readonly letters: ReadonlyMap<string, Pick<JobDrive, 'file' | 'fileName' | 'range'>>;
  /** Letters of drives that were already encrypted, by key. The keys are secrets and never appear in findings. */
  readonly letterOfKey: ReadonlyMap<string, string>;
  /** Names of the drivesets, as messages show them. */
  readonly fileNames: readonly string[];
}

/** The drives of drivesets; `undefined` where there is no driveset. */
export function drivesetDrives(drivesets: readonly JobTableFile[]): DrivesetDrives | undefined {
  if (drivesets.length === 0) return undefined;
  return {
    letters: mergeDrives(drivesets.map(({ table, file, fileName }) => drivesOf(table, file, fileName))),
    letterOfKey: new Map(
      drivesets.flatMap(({ table, file }) =>
        drivesetEntries(table, file).flatMap(({ key, letter }) => (key === undefined ? [] : [[key, letter] as const])),
      ),
    ),
    fileNames: drivesets.map(({ fileName }) => fileName),
  };
}

/** A drive of a JRM. `range` gives the range of one of its fields, or of the whole drive. */
export interface JrmDriveFacts {
  readonly id: string | undefined;
  readonly letter: string | undefined;
  readonly key: string | undefined;
  range(field: string): Range;
}

/**
 * The letter of a drive in the driveset: its letter in the JRM, or its id if that is a letter, or the letter of the
 * already encrypted drive with the same key.
 */
function letterOf(
  { id, letter, key }: JrmDriveFacts,
  { letterOfKey }: DrivesetDrives,
): { letter: string; field: string } | undefined {
  if (letter !== undefined && /^[A-Za-z]$/.test(letter)) return { letter: letter.toUpperCase(), field: 'DriveLetter' };
  const fromId = /^([A-Za-z]):?\\?$/.exec(id ?? '')?.[1];
  if (letter === undefined && fromId !== undefined) return { letter: fromId.toUpperCase(), field: 'DriveId' };
  const fromKey = letterOfKey.get(key ?? '');
  return fromKey === undefined ? undefined : { letter: fromKey, field: 'DriveId' };
}

/**
 * Drives of the JRM that are in no driveset, and vice versa. A drive whose letter is unknown could be any of them, so
 * then none is reported as missing.
 */
export function* compareDrives(
  drives: readonly JrmDriveFacts[],
  driveset: DrivesetDrives,
  list: Range,
  seal: SealVerdict | undefined,
  isSealed: boolean,
): Generator<FileFinding> {
  if (driveset.letters.size === 0) return;
  const known = new Set<string>();
  let allKnown = true;
  for (const drive of drives) {
    const found = letterOf(drive, driveset);
    if (!found) {
      allKnown = false;
      continue;
    }
    known.add(found.letter);
    if (driveset.letters.has(found.letter)) continue;
    const related = [...driveset.letters.values()]
      .slice(0, 1)
      .map(({ file, range }) => ({ file, range, message: template('The drives of the job'), line: range.start.line }));
    yield {
      code: 'jrm/drive-not-in-driveset',
      args: [found.letter, driveset.fileNames.join(', ')],
      ...drive.range(found.field),
      related,
    };
  }
  if (!allKnown) return;
  for (const [letter, { file, fileName, range }] of driveset.letters) {
    if (known.has(letter)) continue;
    yield {
      code: 'jrm/driveset-drive-missing',
      // A sealed JRM names all drives that were prepared.
      ...(isSealed && seal !== 'broken' ? { variant: 'not-prepared' } : {}),
      args: [letter, fileName, String(range.start.line + 1)],
      ...list,
      related: [{ file, range, message: template('Drive {0}'), args: [letter], line: range.start.line }],
    };
  }
}
