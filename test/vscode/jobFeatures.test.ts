import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { vsixPath } from '../../scripts/packageContents.mjs';
import { keepFailures } from './failures';
import { Keyboard } from './keyboard';
import { Screen } from './screen';
import { openWorkbench } from './workbench';
import type { Workbench } from './workbench';

const patience = { timeout: 60_000 };

let workbench: Workbench;
let keyboard: Keyboard;
let screen: Screen;

beforeAll(async () => {
  workbench = await openWorkbench([vsixPath]);
  keyboard = new Keyboard(workbench.page);
  screen = new Screen(workbench.page);
  // All views are open, and each shows only the rows that fit.
  await screen.resize(1400, 1500);
});

afterAll(async () => {
  await workbench.close();
});

keepFailures(() => workbench);

describe('A job that is chosen', () => {
  const problems = () => screen.rows('Problems of the Job');
  const said = (text: string) => workbench.page.locator('.pane .welcome-view-content', { hasText: text });

  it('is checked, though none of its files is open', async () => {
    await workbench.page.locator('.activitybar .action-label[aria-label^="Sneakernet"]').click({ force: true });
    await said('Which job is it about?').waitFor(patience);
    await keyboard.askAndChoose('Sneakernet: Select Job', ['Which job?', 'mistakes']);
    await problems().filter({ hasText: 'dataset.csv' }).first().waitFor(patience);
    await screen.rows('Job').filter({ hasText: 'dataset.csv' }).filter({ hasText: 'Errors' }).first().waitFor(patience);
    await workbench.screenshot('job-0-mistakes');
  });

  it('is not given the problems of another one', async () => {
    await keyboard.askAndChoose('Sneakernet: Select Job', ['Which job?', 'shipment']);
    await said('No problems have been found in this job.').waitFor(patience);
    await keyboard.command('View: Focus Problems');
    await workbench.page.locator('.markers-panel', { hasText: 'No problems have been detected' }).waitFor(patience);
    await keyboard.press('Control+j');
  });

  it('is checked again when a file of its own has changed on disk', async () => {
    const driveset = join(workbench.job.shipment, 'driveset.csv');
    const text = readFileSync(driveset, 'utf8');
    writeFileSync(driveset, text.replace('H,Format', 'HH,Format'));
    await problems().filter({ hasText: 'driveset.csv' }).first().waitFor(patience);
    writeFileSync(driveset, text);
    await said('No problems have been found in this job.').waitFor(patience);
  });

  it('is checked as it lies on disk when an editor of its files was closed', async () => {
    const dataset = join(workbench.job.mistakes, 'dataset.csv');
    await keyboard.askAndChoose('Sneakernet: Select Job', ['Which job?', 'mistakes']);
    await keyboard.open('mistakes/dataset.csv');
    await workbench.page.locator('.editor-group-container.active .squiggly-error').first().waitFor(patience);
    await keyboard.command('View: Close All Editors');
    await workbench.page.locator('.editor-instance').waitFor({ ...patience, state: 'detached' });
    const row = screen.row('Job', 'dataset.csv');
    const before = await row.getAttribute('aria-label');
    writeFileSync(dataset, `${readFileSync(dataset, 'utf8')}F:\\Other\\,,Block,Keep,,\r\n`);
    await expect.poll(() => row.getAttribute('aria-label'), patience).not.toBe(before);
    await row.filter({ hasText: 'Errors' }).waitFor(patience);
  });
});

