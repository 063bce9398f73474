import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { vsixPath } from '../../scripts/packageContents.mjs';
import { keepFailures } from './failures';
import { outputFolder } from './hostExtension.mjs';
import { Keyboard } from './keyboard';
import { Screen } from './screen';
import { openWorkbench } from './workbench';
import type { Workbench } from './workbench';

let workbench: Workbench;
let keyboard: Keyboard;
let screen: Screen;

beforeAll(async () => {
  workbench = await openWorkbench([vsixPath]);
  keyboard = new Keyboard(workbench.page);
  screen = new Screen(workbench.page);
});

afterAll(async () => {
  await workbench.close();
});

keepFailures(() => workbench);

/** The text of a visible line of the active editor, by its number, starting at 1. */
async function line(number: number): Promise<string> {
  const lines = workbench.page.locator('.editor-group-container.active .view-line');
  const texts = await lines.evaluateAll((elements) =>
    elements
      .map((element) => ({ top: Number.parseFloat((element as HTMLElement).style.top), text: element.textContent }))
      .sort((a, b) => a.top - b.top)
      .map(({ text }) => text.replaceAll('\u00a0', ' ')),
  );
  return texts[number - 1] ?? '';
}

const squiggles = () => workbench.page.locator('.editor-group-container.active .squiggly-error');
const patience = { timeout: 30_000 };

