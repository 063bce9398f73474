import * as vscode from 'vscode';

/** Something that is active from its creation until it is disposed of. */
export type Feature = Pick<vscode.Disposable, 'dispose'>;

/** What triggers a late feature. This is the complete list: the feature registers none of it itself. */
export interface Occasions<Late> {
  /** What each command does, by its id. The result is the command's. */
  readonly commands?: Readonly<Record<string, (feature: Late, ...args: unknown[]) => unknown>>;
  /**
   * How to restore a page after the window was reloaded, by webview type. `state` is undefined if the page had none.
   */
  readonly pages?: Readonly<Record<string, (feature: Late, panel: vscode.WebviewPanel, state: unknown) => unknown>>;
  /** How to show a file in a read-only custom editor, by the editor's type. */
  readonly editors?: Readonly<Record<string, (feature: Late, uri: vscode.Uri, panel: vscode.WebviewPanel) => unknown>>;
}

/** A feature that is loaded and created when it is first needed, so that activation does not wait for it. */
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

  /**
   * The feature, which is created only once. If loading fails, the caller gets the error, and the next call tries
   * again.
   */
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
