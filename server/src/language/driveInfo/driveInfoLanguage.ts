import { SymbolKind } from 'vscode-languageserver-types';
import type { CompletionItem, DocumentSymbol, Hover, Position } from 'vscode-languageserver-types';
import { LONGEST_SEARCHED_XML } from '#core/limits/limits';
import { fileReaders } from '#core/validate/fileReaders';
import { textsIn, xmlPlaceAt } from '#core/xml/xmlPlace';
import { companionFindings, type CompanionFile, readCompanion } from '../companionFile';
import { withoutRecords } from '../documentLanguage';
import type { DocumentLanguage } from '../documentLanguage';
import type { DocumentContext } from '../languageContext';
import { hoverOf } from '../markdown';
import { shortened } from '../wording';
import { elementItems } from '../xml/elementCompletion';
import { xmlFolding } from '../xml/xmlFolding';
import { driveInfoElements, driveInfoMeaning, elementParagraphs } from './driveInfoMeanings';

type DriveInfoFile = CompanionFile<undefined>;
type DriveInfoContext = DocumentContext<DriveInfoFile>;

/** `<DriveId>.xml` and `<journal>_DriveInfo_<DriveId>.xml`: the `<Drive>` element alone. */
export const driveInfoLanguage: DocumentLanguage<DriveInfoFile> = {
  read: (text) => readCompanion(text, fileReaders['drive-info']),
  findings: companionFindings,
  state: withoutRecords,
  hover,
  folding: xmlFolding,
  symbols,
  completion,
};

function hover({ model, localize }: DriveInfoContext, position: Position): Hover | null {
  const place = xmlPlaceAt(model.getText(), model.offsetAt(position));
  if (!place) return null;
  const { name, nameStart } = place.tag;
  const text = elementParagraphs(name, driveInfoMeaning(localize, name, place.content?.text));
  return text === undefined
    ? null
    : hoverOf({ start: model.positionAt(nameStart), end: model.positionAt(nameStart + name.length) }, text);
}

function symbols({ model }: DriveInfoContext): DocumentSymbol[] {
  const text = model.getText();
  if (text.length > LONGEST_SEARCHED_XML) return [];
  const elements = textsIn(text, { start: 0, end: text.length });
  const drive = elements.get('Drive');
  const id = elements.get('DriveId')?.content?.text;
  if (!drive || id === undefined || id === '') return [];
  const range = { start: model.positionAt(drive.tag.nameStart), end: model.positionAt(text.trimEnd().length) };
  return [
    {
      name: shortened(id),
      kind: SymbolKind.Object,
      range,
      selectionRange: { start: range.start, end: model.positionAt(drive.tag.nameStart + 'Drive'.length) },
    },
  ];
}

/** Completes the missing elements. */
function completion(context: DriveInfoContext, position: Position): CompletionItem[] {
  const text = context.model.getText();
  if (text.length > LONGEST_SEARCHED_XML) return [];
  const present = textsIn(text, { start: 0, end: text.length });
  const missing = driveInfoElements.filter((name) => !present.has(name));
  return elementItems(
    context,
    position,
    missing.map((name) => ({ name, documentation: driveInfoMeaning(context.localize, name, undefined) ?? '' })),
  );
}
