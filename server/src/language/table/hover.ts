import type { Hover, Position } from 'vscode-languageserver-types';
import { MarkupKind } from 'vscode-languageserver-types';
import type { Column } from '#core/csv/column';
import { contentOf } from '#core/csv/fieldContent';
import { asDatasetRow } from '#core/columns/datasetColumns';
import { asDrivesetRow } from '#core/columns/drivesetColumns';
import type { Localize } from '#core/text/localize';
import { datasetSentence } from './datasetSentence';
import { drivesetSentence } from './drivesetSentence';
import { fieldAt, rangeIn } from './fieldPlace';
import type { FieldPlace } from './fieldPlace';
import type { TableContext } from './tableFile';
import { recoveryKeyTable } from './recoveryKeyTable';

/** The meaning of a column, value or record; `null` where there is nothing to say. */
export function hover(context: TableContext, position: Position): Hover | null {
  const { table } = context.model;
  const place = fieldAt(table, position);
  if (!place?.column) return null;
  const text = place.inHeader
    ? describeColumn(place.column, context.localize)
    : describeValue(context, place, place.column);
  return { contents: { kind: MarkupKind.Markdown, value: text }, range: rangeIn(table, place, place) };
}

/** A column with its documentation and allowed values. */
export function describeColumn(
  { name, required, documentation, values, default: fallback }: Column,
  localize: Localize,
): string {
  const parts = [`**${name}**${required ? '' : ` (${localize('optional')})`}`, localize(documentation)];
  if (values.length > 0) {
    parts.push(
      values
        .map(
          ({ value, documentation: meaning }) =>
            `- \`${value}\`${value === fallback ? ` (${localize('default')})` : ''}: ${localize(meaning)}`,
        )
        .join('\n'),
    );
  }
  return parts.join('\n\n');
}

function describeValue(context: TableContext, place: FieldPlace, column: Column): string {
  const text = contentOf(place) ?? place.value;
  const { localize } = context;
  const parts: string[] = [];
  if (column.key === 'key')
    parts.push(text === '' ? describeColumn(column, localize) : recoveryKeyTable(text, localize));
  else if (column.values.length > 0) parts.push(describeChoice(column, text, localize));
  else if (!showsSentenceAlone(column)) parts.push(describeColumn(column, localize));
  parts.push(recordSentence(context, place));
  return parts.join('\n\n');
}

/** For an allowed value its meaning, for an empty one that of the default, for anything else that of the column. */
function describeChoice(column: Column, text: string, localize: Localize): string {
  const chosen = column.values.find(({ value }) => value === (text === '' ? column.default : text));
  if (!chosen) return describeColumn(column, localize);
  return `**${column.name}** \`${chosen.value}\`${text === '' ? ` (${localize('default')})` : ''}: ${localize(chosen.documentation)}`;
}

function showsSentenceAlone({ key }: Column): boolean {
  return key === 'basePath' || key === 'destination' || key === 'driveLetter';
}

function recordSentence({ model: { table, dialect }, localize }: TableContext, { row }: FieldPlace): string {
  const fields = table.read(row);
  return table.kind === 'dataset'
    ? datasetSentence(asDatasetRow(fields), dialect ?? 'blob', localize)
    : drivesetSentence(asDrivesetRow(fields), localize);
}
