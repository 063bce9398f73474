import { CompletionItemKind, InsertTextFormat, SymbolKind } from 'vscode-languageserver-types';
import type { CompletionItem, DocumentSymbol, Hover, Position } from 'vscode-languageserver-types';
import { exportListElements, exportListRoots, isPrefix } from '#core/exportList/exportList';
import type { ExportListElement, ExportListRoot, ReadExportList } from '#core/exportList/exportList';
import { fileReaders } from '#core/validate/fileReaders';
import { xmlPlaceAt } from '#core/xml/xmlPlace';
import { xmlSurroundings } from '#core/xml/xmlSurroundings';
import { companionFindings, type CompanionFile, readCompanion } from '../companionFile';
import { elementParagraphs } from '../driveInfo/driveInfoMeanings';
import type { DocumentLanguage } from '../documentLanguage';
import type { DocumentContext } from '../languageContext';
import { hoverOf } from '../markdown';
import { shortened } from '../wording';
import { elementItems, elementStart } from '../xml/elementCompletion';
import { xmlFolding } from '../xml/xmlFolding';
import { entrySentence, exportListMeaning } from './exportListMeanings';

type ExportListFile = CompanionFile<ReadExportList>;
type ExportListContext = DocumentContext<ExportListFile>;

/** The list of the blobs or files that an export job copies. */
export const exportListLanguage: DocumentLanguage<ExportListFile> = {
  read: (text) => readCompanion(text, fileReaders['export-list']),
  findings: companionFindings,
  state: ({ parsed }) => ({ records: parsed.read.entryCount }),
  hover,
  folding: xmlFolding,
  symbols,
  completion,
};

function hover({ model, localize }: ExportListContext, position: Position): Hover | null {
  const place = xmlPlaceAt(model.getText(), model.offsetAt(position));
  if (!place) return null;
  const { tag, content, part } = place;
  const isContent = part === 'content' && content !== undefined;
  const meaning = elementParagraphs(tag.name, exportListMeaning(localize, tag.name));
  if (meaning === undefined) return null;
  const [start, end] = isContent ? [content.start, content.end] : [tag.nameStart, tag.nameStart + tag.name.length];
  const isEntry = !exportListRoots.includes(tag.name as ExportListRoot);
  return hoverOf(
    { start: model.positionAt(start), end: model.positionAt(end) },
    meaning,
    isEntry ? entrySentence(localize, tag.name as ExportListElement, content?.text ?? '') : undefined,
  );
}

/** One symbol per entry. */
function symbols({ model }: ExportListContext): DocumentSymbol[] {
  return model.parsed.read.entries.map(({ element, path, range, extent }) => ({
    name: shortened(path) || '?',
    detail: element,
    kind: isPrefix(element) ? SymbolKind.Package : SymbolKind.File,
    range: extent,
    selectionRange: range,
  }));
}

/** Elements that can stand at the cursor, or a whole list outside of one. */
function completion(context: ExportListContext, position: Position): CompletionItem[] {
  const { model, localize } = context;
  const text = model.getText();
  const start = elementStart(model, position);
  const { open } = xmlSurroundings(text, { start, end: model.offsetAt(position) }, exportListRoots);
  const list = open[0]?.name;
  if (list === undefined) {
    const missing = exportListRoots.filter((root) => !text.includes(`<${root}`));
    return missing.map((root) => listItem(context, root, position));
  }
  if (open.length > 1 || !exportListRoots.includes(list as ExportListRoot)) return [];
  return elementItems(
    context,
    position,
    exportListElements[list as ExportListRoot].map((name) => ({
      name,
      documentation: exportListMeaning(localize, name)!,
      ...(isPrefix(name) ? { value: '/' } : {}),
    })),
  );
}

/** A completion item for a list with one element. */
function listItem(
  { model, client, localize }: ExportListContext,
  root: ExportListRoot,
  position: Position,
): CompletionItem {
  const [, prefix] = exportListElements[root];
  const offset = model.offsetAt(position);
  const start = elementStart(model, position);
  const typed = model.getText().slice(start, offset);
  const path = client.snippets ? '${1:/}' : '/';
  return {
    label: root,
    kind: CompletionItemKind.Snippet,
    detail: exportListMeaning(localize, root)!,
    filterText: typed.startsWith('<') ? `<${root}` : root,
    textEdit: {
      range: { start: model.positionAt(start), end: position },
      newText: `<${root}>\n  <${prefix}>${path}</${prefix}>\n</${root}>\n`,
    },
    ...(client.snippets ? { insertTextFormat: InsertTextFormat.Snippet } : {}),
  };
}
