import * as vscode from 'vscode';
import type { PageMessage } from './components';
import type { PageContent } from './page';
import { WebviewPage } from './webviewPage';

export interface PanelOptions {
  /** The webview's type: names its serializer too (see `LateFeature`), whose activation event is `onWebviewPanel:<viewType>`. */
  readonly viewType: string;
  readonly title: string;
  readonly extensionUri: vscode.Uri;
  readonly onMessage: (message: PageMessage) => void;
  /** Called when the page becomes visible again: its content may be outdated. */
  readonly onShow?: () => void;
}

/** A page in a panel beside the editors, at most one at a time. It survives a reload of the window. */
export class PagePanel implements vscode.Disposable {
  private panel: { readonly webview: vscode.WebviewPanel; readonly page: WebviewPage } | undefined;

  constructor(private readonly options: PanelOptions) {}

  get isOpen(): boolean {
    return this.panel !== undefined;
  }

  /** Whether it is open and not hidden by another editor. */
  get isVisible(): boolean {
    return this.panel?.webview.visible === true;
  }

  /** Opens the panel or reveals it, and gives it the keyboard focus. */
  open(): void {
    const { viewType, title } = this.options;
    if (this.panel) this.panel.webview.reveal(undefined, false);
    else
      this.adopt(
        vscode.window.createWebviewPanel(viewType, title, vscode.ViewColumn.Active, { enableFindWidget: true }),
      );
  }

  /** Takes over a panel that was open when the window was reloaded. */
  restore(webview: vscode.WebviewPanel): void {
    this.panel?.webview.dispose();
    this.adopt(webview);
  }

  /** Shows new content if the panel is open, without moving the focus. */
  update(content: PageContent): void {
    if (!this.panel) return;
    this.panel.webview.title = content.title;
    this.panel.page.render(content);
  }

  close(): void {
    this.panel?.webview.dispose();
  }

  private adopt(webview: vscode.WebviewPanel): void {
    const page = new WebviewPage(webview.webview, this.options.extensionUri);
    page.onDidReceiveMessage(this.options.onMessage);
    const panel = { webview, page };
    this.panel = panel;
    let wasVisible = webview.visible;
    webview.onDidChangeViewState(() => {
      const isBack = webview.visible && !wasVisible;
      wasVisible = webview.visible;
      if (isBack) this.options.onShow?.();
    });
    webview.onDidDispose(() => {
      page.dispose();
      if (this.panel === panel) this.panel = undefined;
    });
  }

  dispose(): void {
    this.close();
  }
}
