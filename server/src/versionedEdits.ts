import type { ClientCapabilities, CodeAction, TextDocumentEdit, WorkspaceEdit } from 'vscode-languageserver';

/** The version of a document that a client has open. */
export type VersionOf = (uri: string) => number | undefined;

/**
 * An edit that names the document versions it was made for, where the client supports that: it can then refuse to edit
 * a text that has changed.
 */
export function versionedEdit(
  edit: WorkspaceEdit,
  capabilities: ClientCapabilities,
  versionOf: VersionOf,
): WorkspaceEdit {
  const { changes, documentChanges, ...rest } = edit;
  if (!capabilities.workspace?.workspaceEdit?.documentChanges) return edit;
  const named = (documentChanges ?? []).map((change) =>
    'textDocument' in change ? withVersion(change, versionOf) : change,
  );
  const made = Object.entries(changes ?? {}).map(([uri, edits]) =>
    withVersion({ textDocument: { uri, version: null }, edits }, versionOf),
  );
  return { ...rest, documentChanges: [...named, ...made] };
}

/** The same for the edit of a code action. */
export function versionedAction(
  action: CodeAction,
  capabilities: ClientCapabilities,
  versionOf: VersionOf,
): CodeAction {
  return action.edit ? { ...action, edit: versionedEdit(action.edit, capabilities, versionOf) } : action;
}

function withVersion({ textDocument, edits }: TextDocumentEdit, versionOf: VersionOf): TextDocumentEdit {
  return {
    textDocument: { uri: textDocument.uri, version: textDocument.version ?? versionOf(textDocument.uri) ?? null },
    edits,
  };
}
