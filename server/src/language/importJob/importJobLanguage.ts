import { SymbolKind } from 'vscode-languageserver-types';
import type { DocumentSymbol, Hover, Position } from 'vscode-languageserver-types';
import { checkImportJob } from '#core/importJob/checkImportJob';
import { importJobFields, isComputed, readImportJob } from '#core/importJob/importJob';
import type { ImportJobDrive, ImportJobField } from '#core/importJob/importJob';
import type { Span } from '#core/text/position';
import { driveInfoMeaning, elementParagraphs } from '../driveInfo/driveInfoMeanings';
import type { DocumentLanguage } from '../documentLanguage';
import type { DocumentContext } from '../languageContext';
import { hoverOf } from '../markdown';
import { TextFile } from '../textFile';
import { shortened } from '../wording';

type ImportJobFile = TextFile<readonly ImportJobDrive[]>;
type ImportJobContext = DocumentContext<ImportJobFile>;

/** Files that create an import job without the portal. They are compared with the journals beside them. */
export const importJobLanguage: DocumentLanguage<ImportJobFile> = {
  compares: { journals: true },
  state: ({ parsed }) => ({ records: parsed.length }),
  read: (text) =>
    // eslint-disable-next-line require-yield -- it is short.
    TextFile.read(text, function* (current) {
      return readImportJob(current);
    }),
  // eslint-disable-next-line require-yield -- it is short.
  *findings({ model, journals }) {
    return { found: checkImportJob(model.getText(), journals, model.parsed) };
  },
  hover,
  symbols,
};

/** The element of a drive info that means the same as a field. */
const elementOf: Readonly<Record<ImportJobField, string>> = {
  driveId: 'DriveId',
  bitLockerKey: 'BitLockerKey',
  manifestFile: 'ManifestFile',
  manifestHash: 'ManifestHash',
};

function hover({ model, localize }: ImportJobContext, position: Position): Hover | null {
  const offset = model.offsetAt(position);
  for (const { fields } of model.parsed) {
    const field = importJobFields.find((name) => isInside(fields[name], offset));
    const written = field && fields[field];
    if (!written) continue;
    const meaning = elementParagraphs(
      elementOf[field],
      driveInfoMeaning(localize, elementOf[field], isComputed(written) ? undefined : written.value),
    );
    return meaning === undefined ? null : hoverOf(rangeOf(model, written), meaning);
  }
  return null;
}

const isInside = (span: Span | undefined, offset: number): boolean =>
  span !== undefined && span.start <= offset && offset <= span.end;

const rangeOf = (model: ImportJobFile, { start, end }: Span) => ({
  start: model.positionAt(start),
  end: model.positionAt(end),
});

/** One symbol per drive. */
function symbols({ model, localize }: ImportJobContext): DocumentSymbol[] {
  return model.parsed.map(({ place, fields: { driveId } }) => {
    const range = rangeOf(model, place);
    const isKnown = driveId && driveId.value !== '' && !isComputed(driveId);
    return {
      name: isKnown ? shortened(driveId.value) : localize('Drive'),
      kind: SymbolKind.Object,
      range,
      selectionRange: range,
    };
  });
}
