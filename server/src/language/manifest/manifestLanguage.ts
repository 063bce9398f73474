import type { CompletionItem, DocumentLink, DocumentSymbol, Position } from 'vscode-languageserver-types';
import { SymbolKind } from 'vscode-languageserver-types';
import type { BlobListSum } from '#core/driveManifest/manifestReading';
import type { ReadBlob, ReadSideFiles } from '#core/driveManifest/manifestReader';
import { byteCount } from '#core/text/byteCount';
import { fileReaders } from '#core/validate/fileReaders';
import { companionFindings, readCompanion } from '../companionFile';
import { driveFileUri } from '../driveFileUri';
import type { DocumentLanguage } from '../documentLanguage';
import { shortened } from '../wording';
import { contentItems } from '../xml/elementCompletion';
import { xmlFolding } from '../xml/xmlFolding';
import { manifestHover } from './manifestHover';
import { dispositions } from './manifestMeanings';
import type { ManifestContext, ManifestFile } from './manifestFile';

/** How many blobs become symbols and links; the lists' symbols give the totals. */
const MAX_SYMBOLS = 5000;
const MAX_LINKS = 1000;

/** `DriveManifest.xml`. */
export const manifestLanguage: DocumentLanguage<ManifestFile> = {
  read: (text) => readCompanion(text, fileReaders.manifest),
  findings: companionFindings,
  state: ({ parsed }) => ({ records: parsed.read.blobCount }),
  hover: manifestHover,
  symbols,
  folding: xmlFolding,
  links,
  completion,
};

/** Lists with their blobs, up to a limit for all lists together, and the number of blobs in each. */
function symbols({ model, localize }: ManifestContext): DocumentSymbol[] {
  const { lists, blobs } = model.parsed.read;
  let left = MAX_SYMBOLS - lists.length;
  return lists.map((sum, index) => {
    const { list } = sum;
    const end = lists[index + 1]?.first ?? blobs.length;
    const own = blobs.slice(sum.first, Math.min(end, sum.first + sum.blobs, sum.first + Math.max(left, 0)));
    left -= own.length;
    return {
      name: shortened(list.id ?? '?'),
      detail: listDetail(sum, localize),
      kind: SymbolKind.Package,
      range: list.extent,
      selectionRange: list.range,
      children: own.map(blobSymbol),
    };
  });
}

function listDetail({ blobs, bytes }: BlobListSum, localize: ManifestContext['localize']): string {
  return localize('{0} blobs, {1}', blobs, byteCount(bytes));
}

function blobSymbol({ blobPath, length, range, extent }: ReadBlob): DocumentSymbol {
  const bytes = Number(length?.text);
  return {
    name: shortened(blobPath?.text ?? '') || '?',
    ...(Number.isSafeInteger(bytes) ? { detail: byteCount(bytes) } : {}),
    kind: SymbolKind.File,
    range: extent,
    selectionRange: range,
  };
}

/** Links to the files of the drive, where the manifest is on one. */
function links({ model, folder, localize }: ManifestContext): DocumentLink[] {
  const { lists, blobs } = model.parsed.read;
  const found: DocumentLink[] = [];
  const add = (path: { readonly text: string; readonly range: DocumentLink['range'] } | undefined, tooltip: string) => {
    const target = path && found.length < MAX_LINKS ? driveFileUri(folder, path.text) : undefined;
    if (target !== undefined) found.push({ range: path!.range, target, tooltip });
  };
  const addSideFiles = ({ metadata, properties }: ReadSideFiles) => {
    add(metadata, localize('Open the metadata file'));
    add(properties, localize('Open the properties file'));
  };
  for (const { list } of lists) addSideFiles(list);
  for (const blob of blobs) {
    add(blob.filePath, localize('Open the file on the drive'));
    addSideFiles(blob);
  }
  return found;
}

function completion(context: ManifestContext, position: Position): CompletionItem[] {
  return contentItems(context, position, 'ImportDisposition', dispositions);
}
