import { contentOf } from '../csv/fieldContent';
import { abnormalAt, normalPath } from '../names/windowsPath';
import { template } from '../text/template';
import type { JobDrive } from '../driveset/jobDrives';
import type { Report } from '../rules/finding';
import type { RuleCode } from '../rules/catalogue';
import type { RelatedTemplate } from '../rules/placedFinding';
import type { RelatedField, RowFields, SharedFinding } from '../table/tableRules';
import type { Span } from '../text/position';
import type { DatasetContext } from './datasetRow';
import { asDatasetRow } from '../columns/datasetColumns';
import type { Dialect } from '../columns/datasetColumns';
import { datasetRules } from './rules';

/** Longer sources, which no system's paths reach, are not compared with others. */
export const MAX_COMPARED_LENGTH = 4096;

/** A row's relations to others. */
export const Relation = {
  /** An earlier row has the same source and destination. */
  Duplicate: 1,
  /** The source is in another row's directory. */
  Covered: 2,
  /** An earlier row has the same directory as its source. */
  SameDirectory: 4,
  /** An earlier row writes to the same destination. */
  Conflict: 8,
} as const;

/** The codes of findings that depend on other rows or files, by bit of a row's `shared`. */
export const datasetSharedCodes = [
  'dataset/base-path-duplicate',
  'dataset/base-path-overlap',
  'dataset/destination-conflict',
  'job/source-on-formatted-drive',
  'job/source-on-target-drive',
] as const satisfies readonly RuleCode[];

/** The numbers of the bits of `shared`. */
export const DatasetShared = { Duplicate: 0, Overlap: 1, Conflict: 2, Formatted: 3, Target: 4 } as const;

/** Relations to rows of other datasets use the bits above those of the dataset's own rows, shifted by this number. */
export const OTHERS_SHIFT = 4;

/** The bits of `shared` for a row's relations. A duplicate makes the other relations superfluous. */
export function sharedOfRelations(all: number): number {
  const relations = (all | (all >> OTHERS_SHIFT)) & 0xf;
  const duplicate = (relations & Relation.Duplicate) !== 0;
  const overlap = (relations & Relation.Covered) !== 0 || (!duplicate && (relations & Relation.SameDirectory) !== 0);
  const conflict = !duplicate && (relations & Relation.Conflict) !== 0;
  return (
    (Number(duplicate) << DatasetShared.Duplicate) |
    (Number(overlap) << DatasetShared.Overlap) |
    (Number(conflict) << DatasetShared.Conflict)
  );
}

/** The keys by which rows are compared. */
export interface DatasetKeys {
  /** The source as written. */
  readonly path: string;
  readonly source: string;
  readonly destination: string;
}

/**
 * The key by which sources are compared: the same for all spellings of a path. Windows paths are compared regardless of
 * case and kind of slash.
 */
export function sourceKey(path: string): string {
  const normal = abnormalAt(path) < 0 ? path : normalPath(path);
  return normal.startsWith('/') ? normal : normal.toLowerCase().replaceAll('/', '\\');
}

/** Source and destination of a record as written; `undefined` for a record that is not compared with others. */
export function comparedText(fields: RowFields): { readonly path: string; readonly destination: string } | undefined {
  const path = contentOf(fields['basePath']);
  const destination = contentOf(fields['destination']);
  if (!path || !destination || path.length > MAX_COMPARED_LENGTH || destination.length > MAX_COMPARED_LENGTH)
    return undefined;
  return { path, destination };
}

/** The keys of a record; `undefined` for a record that is not compared with others. */
export function datasetKeys(fields: RowFields, dialect: Dialect): DatasetKeys | undefined {
  const text = comparedText(fields);
  if (!text) return undefined;
  const { path, destination } = text;
  return { path, source: sourceKey(path), destination: dialect === 'files' ? destination.toLowerCase() : destination };
}

/** The key of source and destination together. */
export function copyKey({ source, destination }: DatasetKeys): string {
  return `${source}\0${destination}`;
}

/** True where a source key names a directory. */
export function isDirectorySource(source: string): boolean {
  return source.endsWith('\\') || (source.startsWith('/') && source.endsWith('/'));
}

/** True where two rows with this source and destination would write the same blob or file. */
export function writesOneFile({ source, destination }: DatasetKeys): boolean {
  return !isDirectorySource(source) && !destination.endsWith('/');
}

/** Applies all rules for single records. A rule that throws loses only its own findings. */
export function checkDatasetFields(
  fields: RowFields,
  context: DatasetContext,
  report: Report,
  onRuleFailure: ((codes: readonly RuleCode[], error: unknown) => void) | undefined,
): void {
  const row = asDatasetRow(fields);
  for (const rule of datasetRules) {
    try {
      rule.check(row, context, report);
    } catch (error) {
      onRuleFailure?.(rule.codes, error);
    }
  }
}

/** The column that a shared code is about. */
export function columnOfShared(code: RuleCode): 'basePath' | 'destination' {
  return code === 'dataset/destination-conflict' ? 'destination' : 'basePath';
}

/** The other row in a relation. */
export interface RelatedRow {
  /** Zero-based. */
  readonly line: number;
  /** The source as written. */
  readonly path: string;
  /** The place of its field in the column of the finding. */
  place(message: string): RelatedField | RelatedTemplate;
}

/** The finding about a field that conflicts with `other`. `destination`: that of the row itself, as written. */
export function relationFinding(
  code: RuleCode,
  { start, end }: Span,
  destination: string,
  other: RelatedRow,
): SharedFinding | undefined {
  const about = (message: string, ...args: string[]): SharedFinding => ({
    code,
    start,
    end,
    args: [String(other.line + 1), ...args],
    related: [other.place(message)],
  });
  switch (code) {
    case 'dataset/base-path-duplicate':
      return about(template('The same source and destination'));
    case 'dataset/base-path-overlap':
      return about(template('This directory contains the source'), other.path);
    case 'dataset/destination-conflict':
      return about(template('The same destination'), destination);
    default:
      return undefined;
  }
}

/** The finding about a source on one of the job's drives. */
export function driveFinding(
  code: RuleCode,
  { start, end }: Span,
  letter: string,
  { file, fileName, range }: JobDrive,
): SharedFinding {
  return {
    code,
    start,
    end,
    args: [letter, fileName, String(range.start.line + 1)],
    related: [{ file, range, message: template('Drive {0}'), args: [letter] }],
  };
}
