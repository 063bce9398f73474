import * as vscode from 'vscode';

export const REVIEW_EDITOR = 'sneakernet.jrmReview';

/** The JRM in the active editor, of any kind; undefined if it shows another file. */
export function activeJrm(): vscode.Uri | undefined {
  const input: unknown = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  if (input instanceof vscode.TabInputCustom && input.viewType === REVIEW_EDITOR) return input.uri;
  const document = vscode.window.activeTextEditor?.document;
  if (document && isJrm(document.uri, document.languageId)) return document.uri;
  // A file too large for extensions still has a tab.
  return input instanceof vscode.TabInputText && isJrm(input.uri) ? input.uri : undefined;
}

function isJrm(uri: vscode.Uri, languageId?: string): boolean {
  return languageId?.startsWith('importexport-jrm') === true || /\.jrm$/i.test(uri.path);
}

/** Asks for a JRM: one of the workspace, or any file. */
export async function pickJrm(): Promise<vscode.Uri | undefined> {
  const found = await vscode.workspace.findFiles('**/*.[jJ][rR][mM]', '**/node_modules/**', 1000);
  const browse = {
    label: vscode.l10n.t('Another File…'),
    iconPath: new vscode.ThemeIcon('folder-opened'),
    uri: undefined,
  };
  const items = found
    .map((uri) => ({ label: vscode.workspace.asRelativePath(uri), iconPath: new vscode.ThemeIcon('list-tree'), uri }))
    .sort((a, b) => a.label.localeCompare(b.label));
  const item =
    items.length === 0
      ? browse
      : await vscode.window.showQuickPick([...items, browse], { placeHolder: vscode.l10n.t('Which JRM?') });
  if (!item || item.uri) return item?.uri;
  const chosen = await vscode.window.showOpenDialog({
    filters: {
      [vscode.l10n.t('Job response manifest')]: ['jrm', 'JRM', 'xml', 'json'],
      [vscode.l10n.t('All files')]: ['*'],
    },
    title: vscode.l10n.t('Open JRM in Tree'),
  });
  return chosen?.[0];
}
