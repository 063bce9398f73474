import { CompletionItemKind, InsertTextFormat, SymbolKind } from 'vscode-languageserver-types';
import type { CompletionItem, DocumentSymbol, Hover, Position } from 'vscode-languageserver-types';
import { LONGEST_SEARCHED_XML } from '#core/limits/limits';
import type { SideFileKind } from '#core/sideFiles/sideFile';
import { fileReaders } from '#core/validate/fileReaders';
import { xmlPlaceAt } from '#core/xml/xmlPlace';
import { xmlTags } from '#core/xml/xmlTags';
import { companionFindings, type CompanionFile, readCompanion } from '../companionFile';
import { elementParagraphs } from '../driveInfo/driveInfoMeanings';
import { withoutRecords } from '../documentLanguage';
import type { DocumentLanguage } from '../documentLanguage';
import type { DocumentContext } from '../languageContext';
import { hoverOf } from '../markdown';
import { shortened } from '../wording';
import { elementItems } from '../xml/elementCompletion';
import { xmlFolding } from '../xml/xmlFolding';
import { metadataMeaning, properties, propertyMeaning } from './sideFileMeanings';

type SideFile = CompanionFile<undefined>;
type SideFileContext = DocumentContext<SideFile>;

const MAX_SYMBOLS = 1000;

/** Metadata and properties files. */
export function sideFileLanguage(kind: SideFileKind): DocumentLanguage<SideFile> {
  const meaning = kind === 'metadata' ? metadataMeaning : propertyMeaning;
  return {
    read: (text) => readCompanion(text, fileReaders[kind]),
    findings: companionFindings,
    state: withoutRecords,
    hover: ({ model, localize }, position) => hover(model, position, (name) => meaning(localize, name)),
    folding: xmlFolding,
    symbols,
    completion: (context, position) => completion(context, kind, position),
  };
}

function hover(model: SideFile, position: Position, meaningOf: (name: string) => string | undefined): Hover | null {
  const place = xmlPlaceAt(model.getText(), model.offsetAt(position));
  if (!place) return null;
  const { name, nameStart } = place.tag;
  const text = elementParagraphs(name, meaningOf(name));
  return text === undefined
    ? null
    : hoverOf({ start: model.positionAt(nameStart), end: model.positionAt(nameStart + name.length) }, text);
}

/** One symbol per element, with its value. */
function symbols({ model }: SideFileContext): DocumentSymbol[] {
  const found: DocumentSymbol[] = [];
  const text = model.getText();
  if (text.length > LONGEST_SEARCHED_XML) return found;
  let depth = 0;
  for (const tag of xmlTags(text)) {
    if (tag.kind === 'close') {
      depth--;
      continue;
    }
    const content = depth === 1 ? xmlPlaceAt(text, tag.nameStart)?.content : undefined;
    if (depth === 1 && found.length < MAX_SYMBOLS) {
      const selectionRange = {
        start: model.positionAt(tag.nameStart),
        end: model.positionAt(tag.nameStart + tag.name.length),
      };
      const range = { start: selectionRange.start, end: model.positionAt(content?.end ?? tag.end) };
      found.push({
        name: shortened(tag.name),
        detail: shortened(content?.text ?? ''),
        kind: SymbolKind.Property,
        range,
        selectionRange,
      });
    }
    if (tag.kind === 'open') depth++;
  }
  return found;
}

function completion(context: SideFileContext, kind: SideFileKind, position: Position): CompletionItem[] {
  const text = context.model.getText();
  if (text.length > LONGEST_SEARCHED_XML) return [];
  const tags = Array.from(xmlTags(text), ({ name }) => name);
  const root = kind === 'metadata' ? 'Metadata' : 'Properties';
  if (!tags.includes(root)) return [skeletonItem(context, root, position)];
  const { localize } = context;
  if (kind === 'metadata')
    return elementItems(context, position, [{ name: 'name', documentation: metadataMeaning(localize, 'name') }]);
  const proposed = properties
    .filter(({ name }) => !tags.includes(name))
    .map((property) => ({ ...property, documentation: propertyMeaning(localize, property.name) ?? '' }));
  return elementItems(context, position, proposed);
}

/** A completion item for the whole content of an empty file. */
function skeletonItem(
  { model, client, localize }: SideFileContext,
  root: 'Metadata' | 'Properties',
  position: Position,
): CompletionItem {
  const begins = model.getText().trimStart().startsWith('<?xml');
  const declaration = begins ? '' : '<?xml version="1.0" encoding="UTF-8"?>\n';
  const [name, value] = root === 'Metadata' ? ['name', 'value'] : ['Content-Type', 'application/octet-stream'];
  const element =
    client.snippets && root === 'Metadata' ? '<${1:name}>${2:value}</${1:name}>' : `<${name}>${value}</${name}>`;
  const offset = model.offsetAt(position);
  const typed = /<?[\w-]*$/.exec(model.getText().slice(0, offset))![0];
  return {
    label: root,
    kind: CompletionItemKind.Snippet,
    detail: root === 'Metadata' ? localize('An empty metadata file') : localize('An empty properties file'),
    filterText: typed.startsWith('<') ? `<${root}` : root,
    textEdit: {
      range: { start: model.positionAt(offset - typed.length), end: position },
      newText: `${declaration}<${root}>\n  ${element}\n</${root}>\n`,
    },
    ...(client.snippets ? { insertTextFormat: InsertTextFormat.Snippet } : {}),
  };
}