describe('The chosen job', () => {
  it('is chosen by keyboard, and its view tells its files', async () => {
    await keyboard.askAndChoose('Sneakernet: Select Job', ['Which job?', 'shipment']);
    await screen.rows('Job').filter({ hasText: 'shipment.jrn' }).first().waitFor(patience);
    await screen.rows('Job').filter({ hasText: 'Nothing has been prepared yet' }).first().waitFor(patience);
    await screen.rows('Job').filter({ hasText: 'driveset.csv' }).first().waitFor(patience);
    await screen.rows('Job').filter({ hasText: 'not planned yet' }).first().waitFor(patience);
    await workbench.screenshot('job-1-view');
  });

  it('has labels that are read aloud', async () => {
    const labels = await screen
      .rows('Job')
      .evaluateAll((elements) => elements.map((element) => element.getAttribute('aria-label')));
    expect(labels.join('\n')).toMatch(/State of the job: Nothing has been prepared yet/);
    expect(labels.join('\n')).toMatch(/Driveset driveset\.csv: \d/);
  });

  it('is planned, and the page says what goes to which drive', async () => {
    await keyboard.command('Sneakernet: Plan Job');
    const table = screen.webview.getByRole('table', { name: 'What goes to which drive' });
    await table.waitFor(patience);
    expect(await table.getByRole('rowheader').allTextContents()).toEqual(['H']);
    expect(await table.innerText()).toMatch(/H\.vhd/);
    await workbench.screenshot('job-2-plan');
    await screen.webview.getByText('Drive H: containers: 2').click();
    await screen.webview.getByRole('table', { name: 'Directories on drive H' }).waitFor(patience);
    await screen.rows('Job').filter({ hasText: 'Drive H' }).first().waitFor(patience);
  });

  it('keeps what was opened in the page when it is planned again', async () => {
    await screen.webview.getByRole('button', { name: 'Refresh' }).click();
    await screen.webview.getByText('Planning again …').waitFor(patience);
    await screen.webview.getByText('Planning again …').waitFor({ ...patience, state: 'detached' });
    expect(await screen.webview.locator('#drive-H').getAttribute('open')).not.toBeNull();
  });

  it('leaves a question open that is asked while it is planned again', async () => {
    await screen.webview.getByRole('button', { name: 'Refresh' }).click();
    await keyboard.press('F1');
    await keyboard.quickInput.waitFor();
    await screen.webview.getByText('Planning again …').waitFor({ ...patience, state: 'detached' });
    expect(await keyboard.quickInput.isVisible()).toBe(true);
    await keyboard.press('Escape');
  });

  it.each(['Dark Modern', 'Dark High Contrast'])('has a page that can be read in %s', async (theme) => {
    await keyboard.theme(theme);
    await keyboard.press('Enter');
    await workbench.page.waitForTimeout(500);
    const colours = await screen.webview
      .locator('body')
      .evaluate((body) => [getComputedStyle(body).color, getComputedStyle(body).backgroundColor]);
    expect(colours[0]).not.toBe(colours[1]);
    await workbench.screenshot(`job-3-plan ${theme}`);
  });

  it('tells of problems as they are made, with a badge', async () => {
    const driveset = join(workbench.job.shipment, 'driveset.csv');
    const text = readFileSync(driveset, 'utf8');
    await keyboard.open('shipment/driveset.csv');
    writeFileSync(driveset, text.replace('H,Format', 'HH,Format'));
    await screen.rows('Problems of the Job').filter({ hasText: 'driveset/' }).first().waitFor(patience);
    await workbench.screenshot('job-4-problems');
    writeFileSync(driveset, text);
    await screen
      .rows('Problems of the Job')
      .filter({ hasText: 'driveset/' })
      .first()
      .waitFor({ ...patience, state: 'detached' });
  });

  it('has a checklist that ticks nothing before it is prepared', async () => {
    await keyboard.command('Sneakernet: Pre-shipment Checklist');
    const table = screen.webview.getByRole('table', { name: 'Checked automatically' });
    await table.waitFor(patience);
    expect(await table.innerText()).toMatch(/All drives are prepared\s+○\s+not yet/);
    expect(await table.innerText()).toMatch(/The CSVs have no errors\s+✓\s+done/);
  });

  it('is prepared by a task, which is followed like any other run', async () => {
    await keyboard.task('sneakernet', 'prep shipment');
    await screen.toast('are ready').waitFor(patience);
    await screen.row('Runs', 'shipment, session#1').filter({ hasText: 'done' }).waitFor(patience);
    await screen.row('Runs', 'Drive H').filter({ hasText: 'complete' }).waitFor(patience);
    await workbench.screenshot('job-5-task');
    await keyboard.press('Control+j');
  });

  it('has a checklist that ticks what was done, once it is prepared', async () => {
    await screen.rows('Job').filter({ hasText: 'Prepared' }).first().waitFor(patience);
    await screen.webview.getByRole('button', { name: 'Refresh' }).click();
    const table = screen.webview.getByRole('table', { name: 'Checked automatically' });
    await table.getByText('Drive H: read back during preparation on').waitFor(patience);
    const text = await table.innerText();
    for (const point of [
      'All drives are prepared',
      'Every drive is encrypted with BitLocker',
      'The drives match the CSVs and their sources as they are now',
      'Every drive was read back and compared and has not changed since',
      'Every drive is unlocked by its key and contains its manifest',
      'The JRM is sealed and has not been edited',
      'The file for the portal exists and agrees with the JRM',
    ]) {
      expect(text).toMatch(new RegExp(`${point}\\s+✓\\s+done`));
    }
    expect(text).toMatch(/The keys have an encrypted backup\s+○\s+not yet/);
    await workbench.screenshot('job-6-checklist');
  });

  it('says which file the portal wants', async () => {
    await keyboard.command('Sneakernet: Copy for Upload');
    const first = keyboard.quickInput.locator('.monaco-list-row').first();
    await first.filter({ hasText: 'shipment.jrn' }).waitFor(patience);
    await workbench.screenshot('job-7-upload');
    await keyboard.press('Enter');
    await keyboard.quickInput.getByPlaceholder('Give it to the portal and to nobody else').waitFor(patience);
    await keyboard.press('Escape');
  });

  it('compares its JRM with its driveset', async () => {
    await screen.rows('Job').filter({ hasText: 'shipment.jrm' }).click();
    await keyboard.editorOf('shipment/shipment.jrm');
    await keyboard.command('Sneakernet: Compare JRM with Driveset');
    const diff = workbench.page.locator('.monaco-diff-editor');
    await diff.waitFor(patience);
    await diff.locator('.view-line', { hasText: 'only in the driveset' }).first().waitFor(patience);
    await workbench.screenshot('job-7-compare');
    expect(await diff.innerText()).not.toMatch(/132033/);
  });
});
