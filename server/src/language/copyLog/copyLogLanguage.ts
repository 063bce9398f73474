import type { DocumentSymbol, Position } from 'vscode-languageserver-types';
import { SymbolKind } from 'vscode-languageserver-types';
import type { LogBlob } from '#core/copyLog/copyLog';
import { statusOf } from '#core/copyLog/copyLogReading';
import { fileReaders } from '#core/validate/fileReaders';
import { companionFindings, readCompanion } from '../companionFile';
import type { DocumentLanguage } from '../documentLanguage';
import { shortened } from '../wording';
import { xmlFolding } from '../xml/xmlFolding';
import { copyLogDefinition } from './copyLogDefinition';
import { copyLogHover } from './copyLogHover';
import type { CopyLogContext, CopyLogFile } from './copyLogFile';

/** How many blobs become symbols; the drive's symbol gives the total. */
const MAX_SYMBOLS = 5000;

/** The service's copy log and error log. */
export const copyLogLanguage: DocumentLanguage<CopyLogFile> = {
  read: (text) => readCompanion(text, fileReaders['copy-log']),
  findings: companionFindings,
  state: ({ parsed }) => ({ records: parsed.read.blobCount }),
  hover: copyLogHover,
  symbols,
  folding: xmlFolding,
  definition: copyLogDefinition,
};

/** The drive with its status and the number of blobs by outcome; its blobs are nested in it. */
function symbols({ model }: CopyLogContext): DocumentSymbol[] {
  const { driveId, status, blobs, statusCounts, version } = model.parsed.read;
  const children = blobs.slice(0, MAX_SYMBOLS).map(blobSymbol);
  if (!driveId) return children;
  const counts = Array.from(statusCounts, ([name, count]) => `${count} ${shortened(name) || '?'}`);
  // In a current copy log, the drive comes after its items.
  const [first, last] = [driveId.range, status?.range, children[0]?.range, children.at(-1)?.range, version?.range]
    .filter((range) => range !== undefined)
    .reduce(
      ([start, end], range) => [
        before(range.start, start) ? range.start : start,
        before(end, range.end) ? range.end : end,
      ],
      [driveId.range.start, driveId.range.end],
    );
  const drive: DocumentSymbol = {
    name: shortened(driveId.text) || '?',
    detail: [...(status ? [shortened(status.text)] : []), ...counts].join(' · '),
    kind: SymbolKind.Object,
    range: { start: first, end: last },
    selectionRange: driveId.range,
    children,
  };
  return [drive];
}

const before = (one: Position, other: Position) =>
  one.line < other.line || (one.line === other.line && one.character < other.character);

function blobSymbol(blob: LogBlob): DocumentSymbol {
  const { blobPath, range, extent } = blob;
  return {
    name: shortened(blobPath?.text ?? '') || '?',
    detail: shortened(statusOf(blob)),
    kind: SymbolKind.File,
    range: extent,
    selectionRange: range,
  };
}
