import type { FrameLocator, Locator, Page } from 'playwright-core';

const patience = { timeout: 60_000 };

/** What a user sees of a workbench: its views, pages, questions and notifications. */
export class Screen {
  constructor(private readonly page: Page) {}

  /**
   * Resizes the window and waits until the workbench has the new size: while it is busy starting, it may miss the
   * event.
   */
  async resize(width: number, height: number): Promise<void> {
    await this.page.setViewportSize({ width, height });
    await this.page.waitForFunction((wanted) => {
      window.dispatchEvent(new Event('resize'));
      return document.querySelector('.monaco-workbench')?.clientHeight === wanted;
    }, height);
  }

  /** The rows of a view in the side bar. */
  rows(view: string): Locator {
    return this.pane(view).locator('.monaco-list-row');
  }

  /** The first row of a view that contains a text. */
  row(view: string, text: string | RegExp): Locator {
    return this.rows(view).filter({ hasText: text }).first();
  }

  private pane(view: string): Locator {
    return this.page.locator('.pane', { has: this.header(view) });
  }

  /** The header of a view: a click expands or collapses it. */
  header(view: string): Locator {
    const title = this.page.locator('.title', { hasText: new RegExp(`^${view}$`, 'i') });
    return this.page.locator('.pane-header', { has: title });
  }

  /** Expands a row of a view if it is collapsed. */
  async expand(view: string, text: string | RegExp): Promise<void> {
    const found = this.row(view, text);
    await found.waitFor(patience);
    if ((await found.getAttribute('aria-expanded')) === 'false') await found.click();
  }

  /**
   * Waits until a view has no message above its rows and they have moved up: before that, a click may hit another row.
   */
  async messageGone(view: string): Promise<void> {
    await this.pane(view)
      .locator('.message:not(.hide)')
      .waitFor({ ...patience, state: 'detached' });
    const header = this.header(view);
    const gap = async () => {
      const [above, first] = [await header.boundingBox(), await this.rows(view).first().boundingBox()];
      return above && first ? first.y - above.y - above.height : Infinity;
    };
    while ((await gap()) > 4) await this.page.waitForTimeout(50);
  }

  /** The page in the active editor group, which VS Code puts into two nested frames. */
  get webview(): FrameLocator {
    return this.page.locator('iframe.webview.ready').last().contentFrame().frameLocator('#active-frame');
  }

  /** A finding in the Problems panel, by its rule. */
  problem(code: string): Locator {
    return this.page.locator('.markers-panel .monaco-list-row', { hasText: code });
  }

  toast(text: string | RegExp): Locator {
    return this.page.locator('.notification-toast', { hasText: text });
  }

  /** Presses a button of a notification. */
  async press(text: string | RegExp, button: string): Promise<void> {
    await this.toast(text).first().locator('.monaco-button', { hasText: button }).click(patience);
  }

  /** A modal question. */
  dialog(text: string): Locator {
    return this.page.locator('.monaco-dialog-box', { hasText: text });
  }

  /** Answers a modal question. */
  async answer(question: string, button: string): Promise<void> {
    await this.dialog(question).getByRole('button', { name: button }).click(patience);
    await this.dialog(question).waitFor({ ...patience, state: 'detached' });
  }

  /**
   * Chooses from the open menu. A menu that has just opened ignores clicks, so that the click that opened it does not
   * choose anything.
   */
  async chooseFromMenu(label: string): Promise<void> {
    const item = this.page.locator('.context-view .action-label', { hasText: label });
    await item.waitFor(patience);
    await this.page.waitForTimeout(300);
    await item.click();
    await item.waitFor({ ...patience, state: 'hidden' });
  }
}
