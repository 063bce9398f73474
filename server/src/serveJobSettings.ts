import type { Position } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { isJobFile } from '#core/job/jobFile';
import { jsonSchemas } from '#core/job/jsonSchema';
import type { OpenDocument } from './documents/openDocument';
import type { Workspace } from './documents/workspace';
import type { JsonPlace } from './language/jsonSettings';
import type { Localize } from '#core/text/localize';

/** The place in a `job.json` or `sneakernet.json` that a request is about; `undefined` in any other document, one of another program too. */
export async function jsonPlaceAt(document: OpenDocument, position: Position, workspace: Workspace, localize: Localize): Promise<JsonPlace | undefined> {
  const { uri, kind } = document;
  if (kind !== 'job' && kind !== 'configuration') return undefined;
  const text = document.getText();
  // One that is being begun is empty, but for its braces.
  if (kind === 'job' && !isJobFile(text) && !/^\s*(?:\{\s*(?:"[^"]*"?\s*)?\}?\s*)?$/.test(text)) return undefined;
  const plain = TextDocument.create(uri, 'json', 0, text);
  const folder = await workspace.folder(uri);
  return {
    text,
    offset: plain.offsetAt(position),
    schema: jsonSchemas[kind],
    tables: folder?.job.candidates.map(({ path }) => path) ?? [],
    rangeOf: (start, end) => ({ start: plain.positionAt(start), end: plain.positionAt(end) }),
    localize,
  };
}
