import type { LocationLink, Position, Range } from 'vscode-languageserver-types';
import { positionOf } from '#core/text/lineIndex';
import type { Span } from '#core/text/position';
import { enclosingElement, textsIn } from '#core/xml/xmlPlace';
import { unescapeXml } from '#core/xml/xmlTags';
import { xmlText } from '#core/xml/xmlText';
import { XmlTextError } from '#core/xml/xmlText';
import { datasetRowOf } from '../table/datasetRowOf';
import type { FolderAccess } from '../languageContext';
import { BLOB_REACH } from '../xml/rangeSums';
import { entryAt } from './copyLogEntry';
import type { CopyLogContext } from './copyLogFile';

/** A larger manifest is not searched. In bytes. */
const MAX_MANIFEST = 64 * 1024 * 1024;

/** For a blob, its place in the manifest beside the log, and the dataset record that it comes from. */
export async function copyLogDefinition(context: CopyLogContext, position: Position): Promise<LocationLink[] | null> {
  const { model } = context;
  const text = model.getText();
  const path = pathAt(text, model.offsetAt(position));
  if (!path || path.text === '') return null;
  const origin = { start: model.positionAt(path.start), end: model.positionAt(path.end) };
  const found = [await inManifest(context.folder, path.text), await datasetRowOf(context, path.text)];
  return found.flatMap((place) =>
    place
      ? [
          {
            originSelectionRange: origin,
            targetUri: place.uri,
            targetRange: place.range,
            targetSelectionRange: place.range,
          },
        ]
      : [],
  );
}

/** The path of the blob at an offset, as a manifest writes it. */
function pathAt(text: string, offset: number): (Span & { readonly text: string }) | undefined {
  const entry = entryAt(text, offset);
  if (entry?.path) {
    const { value, valueStart } = entry.path;
    // After the container, these logs have a backslash.
    return { start: valueStart, end: valueStart + value.length, text: unescapeXml(value).replace('\\', '/') };
  }
  const blob = enclosingElement(text, offset, 'Blob', BLOB_REACH);
  return blob && textsIn(text, blob).get('BlobPath')?.content;
}

async function inManifest(
  folder: FolderAccess | undefined,
  path: string,
): Promise<{ uri: string; range: Range } | undefined> {
  const name = folder?.names.find((candidate) => candidate.toLowerCase() === 'drivemanifest.xml');
  const text = name === undefined ? undefined : await folder!.read(name, MAX_MANIFEST);
  if (text === undefined) return undefined;
  const written = `<BlobPath>${escaped(path)}</BlobPath>`;
  const at = text.indexOf(written);
  if (at < 0) return undefined;
  const start = positionOf(text, at + '<BlobPath>'.length);
  // A path has no line break, so it is on one line.
  const end = { line: start.line, character: start.character + written.length - '<BlobPath></BlobPath>'.length };
  return { uri: folder!.uriOf(name!), range: { start, end } };
}

function escaped(path: string): string {
  try {
    return xmlText(path, 'BlobPath');
  } catch (error) {
    // A text that XML cannot contain is in no manifest; a lone `<` is never found.
    if (error instanceof XmlTextError) return '<';
    throw error;
  }
}
