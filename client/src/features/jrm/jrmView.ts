import * as vscode from 'vscode';
import { basename } from '../../workbench/basename';
import type { JrmDriveSummary, JrmSummary } from '../../../../server/src/protocol/jrm';
import { Quantities } from '../../workbench/quantities';
import { NodeTree } from '../../views/nodeTree';
import { activeJrm, pickJrm } from './activeJrm';
import { followedNodes, type JrmFilter } from './followedNodes';
import type { FollowedJrm, JrmDocuments } from './jrmDocuments';
import { pathToShownKey } from './jrmNodes';
import type { JrmNode } from './jrmNodes';
import type { ShownKeys } from './shownKeys';

/** The view *Job Response Manifest*: follows the active JRM, and keeps it when another file becomes active. */
export class JrmView implements vscode.Disposable {
  private readonly tree = new NodeTree('sneakernet.jrm');
  private readonly words = { localize: vscode.l10n.t, quantities: new Quantities(vscode.env.language) };
  private readonly subscriptions: vscode.Disposable;
  private uri: vscode.Uri | undefined;
  private jrm: FollowedJrm | undefined;
  private filter: JrmFilter | undefined;

  constructor(
    private readonly documents: JrmDocuments,
    private readonly keys: ShownKeys,
  ) {
    const follow = (): void => {
      this.followActive();
    };
    const command = (name: string, run: (...args: unknown[]) => unknown) =>
      vscode.commands.registerCommand(`sneakernet.${name}`, run);
    this.subscriptions = vscode.Disposable.from(
      vscode.window.onDidChangeActiveTextEditor(follow),
      vscode.window.tabGroups.onDidChangeTabs(follow),
      vscode.window.tabGroups.onDidChangeTabGroups(follow),
      this.tree.view.onDidChangeVisibility(({ visible }) => {
        if (visible) this.load();
        else keys.hideKeyOf();
      }),
      keys.onDidChange(() => {
        this.refresh();
      }),
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        if (document.uri.toString() === this.uri?.toString()) this.describe();
      }),
      vscode.workspace.onDidSaveTextDocument((document) => {
        if (document.uri.toString() === this.uri?.toString()) this.describe();
      }),
      command('openJrmInTree', (target) => this.open(target)),
      command('filterJrm', (text) => this.askFilter(text)),
      command('clearJrmFilter', () => this.setFilter('')),
      command('refreshJrm', () => this.jrm?.reload()),
      command('revealKey', (node) => this.revealKey(node as Partial<JrmNode> | undefined)),
      command('hideKey', (node) => {
        this.hideKey(node as Partial<JrmNode> | undefined);
      }),
    );
    this.followActive();
  }

  /** The JRM in the view. */
  get current(): vscode.Uri | undefined {
    return this.uri;
  }

  private followActive(): void {
    const uri = activeJrm();
    if (uri) this.set(uri);
  }

  private set(uri: vscode.Uri): void {
    if (uri.toString() === this.uri?.toString()) return;
    this.jrm?.dispose();
    this.jrm = undefined;
    this.uri = uri;
    this.filter = undefined;
    void vscode.commands.executeCommand('setContext', 'sneakernet.jrmLoaded', true);
    void vscode.commands.executeCommand('setContext', 'sneakernet.jrmFiltered', false);
    this.tree.show([]);
    this.load();
  }

  /** Reads the JRM only when somebody looks at the view. */
  private load(): void {
    if (this.tree.view.visible) this.followed();
  }

  private followed(): FollowedJrm | undefined {
    if (!this.uri || this.jrm) return this.jrm;
    const jrm = this.documents.follow(this.uri);
    this.jrm = jrm;
    let revision = 0;
    jrm.onDidChange((summary) => {
      if (summary.revision !== revision && this.filter) void this.setFilter(this.filter.text);
      revision = summary.revision;
      this.refresh();
    });
    this.describe();
    return jrm;
  }

  private refresh(): void {
    const summary = this.jrm?.summary;
    if (!this.jrm || !summary) return;
    this.describe();
    if (summary.state === 'missing') {
      this.tree.show([]);
      return;
    }
    this.tree.show(followedNodes(this.jrm, summary, this.keys, this.words, this.filter));
  }

  /** Sets the view's title and message: which file it shows, and how that differs from the file on disk. */
  private describe(): void {
    const { view } = this.tree;
    view.description = this.uri ? basename(this.uri.path) : '';
    const summary = this.jrm?.summary;
    const document = vscode.workspace.textDocuments.find(({ uri }) => uri.toString() === this.uri?.toString());
    const messages = [
      ...(this.jrm && !summary ? [vscode.l10n.t('Reading the JRM …')] : []),
      ...(summary?.state === 'missing'
        ? [vscode.l10n.t('{0} no longer exists or cannot be read.', this.uri?.fsPath ?? '')]
        : []),
      ...(document?.isDirty ? [vscode.l10n.t('Includes unsaved changes in the editor.')] : []),
      ...(this.filter
        ? [vscode.l10n.t('Filter: {0} (files: {1})', this.filter.text, this.words.quantities.count(this.filter.files))]
        : []),
    ];
    view.message = messages.join(' ');
  }

  private async open(target: unknown): Promise<void> {
    const uri = target instanceof vscode.Uri ? target : (activeJrm() ?? (await pickJrm()));
    if (!uri) return;
    this.set(uri);
    this.followed();
    await vscode.commands.executeCommand('sneakernet.jrm.focus');
  }

  private async askFilter(text: unknown): Promise<void> {
    const wanted =
      typeof text === 'string'
        ? text
        : await vscode.window.showInputBox({
            prompt: vscode.l10n.t('Enter text to show only the files whose path contains it.'),
            placeHolder: vscode.l10n.t('For example: 2024\\reports or .pdf'),
            value: this.filter?.text ?? '',
          });
    if (wanted !== undefined) await this.setFilter(wanted);
  }

  private async setFilter(text: string): Promise<void> {
    const jrm = this.followed();
    const result = text === '' ? undefined : await jrm?.filter(text);
    if (jrm !== this.jrm) return;
    this.filter = result && { text, files: result.files };
    void vscode.commands.executeCommand('setContext', 'sneakernet.jrmFiltered', this.filter !== undefined);
    this.refresh();
  }

  private async revealKey(node: Partial<JrmNode> | undefined): Promise<void> {
    const uri =
      node?.jrm === undefined ? (this.uri ?? activeJrm() ?? (await pickJrm())) : vscode.Uri.parse(node.jrm, true);
    if (!uri) return;
    const jrm = this.documents.follow(uri);
    let drive: JrmDriveSummary | undefined;
    try {
      const { drives } = jrm.summary ?? (await firstSummary(jrm));
      drive = node?.drive
        ? drives.find(({ index, driveId }) => index === node.drive?.index && driveId === node.drive.driveId)
        : await pickDrive(drives);
      if (!drive) return;
      await this.keys.reveal(jrm, drive);
    } finally {
      jrm.dispose();
    }
    if (node || this.keys.get(uri, drive) === undefined) return;
    // Called from the palette, the view may be closed, or the drive collapsed in it.
    this.set(uri);
    const followed = this.followed();
    if (followed && !followed.summary) await firstSummary(followed);
    await this.tree.reveal(...pathToShownKey(drive));
  }

  private hideKey(node: Partial<JrmNode> | undefined): void {
    if (node?.jrm === undefined) this.keys.hideKeyOf();
    else this.keys.hideKeyOf(vscode.Uri.parse(node.jrm, true), node.drive);
  }

  dispose(): void {
    this.subscriptions.dispose();
    this.jrm?.dispose();
    this.tree.dispose();
  }
}

/** The first summary that the server sends. */
export function firstSummary(jrm: FollowedJrm): Promise<JrmSummary> {
  return new Promise((resolve) => {
    const subscription = jrm.onDidChange((summary) => {
      subscription.dispose();
      resolve(summary);
    });
  });
}

async function pickDrive(drives: readonly JrmDriveSummary[]): Promise<JrmDriveSummary | undefined> {
  if (drives.length <= 1) return drives[0];
  const items = drives.map((drive) => ({
    label: drive.letter === undefined ? drive.driveId : `${drive.letter}: ${drive.driveId}`,
    description: drive.maskedKey,
    drive,
  }));
  return (await vscode.window.showQuickPick(items, { placeHolder: vscode.l10n.t('Which drive?') }))?.drive;
}
