import { datasetColumns } from '../columns/datasetColumns';
import type { Dialect } from '../columns/datasetColumns';
import { drivesetColumns } from '../columns/drivesetColumns';
import type { Example } from './example';

/** How many columns the dataset headers in examples have, by dialect: 2.2.0.300 documents three. */
const exampleColumns: Readonly<Record<Dialect, number>> = { blob: 6, files: 3 };

/** The header line of a dataset. */
export const datasetHeader = (dialect: Dialect, columns = exampleColumns[dialect]): string =>
  datasetColumns(dialect)
    .slice(0, columns)
    .map(({ name }) => name)
    .join(',');

/** The header line of a driveset. */
export const drivesetHeader = drivesetColumns.map(({ name }) => name).join(',');

/** The text of these lines, each with a line end. */
export const fileText = (...lines: readonly string[]): string => lines.map((line) => `${line}\n`).join('');

export const blobDatasetText = (...rows: readonly string[]): string => fileText(datasetHeader('blob'), ...rows);
export const drivesetText = (...rows: readonly string[]): string => fileText(drivesetHeader, ...rows);

/** A dataset for blobs, with all six columns. */
export const blobDataset = (...rows: readonly string[]): Example => ({
  fileName: 'dataset.csv',
  text: blobDatasetText(...rows),
});

/** A dataset for Azure Files, with three columns. */
export const filesDataset = (...rows: readonly string[]): Example => ({
  fileName: 'dataset.csv',
  text: fileText(datasetHeader('files'), ...rows),
});

export const driveset = (...rows: readonly string[]): Example => ({
  fileName: 'driveset.csv',
  text: drivesetText(...rows),
});
