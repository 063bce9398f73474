import type { FoldingRange } from 'vscode-languageserver-types';
import { foldedElements } from '#core/xml/xmlFolding';
import type { DocumentContext } from '../languageContext';

/** More ranges would slow the client down. */
const MAX_RANGES = 10_000;

/** Elements that span several lines; the line of the closing tag stays visible. */
export async function xmlFolding({ model, run }: DocumentContext): Promise<FoldingRange[]> {
  return (await run(foldedElements(model.getText(), MAX_RANGES))) ?? [];
}
