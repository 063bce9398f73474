import { TextDocumentSyncKind } from 'vscode-languageserver';
import type { Connection, ServerCapabilities } from 'vscode-languageserver';
import { folderOf } from '../language/uris';
import type { OpenDocument } from './openDocument';
import type { Workspace } from './workspace';

/**
 * After a change, a folder's `job.json` or `sneakernet.json` is read again when the user has paused this long, in
 * milliseconds.
 */
const FOLDER_DELAY = 300;

export const synchronisationCapabilities: Pick<ServerCapabilities, 'textDocumentSync'> = {
  textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: { includeText: false } },
};

/** What diagnostics need to know about documents being opened, changed and closed. */
export interface DocumentListener {
  opened(uri: string): void;
  changed(document: OpenDocument): void;
  closed(uri: string): void;
}

/** True where a document decides how the other documents of its folder are read. */
const decidesForOthers = ({ language }: OpenDocument): boolean => language?.part === 'settings';

/** Follows the documents that the client has open. */
export function serveSynchronisation(connection: Connection, workspace: Workspace, listener: DocumentListener): void {
  const pending = new Map<string, NodeJS.Timeout>();
  const reloadFolderSoon = (uri: string) => {
    clearTimeout(pending.get(uri));
    pending.set(
      uri,
      setTimeout(() => {
        pending.delete(uri);
        workspace.reloadFolder(uri);
      }, FOLDER_DELAY),
    );
  };
  connection.onDidOpenTextDocument(({ textDocument: { uri, languageId, version, text } }) => {
    listener.opened(uri);
    const document = workspace.add(uri, languageId, version, text);
    if (decidesForOthers(document)) reloadFolderSoon(uri);
    listener.changed(document);
  });
  connection.onDidChangeTextDocument(({ textDocument: { uri, version }, contentChanges }) => {
    const document = workspace.get(uri);
    if (!document) return;
    document.change(contentChanges, version);
    if (decidesForOthers(document)) reloadFolderSoon(uri);
    listener.changed(document);
  });
  connection.onDidSaveTextDocument(({ textDocument: { uri } }) => {
    workspace.lookAgain(uri);
    const document = workspace.get(uri);
    if (document) listener.changed(document);
  });
  connection.onDidCloseTextDocument(({ textDocument: { uri } }) => {
    clearTimeout(pending.get(uri));
    pending.delete(uri);
    const document = workspace.get(uri);
    workspace.remove(uri);
    // The file on disk counts again.
    if (document && decidesForOthers(document)) workspace.reloadFolder(uri);
    listener.closed(uri);
  });
  connection.onDidChangeWatchedFiles(({ changes }) => {
    for (const folder of new Set(changes.flatMap(({ uri }) => folderOf(uri) ?? []))) reloadFolderSoon(folder);
  });
}
