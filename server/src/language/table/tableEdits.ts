import type { TextEdit as LspEdit } from 'vscode-languageserver-types';
import type { TableDocument } from '#core/table/tableDocument';
import type { TextEdit } from '#core/text/textEdit';

/** Converts edits by offset for the protocol. */
export function tableEdits({ csv }: TableDocument, edits: readonly TextEdit[]): LspEdit[] {
  return edits.map(({ start, end, text }) => ({
    range: { start: csv.positionAt(start), end: csv.positionAt(end) },
    newText: text,
  }));
}
