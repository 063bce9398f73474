import type { TextEdit } from 'vscode-languageserver-types';
import type { RangedEdit } from '#core/text/position';

/** Converts edits for the protocol. */
export function lspEdits(edits: readonly RangedEdit[]): TextEdit[] {
  return edits.map(({ range, text }) => ({ range, newText: text }));
}
