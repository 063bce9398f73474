import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';

/** Drives a workbench like its users: by keyboard. */
export class Keyboard {
  constructor(private readonly page: Page) {}

  /** The open quick pick or input box. */
  get quickInput(): Locator {
    return this.page.locator('.quick-input-widget');
  }

  async press(...chords: string[]): Promise<void> {
    for (const chord of chords) await this.page.keyboard.press(chord);
  }

  async type(text: string): Promise<void> {
    await this.page.keyboard.type(text);
  }

  /** Runs a command of the palette by its title; reopens the palette until the command exists. */
  async command(title: string): Promise<void> {
    const item = this.quickInput.locator('.monaco-list-row.focused', { hasText: title });
    await this.pressUntil('F1', item, () => this.type(title));
    await this.press('Enter');
  }

  /**
   * Runs a command of the palette until its first question is open. When the palette closes, VS Code returns the focus,
   * after a while, to the page that had it, which closes a question asked in the meantime, be it the second one.
   */
  async ask(title: string, question: string): Promise<void> {
    await this.openUntil(
      () => this.command(title),
      () => this.stands(question),
      `"${question}" was not asked`,
    );
  }

  /** Runs a command of the palette and answers each of its questions with an item of its list. */
  async askAndChoose(title: string, ...answers: (readonly [question: string, item: string])[]): Promise<void> {
    await this.answerAll(() => this.command(title), answers);
  }

  /** Gives the workbench another colour theme. */
  async theme(name: string): Promise<void> {
    await this.answerAll(() => this.press('Control+k', 'Control+t'), [['Select Color Theme', name]]);
  }

  private async answerAll(
    open: () => Promise<void>,
    answers: readonly (readonly [question: string, item: string])[],
  ): Promise<void> {
    const done = async (): Promise<boolean> => {
      for (const [question, item] of answers) {
        if (!(await this.stands(question))) return false;
        try {
          await this.choose(question, item);
        } catch (error) {
          // A list that is closed while it is being answered has no such row.
          if (error instanceof Error && error.name === 'TimeoutError') return false;
          throw error;
        }
      }
      return true;
    };
    await this.openUntil(open, done, `not all of "${answers.map(([question]) => question).join('", "')}" were asked`);
  }

  /** Opens something again if its question was closed before it was answered. */
  private async openUntil(open: () => Promise<void>, done: () => Promise<boolean>, failure: string): Promise<void> {
    for (let attempt = 1; attempt <= 3; attempt += 1) {
      await open();
      if (await done()) return;
      await this.press('Escape');
    }
    throw new Error(`Three times ${failure}, or a question was closed.`);
  }

  /** Whether a question is open, and stays open. */
  private async stands(question: string): Promise<boolean> {
    const asked = this.quickInput.getByPlaceholder(question);
    await asked.waitFor({ timeout: 20_000 }).catch(() => undefined);
    await this.page.waitForTimeout(200);
    return asked.isVisible();
  }

  /** Opens the quick fixes at the cursor, which have to include this text. */
  async quickFix(text: string): Promise<void> {
    await this.pressUntil('Control+.', this.page.locator('.action-widget .action', { hasText: text }).first());
  }