describe('in the page', () => {
  it('the broken file shows squiggles, and the Problems panel lists its findings', async () => {
    await keyboard.open('mistakes/dataset.csv');
    await squiggles().first().waitFor(patience);
    await keyboard.command('View: Focus Problems');
    const rows = workbench.page.locator('.markers-panel .monaco-list-row');
    await rows.filter({ hasText: 'csv/column-unknown' }).first().waitFor(patience);
    await workbench.screenshot('1-problems');
    expect(await rows.count()).toBeGreaterThan(5);
  });

  it('the columns have colours of their own', async () => {
    const spans = workbench.page.locator('.editor-group-container.active .view-line').nth(5).locator('span > span');
    const colours = await spans.evaluateAll((elements) => elements.map((element) => getComputedStyle(element).color));
    expect(new Set(colours).size).toBeGreaterThan(2);
  });

  it('the language status shows counts and dialect', async () => {
    await workbench.page
      .locator('.statusbar-item[id*="languageStatus"], .statusbar-item', { hasText: /^\{\}$/ })
      .or(workbench.page.locator('#status\\.languageStatus'))
      .first()
      .hover();
    await workbench.page
      .locator('.hover-language-status')
      .filter({ hasText: 'Dataset for blobs' })
      .first()
      .waitFor(patience);
    await workbench.screenshot('2-status');
    await workbench.page.mouse.move(700, 600);
  });

  it('a quick fix by keyboard repairs the column name', async () => {
    await keyboard.focusEditor();
    await keyboard.goTo(1, 50);
    await keyboard.quickFix('Disposition');
    await workbench.screenshot('3-quick-fix');
    await keyboard.press('Enter');
    await expect.poll(() => line(1), patience).toContain('Disposition');
  });

  it('a value is completed from the list', async () => {
    await keyboard.open('shipment/driveset.csv');
    await keyboard.goTo(4, 1);
    await keyboard.type('I,');
    await keyboard.press('Control+Space');
    const list = workbench.page.locator('.suggest-widget.visible');
    await list.locator('.monaco-list-row', { hasText: 'AlreadyFormatted' }).waitFor(patience);
    await workbench.screenshot('4-completion');
    await keyboard.type('Alr');
    await list.locator('.monaco-list-row.focused', { hasText: 'AlreadyFormatted' }).waitFor(patience);
    await keyboard.press('Enter');
    await expect.poll(() => line(4), patience).toMatch(/^I,AlreadyFormatted/);
  });

  it('a lens over the dataset offers to validate its job', async () => {
    await keyboard.open('shipment/dataset.csv');
    await workbench.page
      .locator('.codelens-decoration', { hasText: 'Validate job' })
      .waitFor({ ...patience, state: 'attached' });
  });

  it('hover explains the row', async () => {
    const text = await line(2);
    await keyboard.goTo(2, text.indexOf('site-archive') + 3);
    await keyboard.command('Show or Focus Hover');
    const hover = workbench.page.locator('.monaco-hover:visible', { hasText: 'site-archive' }).first();
    await hover.waitFor(patience);
    await workbench.screenshot('5-hover');
    await keyboard.press('Escape');
  });

  it('Format Document takes stray spaces away', async () => {
    await keyboard.open('mistakes/driveset.csv');
    expect(await line(1)).toContain(', FormatOption');
    await keyboard.command('Format Document');
    await expect.poll(() => line(1), patience).toContain('DriveLetter,FormatOption,');
    await workbench.screenshot('6-formatted');
  });

  it('New Job asks by keyboard and writes both files, never over others without asking', async () => {
    const dataset = join(workbench.job.shipment, 'dataset.csv');
    const before = readFileSync(dataset, 'utf8');
    await keyboard.askAndChoose(
      'Sneakernet: New Job',
      ['Where should the data go', 'Azure Blob Storage'],
      ['What do you want to ship', 'Enter a Path'],
    );
    await keyboard.answer('Absolute path', 'F:\\Photos\\');
    await keyboard.quickInput.locator('.monaco-list-row', { hasText: 'F:\\Photos\\' }).last().waitFor(patience);
    await workbench.screenshot('7-new-job-sources');
    await keyboard.choose('Is there anything else to ship', 'Continue');
    await keyboard.answer('Container', 'Archive/');
    // The question already reports what the editor would report a moment later.
    await keyboard.quickInput.filter({ hasText: 'Use only lower-case letters' }).waitFor(patience);
    // The message replaces the prompt.
    await keyboard.press('Control+a');
    await keyboard.type('archive/2019/');
    await keyboard.press('Enter');
    await keyboard.answer('Letters of the drives', 'K, L');
    await keyboard.quickInput.locator('.monaco-list-row', { hasText: 'L:' }).waitFor(patience);
    await keyboard.press('Enter');
    await keyboard.choose('Folder for dataset.csv', 'shipment');
    const dialog = workbench.page.locator('.monaco-dialog-box', { hasText: 'Replace' });
    await dialog.waitFor(patience);
    await workbench.screenshot('8-new-job-replace');
    expect(readFileSync(dataset, 'utf8')).toBe(before);
    await dialog.locator('.monaco-button', { hasText: 'Replace' }).click();
    await expect.poll(() => readFileSync(dataset, 'utf8'), patience).toContain('F:\\Photos\\,archive/2019/');
    await keyboard.editorOf('shipment/dataset.csv');
    await expect.poll(() => line(2), patience).toContain('archive/2019/');
    expect(readFileSync(join(workbench.job.shipment, 'driveset.csv'), 'utf8')).toMatch(/^L,/m);
    await workbench.screenshot('9-new-job-written');
  });

  it('a plan of paths of Windows shows what stops it at its places, and is made once they are mapped', async () => {
    await keyboard.command('Sneakernet: Plan Job');
    await screen.webview.getByText('Paths that begin with F:\\ belong to another machine.').waitFor(patience);
    await workbench.screenshot('9a-plan-unmapped');
    expect(await screen.webview.locator('body').innerText()).not.toContain('--map');
    await screen.webview.getByRole('button', { name: 'Show Problems' }).click();
    await screen.row('Problems of the Job', 'source/not-found').waitFor(patience);
    await workbench.screenshot('9b-plan-problems');
    await keyboard.open('shipment/dataset.csv');
    await keyboard.goTo(2, 1);
    await keyboard.quickFix('Map F:\\ to a Folder');
    await keyboard.press('Enter');
    const dialog = keyboard.quickInput.filter({ hasText: 'Where is F:\\ on this machine?' });
    await dialog.waitFor(patience);
    const folder = `${join(workbench.job.shipment, '..', 'sources')}/`;
    const input = keyboard.quickInput.locator('input[type=text]').first();
    // When the dialog has listed the folder it begins in, it writes that over what has been typed.
    await expect
      .poll(async () => {
        if ((await input.inputValue()) !== folder) await input.fill(folder);
        return (
          (await keyboard.quickInput.locator('.monaco-list-row', { hasText: 'Sidecar' }).isVisible()) &&
          (await input.inputValue()) === folder
        );
      }, patience)
      .toBe(true);
    await keyboard.accept(dialog);
    await expect
      .poll(() => readFileSync(join(workbench.job.shipment, '.vscode', 'settings.json'), 'utf8'), patience)
      .toContain('sources');
    await screen.row('Problems of the Job', 'source/not-found').waitFor({ ...patience, state: 'detached' });
    await workbench.page.locator('.tab', { hasText: 'Plan of shipment' }).click();
    await screen.webview.getByText('Files: 2').waitFor(patience);
    // Files that were edited after planning are named.
    await keyboard.open('shipment/driveset.csv');
    await keyboard.goTo(3, 1);
    await keyboard.press('Control+Shift+K', 'Control+s');
    await workbench.page.locator('.tab', { hasText: 'Plan of shipment' }).click();
    await screen.webview.getByText('Changed since it was planned').waitFor(patience);
    expect(await screen.webview.locator('body').innerText()).toMatch(/Changed since it was planned:\s+driveset\.csv/);
    await workbench.screenshot('9c-plan-old');
  });

  it('the page of a rule opens rendered', async () => {
    await keyboard.open('mistakes/dataset.csv');
    await keyboard.command('View: Focus Problems');
    const link = workbench.page.locator('.markers-panel a', { hasText: 'csv/' }).first();
    await link.waitFor(patience);
    await link.click({ modifiers: ['Control'] });
    await screen.webview.locator('h1', { hasText: 'csv/' }).waitFor(patience);
    await workbench.screenshot('9d-rule-page');
  });

  it('Validate Job sums up the folder', async () => {
    await keyboard.open('mistakes/dataset.csv');
    await keyboard.command('Sneakernet: Validate Job');
    await workbench.page.locator('.notification-toast', { hasText: 'Errors:' }).first().waitFor(patience);
    await workbench.screenshot('10-validate-job');
  });

  it('activation is measured by the workbench itself', async () => {
    // The list is sorted by time and shows only what fits.
    await workbench.page.setViewportSize({ width: 1400, height: 2400 });
    await keyboard.command('Developer: Show Running Extensions');
    const row = workbench.page.locator('.monaco-list-row', { hasText: /Sneakernet.*Activation/s }).first();
    await row.waitFor(patience);
    await workbench.screenshot('11-activation');
    const activationOf = async (shown: Locator) => /Activation:\s*(\d+)ms/.exec(await shown.innerText())?.[1];
    const milliseconds = await activationOf(row);
    expect(milliseconds).toBeDefined();
    // VS Code's own extension starts at the same time: it shows what a busy machine makes of an activation.
    const git = await activationOf(
      workbench.page
        .locator('.monaco-list-row', { has: workbench.page.locator('.name', { hasText: /^Git$/ }) })
        .first(),
    );
    const path = join(outputFolder, 'activation.json');
    writeFileSync(
      path,
      JSON.stringify({
        activationMilliseconds: Number(milliseconds),
        ...(git !== undefined && { gitMilliseconds: Number(git) }),
      }),
    );
    expect(existsSync(path)).toBe(true);
    console.log(`Activation on the extension host: ${milliseconds} ms`);
  });
});
