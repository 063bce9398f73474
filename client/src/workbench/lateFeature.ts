import * as vscode from 'vscode';

/** Works from when it is made until it is disposed of. */
export type Feature = Pick<vscode.Disposable, 'dispose'>;

/** What a late feature is wanted for. This is all that says so: the feature registers nothing of it. */
export interface Occasions<Late> {
  /** By the command's id: what it does. Its result is the command's. */
  readonly commands?: Readonly<Record<string, (feature: Late, ...args: unknown[]) => unknown>>;
  /** By the webview's type: how a page is shown again after the window was reloaded. `state` is undefined where it had none. */
  readonly pages?: Readonly<Record<string, (feature: Late, panel: vscode.WebviewPanel, state: unknown) => unknown>>;
  /** By the type of a custom editor that only shows: how it shows a file. */
  readonly editors?: Readonly<Record<string, (feature: Late, uri: vscode.Uri, panel: vscode.WebviewPanel) => unknown>>;
}

/** A feature that is loaded and made when it is first wanted: activation does not wait for it. */
export class LateFeature<Late extends object> implements vscode.Disposable {
  private readonly registrations: vscode.Disposable;
  private making: Promise<Late> | undefined;
  private made: Late | undefined;
  private isDisposed = false;

  constructor(
    private readonly make: () => Promise<Late>,
    { commands = {}, pages = {}, editors = {} }: Occasions<Late> = {},
  ) {
    this.registrations = vscode.Disposable.from(
      ...Object.entries(commands).map(([id, run]) =>
        vscode.commands.registerCommand(id, async (...args: unknown[]) => run(await this.get(), ...args)),
      ),
      ...Object.entries(pages).map(([viewType, restore]) =>
        vscode.window.registerWebviewPanelSerializer(viewType, {
          deserializeWebviewPanel: async (panel, state: unknown) => {
            await restore(await this.get(), panel, state ?? undefined);
          },
        }),
      ),
      ...Object.entries(editors).map(([viewType, show]) =>
        vscode.window.registerCustomEditorProvider(
          viewType,
          {
            openCustomDocument: (uri) => ({ uri, dispose: () => undefined }),
            resolveCustomEditor: async ({ uri }, panel) => {
              await show(await this.get(), uri, panel);
            },
          },
          { supportsMultipleEditorsPerDocument: true, webviewOptions: { enableFindWidget: true } },
        ),
      ),
    );
  }

  /** The feature: one, whoever asks. Where it cannot be loaded, who asks hears why, and who asks again has it tried again. */
  get(): Promise<Late> {
    return (this.making ??= this.makeOnce());
  }

  private async makeOnce(): Promise<Late> {
    try {
      this.made = await this.make();
    } catch (error) {
      this.making = undefined;
      throw error;
    }
    if (this.isDisposed) this.disposeMade();
    return this.made;
  }

  private disposeMade(): void {
    (this.made as Partial<vscode.Disposable> | undefined)?.dispose?.();
  }

  dispose(): void {
    this.isDisposed = true;
    this.registrations.dispose();
    this.disposeMade();
  }
}
