import type { CompletionItem } from 'vscode-languageserver-types';
import { CompletionItemKind, MarkupKind } from 'vscode-languageserver-types';
import type { Column } from '#core/csv/column';
import { datasetColumns } from '#core/columns/datasetColumns';
import { drivesetColumns } from '#core/columns/drivesetColumns';
import { template } from '#core/text/template';
import type { TableDocument } from '#core/table/tableDocument';
import type { Localize } from '#core/text/localize';
import type { CompletionTarget } from './completionTarget';
import { describeColumn } from './hover';
import type { TableContext } from './tableFile';

interface WholeHeader {
  readonly columns: readonly Column[];
  /** A template. */
  readonly detail: string;
}

const headers: Readonly<Record<'dataset' | 'driveset', readonly WholeHeader[]>> = {
  dataset: [
    { columns: datasetColumns('blob'), detail: template('Dataset for blobs') },
    {
      columns: datasetColumns('files').filter(({ required }) => required),
      detail: template('Dataset for Azure Files (WAImportExport 2.2.0.300)'),
    },
    { columns: datasetColumns('files'), detail: template('Dataset for Azure Files (earlier 2.x versions)') },
  ],
  driveset: [{ columns: drivesetColumns, detail: template('Driveset') }],
};

/** Completes the whole header while nothing of it is certain, or the columns that it lacks. */
export function headerCompletion(
  { model: { table }, localize }: TableContext,
  target: CompletionTarget,
): CompletionItem[] {
  return [...wholeHeaders(table, target, localize), ...missingColumns(table, target, localize)];
}

function wholeHeaders(table: TableDocument, target: CompletionTarget, localize: Localize): CompletionItem[] {
  // Offered only while the cursor's field is the whole header; a longer header gets its missing columns instead.
  if (table.header.fields.length > 1) return [];
  return headers[table.kind].map(({ columns, detail }, i) => {
    const text = columns.map(({ name }) => name).join(',');
    return {
      label: text,
      kind: CompletionItemKind.Struct,
      detail: localize(detail),
      sortText: `0${i}`,
      filterText: target.lead + text,
      textEdit: { range: target.range, newText: text },
      ...(i === 0 ? { preselect: true } : {}),
    };
  });
}

function missingColumns(
  { kind, columns, header }: TableDocument,
  { range, lead, typed, rest }: CompletionTarget,
  localize: Localize,
): CompletionItem[] {
  const written = (typed + rest).trim();
  const present = new Set(
    header.fields.filter(({ exact, name }) => exact && name !== written).map(({ column }) => column!.key),
  );
  const candidates =
    kind === 'driveset' ? columns : [...columns, ...datasetColumns('blob'), ...datasetColumns('files')];
  const names = new Map(candidates.filter(({ key }) => !present.has(key)).map((column) => [column.name, column]));
  return [...names.values()].map((column, i) => ({
    label: column.name,
    kind: CompletionItemKind.Field,
    ...(column.required ? { detail: localize('required') } : {}),
    documentation: { kind: MarkupKind.Markdown, value: describeColumn(column, localize) },
    sortText: `1${String(i).padStart(2, '0')}`,
    filterText: lead + column.name,
    textEdit: { range, newText: column.name },
  }));
}
