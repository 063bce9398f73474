import type { FoldingRange } from 'vscode-languageserver-types';
import { foldedElements } from '#core/xml/xmlFolding';
import type { FileContext } from '../fileLanguage';

/** More would slow the client. */
const MAX_RANGES = 10_000;

/** Elements over several lines; the line of the closing tag stays visible. */
export async function xmlFolding({ model, run }: FileContext): Promise<FoldingRange[]> {
  return (await run(foldedElements(model.getText(), MAX_RANGES))) ?? [];
}
