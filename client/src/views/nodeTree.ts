import * as vscode from 'vscode';
import type { LazyTreeNode, NodePlace } from './treeNode';

/** A view that shows nodes. */
export class NodeTree implements vscode.TreeDataProvider<LazyTreeNode>, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<LazyTreeNode | undefined>();
  private roots: readonly LazyTreeNode[] = [];
  /** The parents of nodes on the way to a revealed one. */
  private readonly parents = new WeakMap<LazyTreeNode, LazyTreeNode>();

  readonly onDidChangeTreeData = this.changed.event;
  readonly view: vscode.TreeView<LazyTreeNode>;

  constructor(private readonly viewId: string) {
    this.view = vscode.window.createTreeView<LazyTreeNode>(viewId, { treeDataProvider: this, showCollapseAll: true });
  }

  /**
   * Opens the view, reveals a node and its parents, and selects it.
   *
   * @param ids from the root's to the node's own; if one is missing, the path is opened up to there
   */
  async reveal(...ids: readonly string[]): Promise<void> {
    await vscode.commands.executeCommand(`${this.viewId}.focus`);
    let node: LazyTreeNode | undefined;
    for (const id of ids) {
      const child = (await this.getChildren(node)).find((other) => other.id === id);
      if (!child) break;
      if (node) this.parents.set(child, node);
      node = child;
    }
    if (node) await this.view.reveal(node, { select: true, focus: true, expand: true });
  }

  /** Replaces the shown nodes. */
  show(roots: readonly LazyTreeNode[]): void {
    this.roots = roots;
    this.changed.fire(undefined);
  }

  async getChildren(node?: LazyTreeNode): Promise<LazyTreeNode[]> {
    return [...(node ? ((await node.children?.()) ?? []) : this.roots)];
  }

  getParent(node: LazyTreeNode): LazyTreeNode | undefined {
    return this.parents.get(node);
  }

  getTreeItem(node: LazyTreeNode): vscode.TreeItem {
    const { id, label, description, icon, iconColor, tooltip, spoken, context, children, isOpen } = node;
    const { Collapsed, Expanded, None } = vscode.TreeItemCollapsibleState;
    const item = new vscode.TreeItem(label, children ? (isOpen ? Expanded : Collapsed) : None);
    item.id = id;
    item.accessibilityInformation = { label: spoken ?? [label, description].filter(Boolean).join(', ') };
    if (description !== undefined) item.description = description;
    if (icon !== undefined)
      item.iconPath = new vscode.ThemeIcon(
        icon,
        iconColor === undefined ? undefined : new vscode.ThemeColor(iconColor),
      );
    if (tooltip !== undefined) item.tooltip = tooltip;
    if (context !== undefined) item.contextValue = context;
    const command = commandOf(node);
    if (command) item.command = command;
    return item;
  }

  dispose(): void {
    this.view.dispose();
    this.changed.dispose();
  }
}

function commandOf({ command, place }: LazyTreeNode): vscode.Command | undefined {
  if (command) return { command: command.id, title: command.title, arguments: [...(command.args ?? [])] };
  if (!place) return undefined;
  return {
    command: 'vscode.open',
    title: vscode.l10n.t('Open'),
    arguments: [vscode.Uri.parse(place.uri, true), { selection: rangeOf(place) }],
  };
}

/** The range of a place; undefined for a whole file. */
export function rangeOf({ range }: NodePlace): vscode.Range | undefined {
  return range && new vscode.Range(range.start.line, range.start.character, range.end.line, range.end.character);
}
