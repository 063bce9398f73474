import * as vscode from 'vscode';
import type { JrmSummary } from '../../../../server/src/protocol/jrm';
import { basename } from '../../workbench/basename';
import { Quantities } from '../../workbench/quantities';
import { pageText } from '../../webview/page';
import { activeJrm, pickJrm, REVIEW_EDITOR } from './activeJrm';
import { followedNodes, type JrmFilter } from './followedNodes';
import type { FollowedJrm, JrmDocuments } from './jrmDocuments';
import type { JrmNode } from './jrmNodes';
import type { FromPage, PageNode, ToPage } from '../../webview/reviewMessages';
import { reviewFrame, reviewOverview } from './reviewPage';
import { reviewStyle } from './reviewStyle';
import type { ShownKeys } from './shownKeys';

const SCRIPT_FOLDER = ['dist', 'webview'];

/** The review editor: shows a JRM as a page with charts and a tree, beside its text. */
export class JrmReview {
  constructor(
    private readonly documents: JrmDocuments,
    private readonly keys: ShownKeys,
    private readonly extensionUri: vscode.Uri,
  ) {}

  /** Opens the review, beside the text if that is the active editor. */
  async open(target: unknown): Promise<void> {
    const uri = target instanceof vscode.Uri ? target : (activeJrm() ?? (await pickJrm()));
    if (!uri) return;
    const input: unknown = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
    const isBeside = input instanceof vscode.TabInputText && input.uri.toString() === uri.toString();
    await vscode.commands.executeCommand(
      'vscode.openWith',
      uri,
      REVIEW_EDITOR,
      isBeside ? vscode.ViewColumn.Beside : vscode.ViewColumn.Active,
    );
  }

  /** Shows a JRM in an editor. */
  show(uri: vscode.Uri, panel: vscode.WebviewPanel): void {
    const { webview } = panel;
    const folder = vscode.Uri.joinPath(this.extensionUri, ...SCRIPT_FOLDER);
    webview.options = { enableScripts: true, enableForms: false, localResourceRoots: [folder] };
    const review = new Review(this.documents.follow(uri), this.keys, webview);
    const hiding = panel.onDidChangeViewState(() => {
      if (!panel.visible) this.keys.hideKeyOf();
    });
    panel.onDidDispose(() => {
      hiding.dispose();
      review.dispose();
    });
    const script = webview.asWebviewUri(vscode.Uri.joinPath(folder, 'jrmReview.js')).toString();
    const name = basename(uri.path);
    webview.html = pageText(
      { title: name, body: reviewFrame(name, review.words) },
      { language: vscode.env.language, script, style: reviewStyle },
    );
  }
}

/** One open page. */
class Review implements vscode.Disposable {
  readonly words = { localize: vscode.l10n.t, quantities: new Quantities(vscode.env.language) };
  /** The nodes that the page has been sent, by id. */
  private readonly nodes = new Map<string, JrmNode>();
  private readonly subscriptions: vscode.Disposable;
  private generation = 0;
  private shown: Pick<JrmSummary, 'revision' | 'state'> | undefined;
  private filter: JrmFilter | undefined;

  constructor(
    private readonly jrm: FollowedJrm,
    private readonly keys: ShownKeys,
    private readonly webview: vscode.Webview,
  ) {
    this.subscriptions = vscode.Disposable.from(
      jrm,
      jrm.onDidChange(({ revision }) => {
        if (this.filter && revision !== this.shown?.revision) void this.setFilter(this.filter.text);
        else this.show(false);
      }),
      keys.onDidChange(() => {
        this.show(true);
      }),
      webview.onDidReceiveMessage((message: FromPage) => this.hear(message)),
    );
  }

  /** @param anew whether nodes that were sent before may have changed */
  private show(anew: boolean): void {
    const { summary } = this.jrm;
    if (!summary) return;
    if (anew || summary.revision !== this.shown?.revision || summary.state !== this.shown.state) {
      this.generation++;
      this.nodes.clear();
    }
    this.shown = summary;
    const roots =
      summary.state === 'missing' ? [] : followedNodes(this.jrm, summary, this.keys, this.words, this.filter);
    const { quantities } = this.words;
    this.send({
      type: 'show',
      overview: reviewOverview(summary, this.words).text,
      roots: roots.map((node) => this.pageNode(node)),
      generation: this.generation,
      filtered: this.filter
        ? vscode.l10n.t(
            'Matching files: {0} of {1}',
            quantities.count(this.filter.files),
            quantities.count(summary.checksums),
          )
        : '',
    });
  }

  private pageNode(node: JrmNode): PageNode {
    this.nodes.set(node.id, node);
    const { id, label, description = '', spoken, context, isOpen = false } = node;
    return {
      id,
      label,
      description,
      spoken: spoken ?? [label, description].filter(Boolean).join(', '),
      hasChildren: node.children !== undefined,
      isOpen,
      canReveal: node.locate !== undefined,
      ...(context === 'jrm.key.masked' && { key: 'masked' as const }),
      ...(context === 'jrm.key.shown' && { key: 'shown' as const }),
    };
  }

  private async hear(message: FromPage): Promise<void> {
    if (message.type === 'ready') {
      this.show(true);
      return;
    }
    if (message.type === 'filter') {
      await this.setFilter(message.text);
      return;
    }
    const node = this.nodes.get(message.id);
    if (!node) return;
    switch (message.type) {
      case 'children':
        await this.sendChildren(node);
        break;
      case 'reveal':
        await vscode.commands.executeCommand('sneakernet.revealInEditor', node);
        break;
      case 'copy':
        await vscode.commands.executeCommand('sneakernet.copyValue', node);
        break;
      case 'showKey':
        await vscode.commands.executeCommand('sneakernet.revealKey', node);
        break;
      case 'hideKey':
        await vscode.commands.executeCommand('sneakernet.hideKey', node);
    }
  }

  private async sendChildren(node: JrmNode): Promise<void> {
    const { generation } = this;
    const children = (await node.children?.()) ?? [];
    if (generation !== this.generation) return;
    this.send({ type: 'children', id: node.id, generation, nodes: children.map((child) => this.pageNode(child)) });
  }

  private async setFilter(text: string): Promise<void> {
    const result = text === '' ? undefined : await this.jrm.filter(text);
    this.filter = result && { text, files: result.files };
    this.show(true);
  }

  private send(message: ToPage): void {
    void this.webview.postMessage(message);
  }

  dispose(): void {
    this.subscriptions.dispose();
  }
}
