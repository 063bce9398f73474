import schema from '#schemas/driveset.columns.json';
import type { Column } from '../csv/column';
import type { Field } from '../csv/field';

/**
 * A driveset record by column. A field is `undefined` where the header lacks the column or the record lacks the field.
 */
export interface DrivesetRow {
  readonly driveLetter: Field | undefined;
  readonly formatOption: Field | undefined;
  readonly silentOption: Field | undefined;
  readonly encryption: Field | undefined;
  readonly key: Field | undefined;
}

/** The fields of a record read with a driveset's columns. */
export function asDrivesetRow(fields: Readonly<Record<string, Field | undefined>>): DrivesetRow {
  return fields as unknown as DrivesetRow;
}

export type DrivesetColumn = Column<keyof DrivesetRow>;

/** The driveset's columns in documented order. Source: schemas/driveset.columns.json. */
export const drivesetColumns: readonly DrivesetColumn[] = schema.columns.map((column) => ({
  ...column,
  key: column.key as keyof DrivesetRow,
}));

/** The values that a column allows; empty for free text. */
export function drivesetValues(key: keyof DrivesetRow): readonly string[] {
  return drivesetColumns.find((column) => column.key === key)?.values.map(({ value }) => value) ?? [];
}
