import schema from '#schemas/dataset.columns.json';
import type { Column } from '../csv/column';
import type { DatasetRow, Dialect } from './datasetRow';

export type DatasetColumn = Column<keyof DatasetRow>;

function columnsOf(dialect: Dialect): readonly DatasetColumn[] {
  const { columns, required } = schema.dialects[dialect];
  return columns.map((name) => {
    const column = schema.columns[name as keyof typeof schema.columns];
    return { ...column, name, key: column.key as keyof DatasetRow, required: required.includes(name) };
  });
}

const byDialect: Readonly<Record<Dialect, readonly DatasetColumn[]>> = { blob: columnsOf('blob'), files: columnsOf('files') };

/** A dialect's columns in their documented order. Source: schemas/dataset.columns.json. */
export function datasetColumns(dialect: Dialect): readonly DatasetColumn[] {
  return byDialect[dialect];
}

/** The values a dialect's column allows; empty where it takes free text. */
export function datasetValues(dialect: Dialect, key: keyof DatasetRow): readonly string[] {
  return byDialect[dialect].find((column) => column.key === key)?.values.map(({ value }) => value) ?? [];
}
