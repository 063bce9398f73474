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
  /** The page came to the front again: what it says may be old. */
  readonly onShow?: () => void;
}

/** A page in a panel beside the editors, of which there is one at a time. It outlives a reload of the window. */
export class PagePanel implements vscode.Disposable {
  private panel: { readonly webview: vscode.WebviewPanel; readonly page: WebviewPage } | undefined;

  constructor(private readonly options: PanelOptions) {}

  get isOpen(): boolean {
    return this.panel !== undefined;
  }

  /** True where it is open, and not behind another editor. */
  get isVisible(): boolean {
    return this.panel?.webview.visible === true;
  }

  /** Opens the panel, or brings it to the front, with the keyboard's focus. */
  open(): void {
    const { viewType, title } = this.options;
    if (this.panel) this.panel.webview.reveal(undefined, false);
    else
      this.adopt(
        vscode.window.createWebviewPanel(viewType, title, vscode.ViewColumn.Active, { enableFindWidget: true }),
      );
  }

  /** Takes a panel that was open when the window was reloaded. */
  restore(webview: vscode.WebviewPanel): void {
    this.panel?.webview.dispose();
    this.adopt(webview);
  }

  /** Shows a content where the panel is open. The focus stays where it is. */
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