  /**
   * Presses a chord again until its result is there, because something that the editor opens by itself may close it.
   */
  private async pressUntil(chord: string, shown: Locator, then?: () => Promise<void>): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      await this.press(chord);
      try {
        if (then) {
          await this.quickInput.waitFor({ state: 'visible', timeout: 5000 });
          await then();
        }
        await shown.waitFor({ timeout: 5000 });
        return;
      } catch (error) {
        if (attempt === 6) throw error;
        await this.press('Escape');
      }
    }
  }

  /** Whether the palette has a command with this title. */
  async offers(title: string): Promise<boolean> {
    const rows = this.quickInput.locator('.monaco-list-row');
    // The final answer of the palette: the command, or that there is none.
    const answer = rows
      .filter({ hasText: title })
      .or(rows.filter({ hasText: /No matching|similar commands/ }))
      .first();
    await this.pressUntil('F1', answer, () => this.type(title));
    const offered = (await rows.filter({ hasText: title }).count()) > 0;
    await this.press('Escape');
    return offered;
  }

  /** Runs a task that an extension offers, by its type and name. */
  async task(type: string, name: string): Promise<void> {
    const rows = this.quickInput.locator('.monaco-list-row');
    const focused = (text: string): Locator => rows.and(this.page.locator('.focused')).filter({ hasText: text });
    await this.pressUntil('Control+p', focused(name), async () => {
      await this.type(`task ${type}`);
      await focused(type).waitFor({ timeout: 5000 });
      await this.press('Enter');
      // A second list replaces the first.
      await rows.filter({ hasText: name }).first().waitFor({ timeout: 5000 });
      await this.type(name);
    });
    await this.press('Enter');
  }

  /** Opens a file of the workspace by its path and waits for its editor. */
  async open(path: string): Promise<void> {
    const [folder, name] = path.split('/') as [string, string];
    const file = this.quickInput.locator('.monaco-list-row.focused', { hasText: name }).filter({ hasText: folder });
    await this.pressUntil('Control+p', file, () => this.type(path));
    await this.press('Enter');
    await this.editorOf(path);
    await this.focusEditor();
  }

  /** Puts the keyboard's focus into the active editor. */
  async focusEditor(): Promise<void> {
    await this.command('Focus Active Editor Group');
    await this.page.locator('.editor-group-container.active .monaco-editor.focused').waitFor();
  }

  /** Waits until a file of the workspace is in the active editor. */
  async editorOf(path: string): Promise<void> {
    const [folder, name] = path.split('/') as [string, string];
    await this.page.locator('.breadcrumbs-control', { hasText: folder }).filter({ hasText: name }).first().waitFor();
    await this.page.locator('.editor-instance .view-line').first().waitFor();
  }

  /** Puts the cursor at a place, both counted from 1. */
  async goTo(line: number, column: number): Promise<void> {
    await this.command('Go to Line/Column');
    await this.quickInput.waitFor({ state: 'visible' });
    await this.type(`${line}:${column}`);
    await this.press('Enter');
    await this.page.locator('.statusbar-item', { hasText: `Ln ${line}, Col ${column}` }).waitFor();
    await this.page.locator('.editor-group-container.active .monaco-editor.focused').waitFor();
  }

  /** Waits for the quick pick that asks a question, types until an item with the text has the focus, and accepts it. */
  async choose(question: string, text: string): Promise<void> {
    await this.quickInput.getByPlaceholder(question).waitFor();
    await this.type(text);
    await this.quickInput.locator('.monaco-list-row.focused', { hasText: text }).waitFor();
    await this.press('Enter');
  }

  /** Answers a file dialog with a path: of a file of the job, or of an empty folder, with a trailing `/`. */
  async givePath(title: string, file: string): Promise<void> {
    const dialog = this.quickInput.filter({ hasText: title });
    const listed = this.quickInput.locator('.monaco-list-row');
    await dialog.waitFor();
    await listed.first().waitFor();
    await this.quickInput.locator('input[type=text]').first().fill(file);
    // While the dialog lists the folder, accepting would take the previous entry, or nothing.
    if (file.endsWith('/')) await expect.poll(() => listed.allInnerTexts(), { timeout: 60_000 }).toEqual(['..']);
    else await listed.filter({ hasText: 'logs' }).first().waitFor();
    await this.accept(dialog);
  }

  /** Presses Enter until a file dialog accepts it, which it does not while it is busy. */
  async accept(dialog: Locator): Promise<void> {
    for (let attempt = 1; attempt <= 100; attempt += 1) {
      await this.press('Enter');
      await this.page.waitForTimeout(300);
      if (!(await dialog.isVisible())) return;
    }
    throw new Error('The dialog for files takes no Enter.');
  }

  /** Answers the input box with this prompt. */
  async answer(prompt: string, text: string): Promise<void> {
    await this.quickInput.filter({ hasText: prompt }).waitFor();
    await this.type(text);
    await this.press('Enter');
  }
}
