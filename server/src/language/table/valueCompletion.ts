import { CompletionItemKind } from 'vscode-languageserver-types';
import type { Column } from '#core/csv/column';
import { contentOf } from '#core/csv/fieldContent';
import { driveLetter } from '#core/names/driveLetter';
import { driveLetterOf } from '#core/names/windowsPath';
import type { RowFields } from '#core/table/tableRules';
import type { Proposal } from './completionItems';
import type { CompletionTarget } from './completionTarget';
import type { TableContext } from './tableFile';
import { sampledRecords } from './sampledRecords';

/** The values that a column allows, each with its meaning; the one that suits the record is preselected. */
export function valueProposals(
  { model: { table }, localize }: TableContext,
  { row }: CompletionTarget,
  column: Column,
): Proposal[] {
  const suitable = suitableValue(column, row && table.read(row));
  return column.values.map(({ value, insertText, documentation }) => ({
    value: insertText ?? value,
    label: value,
    kind: CompletionItemKind.EnumMember,
    documentation: localize(documentation),
    ...(value === column.default ? { detail: localize('default') } : {}),
    ...(value === suitable ? { preselect: true } : {}),
  }));
}

function suitableValue(column: Column, fields: RowFields | undefined): string | undefined {
  const content = (key: string) => contentOf(fields?.[key]) ?? '';
  if (column.key === 'type' && column.name === 'BlobType' && /\.vhdx?$/i.test(content('basePath'))) return 'PageBlob';
  if (column.key === 'encryption') {
    if (content('formatOption') === 'Format') return 'Encrypt';
    if (content('key') !== '') return 'AlreadyEncrypted';
  }
  return column.default;
}

/**
 * By tradition, A and B are floppy drives and C is the system drive, so other letters come first; letters of sources
 * come last.
 */
const LETTERS: readonly string[] = Array.from('DEFGHIJKLMNOPQRSTUVWXYZAB');

/** Drive letters that no driveset of the job names yet. */
export function driveLetterProposals(
  { model: { table }, job, localize }: TableContext,
  { row }: CompletionTarget,
): Proposal[] {
  const used = new Set<string>();
  const sources = new Set<string>();
  for (const other of job) {
    for (const { row: record, fields } of sampledRecords(other.table)) {
      const isOwn = other.table === table && record === row;
      if (other.table.kind === 'dataset') sources.add(driveLetterOf(contentOf(fields['basePath']) ?? '') ?? '');
      else if (!isOwn) used.add(driveLetter(contentOf(fields['driveLetter']) ?? '') ?? '');
    }
  }
  const free = LETTERS.filter((letter) => !used.has(letter));
  const proposal = (letter: string): Proposal => ({ value: letter, kind: CompletionItemKind.Value });
  return [
    ...free.filter((letter) => !sources.has(letter)).map(proposal),
    ...free
      .filter((letter) => sources.has(letter))
      .map((letter) => ({ ...proposal(letter), detail: localize('holds sources of the dataset') })),
  ];
}
