import * as vscode from 'vscode';
import { rangeOf } from './nodeTree';
import type { LazyTreeNode } from './treeNode';

/** Handles copying a node in its own way; resolves to whether it has done so. */
export type CopyHandler = (node: LazyTreeNode) => Promise<boolean>;

/** The commands *Reveal in Editor* and *Copy Value* of all views. */
export class NodeCommands implements vscode.Disposable {
  private readonly registrations: vscode.Disposable;

  constructor(private readonly copyHandlers: readonly CopyHandler[]) {
    this.registrations = vscode.Disposable.from(
      vscode.commands.registerCommand('sneakernet.revealInEditor', (node: unknown) =>
        reveal(node as LazyTreeNode | undefined),
      ),
      vscode.commands.registerCommand('sneakernet.copyValue', (node: unknown) =>
        this.copy(node as LazyTreeNode | undefined),
      ),
    );
  }

  private async copy(node: LazyTreeNode | undefined): Promise<void> {
    if (!node) return;
    for (const handler of this.copyHandlers) if (await handler(node)) return;
    await vscode.env.clipboard.writeText(node.value ?? node.label);
  }

  dispose(): void {
    this.registrations.dispose();
  }
}

async function reveal(node: LazyTreeNode | undefined): Promise<void> {
  const place = (await node?.locate?.()) ?? node?.place;
  if (!place) {
    void vscode.window.showInformationMessage(vscode.l10n.t('This does not appear in the file.'));
    return;
  }
  const uri = vscode.Uri.parse(place.uri, true);
  // The editor's own command also opens files that are too large for extensions.
  await vscode.commands.executeCommand('vscode.openWith', uri, 'default', {
    selection: rangeOf(place),
    viewColumn: columnFor(uri),
  });
}

/**
 * The column where the file is open already; beside a page about it, so that both are visible; otherwise the active
 * one.
 */
function columnFor(uri: vscode.Uri): vscode.ViewColumn {
  const isOf = (input: unknown) => input instanceof vscode.TabInputText && input.uri.toString() === uri.toString();
  const { all, activeTabGroup } = vscode.window.tabGroups;
  const group = all.find(({ tabs }) => tabs.some(({ input }) => isOf(input)));
  if (group) return group.viewColumn;
  const isPage = activeTabGroup.activeTab?.input instanceof vscode.TabInputCustom;
  return isPage ? vscode.ViewColumn.Beside : vscode.ViewColumn.Active;
}
