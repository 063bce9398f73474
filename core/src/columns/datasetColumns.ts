import schema from '#schemas/dataset.columns.json';
import type { Column } from '../csv/column';
import type { Field } from '../csv/field';

/** `blob`: WAImportExport of 2017. `files`: 2.2.0.300, for Azure Files. The header determines it. */
export type Dialect = 'blob' | 'files';

/**
 * Which version's interpretation of a dataset counts. `current`: 1.5.0.300 and 2.2.0.300, which always overwrite;
 * `2017`: the earlier ones, which read Disposition.
 */
export type ToolVersion = 'current' | '2017';

/**
 * A dataset record by column. A field is `undefined` where the header lacks the column or the record lacks the field.
 */
export interface DatasetRow {
  readonly basePath: Field | undefined;
  /** DstBlobPathOrPrefix or DstItemPathOrPrefix. */
  readonly destination: Field | undefined;
  /** BlobType or ItemType. */
  readonly type: Field | undefined;
  readonly disposition: Field | undefined;
  readonly metadataFile: Field | undefined;
  readonly propertiesFile: Field | undefined;
}

/** The fields of a record read with a dataset's columns. */
export function asDatasetRow(fields: Readonly<Record<string, Field | undefined>>): DatasetRow {
  return fields as unknown as DatasetRow;
}

export type DatasetColumn = Column<keyof DatasetRow>;

function columnsOf(dialect: Dialect): readonly DatasetColumn[] {
  const { columns, required } = schema.dialects[dialect];
  return columns.map((name) => {
    const column = schema.columns[name as keyof typeof schema.columns];
    return { ...column, name, key: column.key as keyof DatasetRow, required: required.includes(name) };
  });
}

const byDialect: Readonly<Record<Dialect, readonly DatasetColumn[]>> = {
  blob: columnsOf('blob'),
  files: columnsOf('files'),
};

/** A dialect's columns in documented order. Source: schemas/dataset.columns.json. */
export function datasetColumns(dialect: Dialect): readonly DatasetColumn[] {
  return byDialect[dialect];
}

/** The values that a dialect's column allows; empty for free text. */
export function datasetValues(dialect: Dialect, key: keyof DatasetRow): readonly string[] {
  return byDialect[dialect].find((column) => column.key === key)?.values.map(({ value }) => value) ?? [];
}
