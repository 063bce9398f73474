import * as vscode from 'vscode';
import type { PageMessage } from './components';
import { pageText } from './page';
import type { PageContent, RenderMessage } from './page';

/** The folder of the page's script in the extension: the only folder that a page may load from. */
const scriptFolder = ['dist', 'webview'];

/**
 * A page in a VS Code webview, of a panel or a custom editor. The webview's owner disposes of it with the webview.
 * Pages hold no state: their content is rendered by the extension, and sent again when a hidden page is shown.
 */
export class WebviewPage implements vscode.Disposable {
  private readonly messageReceived = new vscode.EventEmitter<PageMessage>();
  private readonly subscription: vscode.Disposable;
  private content: PageContent | undefined;

  /** Fires when a button in the page was pressed. */
  readonly onDidReceiveMessage = this.messageReceived.event;

  constructor(
    private readonly webview: vscode.Webview,
    private readonly extensionUri: vscode.Uri,
  ) {
    webview.options = {
      enableScripts: true,
      enableForms: false,
      localResourceRoots: [vscode.Uri.joinPath(extensionUri, ...scriptFolder)],
    };
    this.subscription = webview.onDidReceiveMessage((message: PageMessage) => {
      // The page has been loaded, for the first time or after it was hidden, with its original content.
      if (message.type === 'ready') this.send();
      else this.messageReceived.fire(message);
    });
  }

  /** Replaces the content. Focus, scroll position and expanded parts are kept. */
  render(content: PageContent): void {
    const isFirst = this.content === undefined;
    this.content = content;
    if (!isFirst) {
      this.send();
      return;
    }
    const script = this.webview
      .asWebviewUri(vscode.Uri.joinPath(this.extensionUri, ...scriptFolder, 'pageScript.js'))
      .toString();
    this.webview.html = pageText(content, { language: vscode.env.language, script });
  }

  private send(): void {
    if (this.content === undefined) return;
    const { title, body, state = null } = this.content;
    const message: RenderMessage = { type: 'render', title, body: body.text, state };
    void this.webview.postMessage(message);
  }

  dispose(): void {
    this.subscription.dispose();
    this.messageReceived.dispose();
  }
}
