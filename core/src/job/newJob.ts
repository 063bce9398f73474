import { canonicalField } from '../csv/canonicalField';
import { datasetColumns } from '../columns/datasetColumns';
import type { DatasetRow, Dialect } from '../columns/datasetColumns';
import { openDataset } from '../dataset/datasetTable';
import { noDiskFacts } from '../disk/diskFacts';
import { drivesetColumns } from '../columns/drivesetColumns';
import type { DrivesetRow } from '../columns/drivesetColumns';
import type { Translate } from '../text/template';
import { collectFindings } from '../table/findings';

/** What a new job copies, and to which drives. */
export interface NewJob {
  readonly dialect: Dialect;
  readonly sources: readonly { readonly path: string; readonly kind: 'directory' | 'file' }[];
  /** Container or share, with an optional virtual directory. */
  readonly destination: string;
  readonly drives: readonly { readonly letter: string; readonly alreadyEncrypted: boolean }[];
}

/** For how many sources the destination is checked; they share it. */
const TRIED_SOURCES = 100;
const aboutDestination = /^dataset\/(?:destination|container|share-name|file-path|blob-name|root-container)/;

/**
 * What the rules object to in a new job's destination, in words: what the editor would report for its dataset.
 * Undefined where it is valid.
 */
export function newJobProblem(job: NewJob, translate?: Translate): string | undefined {
  const sources =
    job.sources.length > 0
      ? job.sources.slice(0, TRIED_SOURCES)
      : [{ path: 'F:\\Photos\\', kind: 'directory' as const }];
  const { dataset } = newJob({ ...job, sources });
  const { table } = openDataset(dataset, { context: { dialect: job.dialect, nativePaths: true, disk: noDiskFacts } });
  return collectFindings(table, TRIED_SOURCES, translate).listed.find(
    ({ code, severity }) => severity === 'error' && aboutDestination.test(code),
  )?.message;
}

/** The text of a new job's dataset and driveset. The user must fill in the key of an encrypted drive. */
export function newJob({ dialect, sources, destination, drives }: NewJob): { dataset: string; driveset: string } {
  const prefix = destination.replace(/^\/+|\/+$/g, '');
  const rows = sources.map((source): Partial<Record<keyof DatasetRow, string>> => {
    const path = sourcePath(source);
    const name = path.split(/[\\/]/).filter(Boolean).at(-1) ?? '';
    const below = sources.length > 1 && source.kind === 'directory' && !/^[A-Za-z]:$/.test(name) ? `${name}/` : '';
    return {
      basePath: path,
      destination: source.kind === 'directory' ? `${prefix}/${below}` : `${prefix}/${name}`,
      type: dialect === 'blob' ? 'BlockBlob' : 'file',
      disposition: dialect === 'blob' ? 'rename' : '',
      metadataFile: 'None',
      propertiesFile: 'None',
    };
  });
  const driveRows = drives.map(({ letter, alreadyEncrypted }): Partial<Record<keyof DrivesetRow, string>> => ({
    driveLetter: letter.slice(0, 1).toUpperCase(),
    formatOption: alreadyEncrypted ? 'AlreadyFormatted' : 'Format',
    silentOption: alreadyEncrypted ? 'SilentMode' : 'PromptOnFormat',
    encryption: alreadyEncrypted ? 'AlreadyEncrypted' : 'Encrypt',
    key: '',
  }));
  // Today's files dialect has three columns; the others belong to older versions.
  const columns = datasetColumns(dialect).filter(
    ({ required, key }) => dialect === 'blob' || required || key === 'type',
  );
  return { dataset: tableText(columns, rows), driveset: tableText(drivesetColumns, driveRows) };
}

function sourcePath({ path, kind }: NewJob['sources'][number]): string {
  const separator = path.startsWith('/') ? '/' : '\\';
  const trimmed = path.replace(/[\\/]+$/, '');
  return kind === 'directory' ? trimmed + separator : trimmed;
}

function tableText<K extends string>(
  columns: readonly { readonly name: string; readonly key: K }[],
  rows: readonly Partial<Record<K, string>>[],
): string {
  const lines = [
    columns.map(({ name }) => name),
    ...rows.map((row) => columns.map(({ key }) => canonicalField(row[key] ?? ''))),
  ];
  return lines.map((line) => `${line.join(',')}\n`).join('');
}
