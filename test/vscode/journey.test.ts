import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { vsixPath } from '../../scripts/packageContents.mjs';
import { DocumentationPictures, lightSettings } from './documentationPictures';
import { keepFailures } from './failures';
import { outputFolder, packHostExtension } from './hostExtension.mjs';
import { Keyboard } from './keyboard';
import { Screen } from './screen';
import { openWorkbench } from './workbench';
import type { Workbench } from './workbench';

const patience = { timeout: 60_000 };
const MEGABYTE = 1_000_000;
const passphrase = 'quarry ferry landing bridge';

let workbench: Workbench;
let keyboard: Keyboard;
let screen: Screen;
let pictures: DocumentationPictures;

beforeAll(async () => {
  workbench = await openWorkbench([vsixPath, await packHostExtension()], {
    env: { SNEAKERNET_HOST_WATCH: join(outputFolder, 'host-watch.json') },
    settings: lightSettings,
  });
  keyboard = new Keyboard(workbench.page);
  screen = new Screen(workbench.page);
  pictures = new DocumentationPictures(workbench, keyboard);
  enlargeSources(join(workbench.job.shipment, '..', 'sources'));
  await screen.resize(1400, 1000);
  await widenSideBar();
});

afterAll(async () => {
  await workbench.close();
});

// Each step depends on the one before it.
keepFailures(() => workbench, true);

/** Enlarges the sample's sources so that there is time to stop their preparation. */
function enlargeSources(sources: string): void {
  const sizes = {
    'Photos/2019/aerial-north.tif': 640,
    'Photos/2019/aerial-south.tif': 520,
    'Projects/Bridge/point-cloud.las': 910,
    'Projects/Bridge/survey/river-bed.las': 330,
  };
  for (const [path, megabytes] of Object.entries(sizes)) {
    mkdirSync(join(sources, path, '..'), { recursive: true });
    writeFileSync(join(sources, path), '');
    truncateSync(join(sources, path), megabytes * MEGABYTE);
  }
}

/** A row, found by its label alone. */
const labelled = (view: string, label: string): Locator =>
  screen.rows(view).filter({
    has: workbench.page.locator('.label-name', { hasText: new RegExp(`^${label.replaceAll('.', '\\.')}$`) }),
  });

/** Expands the folders of a tree by mouse, the last one first, until an entry is visible. */
async function openFoldersUntil(view: string, label: string): Promise<void> {
  const closed = screen
    .rows(view)
    .filter({ has: workbench.page.locator('.codicon-folder') })
    .and(workbench.page.locator('[aria-expanded="false"]'));
  while (!(await labelled(view, label).isVisible())) {
    await closed.or(labelled(view, label)).first().waitFor(patience);
    if (await labelled(view, label).isVisible()) return;
    const name = await closed.first().locator('.label-name').innerText();
    const opened = labelled(view, name).and(workbench.page.locator('[aria-expanded="true"]')).first();
    // A click is lost where the view is drawn anew at that moment.
    await expect
      .poll(
        async () => {
          if (!(await opened.isVisible())) await closed.first().click();
          return opened.isVisible();
        },
        { ...patience, interval: 3000 },
      )
      .toBe(true);
  }
}

/** Makes the side bar wide enough for its rows. */
async function widenSideBar(): Promise<void> {
  const { page } = workbench;
  const bar = (await page.locator('.part.sidebar').boundingBox())!;
  await page.mouse.move(bar.x + bar.width + 2, 400);
  await page.mouse.down();
  await page.mouse.move(bar.x + bar.width + 120, 400, { steps: 4 });
  await page.mouse.up();
}

/** The key of the sample's drive, and a place in its volume label, both counted from 1. */
function jrmFacts(): { readonly key: string; readonly line: number; readonly column: number } {
  const text = readFileSync(jrmPath(), 'utf8');
  const { Drives } = JSON.parse(text) as { Drives: { BitLockerKey: string }[] };
  const before = /^[^]*?"VolumeLabel"\s*:\s*"/.exec(text)![0].split('\n');
  return { key: Drives[0]!.BitLockerKey, line: before.length, column: before.at(-1)!.length + 1 };
}

const jrmPath = (): string => join(workbench.job.shipment, 'shipment.jrm');
const backupPath = (): string => join(workbench.job.shipment, 'shipment.age');
const quarry = (): string => join(workbench.job.shipment, '..', 'sources', 'Photos', '2019', 'quarry.txt');

const clearNotifications = (): Promise<void> => keyboard.command('Notifications: Clear All Notifications');

describe('A job, from its mistakes to its backup', () => {
  it('has a mistake, which a quick fix repairs', async () => {
    const { page } = workbench;
    await keyboard.open('mistakes/dataset.csv');
    await page.locator('.editor-group-container.active .squiggly-error').first().waitFor(patience);
    await keyboard.command('View: Focus Problems');
    await screen.problem('csv/column-unknown').first().waitFor(patience);
    await keyboard.focusEditor();
    await keyboard.goTo(1, 50);
    await keyboard.quickFix('Disposition');
    await pictures.take('diagnostics-light');
    await keyboard.press('Enter');
    await screen
      .problem('csv/column-unknown')
      .first()
      .waitFor({ ...patience, state: 'detached' });
    await keyboard.press('Control+s');
    await expect
      .poll(() => readFileSync(join(workbench.job.mistakes, 'dataset.csv'), 'utf8').split('\n')[0], patience)
      .toContain('Disposition');
    await keyboard.command('View: Toggle Panel Visibility');
  });

  it('is planned: a page says what goes to which drive, and how full it becomes', async () => {
    // The icon is covered by its badge.
    await workbench.page.locator('.activitybar .action-label[aria-label^="Sneakernet"]').click({ force: true });
    await keyboard.askAndChoose('Sneakernet: Select Job', ['Which job?', 'shipment']);
    await keyboard.command('Sneakernet: Plan Job');
    const table = screen.webview.getByRole('table', { name: 'What goes to which drive' });
    await table.waitFor(patience);
    expect(await table.innerText()).toMatch(/H\.vhd/);
    await screen.webview.getByText('Drive H: containers: 2').click();
    await screen.webview.getByRole('table', { name: 'Directories on drive H' }).waitFor(patience);
    for (const theme of ['light', 'dark', 'contrast'] as const) await pictures.take(`plan-${theme}`, theme);
    await pictures.in('light');
  });

  it('is prepared with Enter alone, after a question that names the image', async () => {
    await keyboard.ask('Sneakernet: Prepare Drives', 'Continue, or choose');
    await keyboard.press('Enter');
    await screen.dialog('Prepare shipment?').waitFor(patience);
    expect(await screen.dialog('Prepare shipment?').innerText()).toContain(
      join(workbench.job.shipment, 'drives', 'H.vhd'),
    );
    await keyboard.press('Enter');
  });

  it('is watched in the Runs view, and stopped', async () => {
    await labelled('Runs', 'Drive H')
      .filter({ hasText: /copying \d\d/ })
      .waitFor(patience);
    await pictures.take('run-light');
    await keyboard.press('Control+Alt+j', 'x');
    await screen.toast('was stopped').waitFor(patience);
    await screen.rows('Runs').filter({ hasText: 'can be resumed' }).first().waitFor(patience);
  });

  it('is resumed where it was, and completed', async () => {
    await keyboard.press('Control+Alt+j', 'r');
    await screen.toast('are ready').waitFor(patience);
    await labelled('Runs', 'Drive H').filter({ hasText: 'complete' }).first().waitFor(patience);
    expect(statSync(jrmPath()).mode & 0o777).toBe(0o600);
    await clearNotifications();
  });

  it('has a drive that is read back, and found as it was written', async () => {
    await keyboard.askAndChoose(
      'Sneakernet: Verify Drive',
      ['Which drive?', 'Drive H'],
      ['How thorough should the verification be?', 'Read Everything'],
    );
    await screen
      .rows('Runs')
      .filter({ hasText: 'Verification of shipment' })
      .filter({ hasText: 'passed' })
      .waitFor(patience);
    await clearNotifications();
  });

  it('has a checklist that is ticked from facts', async () => {
    await keyboard.command('Sneakernet: Pre-shipment Checklist');
    const table = screen.webview.getByRole('table', { name: 'Checked automatically' });
    await table.getByText('Drive H: verified on').waitFor(patience);
    expect(await table.innerText()).toMatch(
      /Every drive was read back and compared and has not changed since\s+✓\s+done/,
    );
    expect(await table.innerText()).toMatch(/The keys have an encrypted backup\s+○\s+not yet/);
    await pictures.take('checklist-light');
    await keyboard.command('View: Close All Editors');
  });

  it('has a JRM that is reviewed in a page with charts', async () => {
    await keyboard.askAndChoose('Sneakernet: Review JRM', ['Which JRM?', 'shipment.jrm']);
    await screen.webview.getByRole('table', { name: 'Bytes per container' }).waitFor(patience);
    await screen.webview.getByText('sealed and not changed since').first().waitFor(patience);
    for (const theme of ['light', 'dark', 'contrast'] as const) await pictures.take(`jrm-review-${theme}`, theme);
    await pictures.in('light');
  });

  it('has a JRM that opens in a tree, down to a checksum', async () => {
    for (const view of ['Job', 'Runs', 'Problems of the Job']) await screen.header(view).click();
    await keyboard.command('Sneakernet: Open JRM in Tree');
    await screen
      .rows('Job Response Manifest')
      .filter({ hasText: 'sealed and not changed since' })
      .first()
      .waitFor(patience);
    await labelled('Job Response Manifest', 'Checksums').click();
    await openFoldersUntil('Job Response Manifest', 'quarry.txt');
    await labelled('Job Response Manifest', 'quarry.txt').click();
    await pictures.take('jrm-tree-light');
    const sha256 = createHash('sha256').update(readFileSync(quarry())).digest('hex');
    await labelled('Job Response Manifest', 'SHA-256').filter({ hasText: sha256 }).waitFor(patience);
  });

  it('shows the key of a drive when it is asked to, and masks it again', async () => {
    const { key } = jrmFacts();
    await labelled('Job Response Manifest', 'Drive H').click();
    const line = labelled('Job Response Manifest', 'BitLocker key');
    await line.waitFor(patience);
    // The second half of the key has a row of its own.
    const isShown = async (): Promise<boolean> =>
      (await screen.rows('Job Response Manifest').allInnerTexts()).some((text) => text.includes(key.slice(28)));
    expect(await isShown()).toBe(false);
    await keyboard.press('Control+Alt+j', 'k');
    await screen.dialog('Show the BitLocker key of drive').waitFor(patience);
    await keyboard.press('Enter');
    await expect.poll(isShown, patience).toBe(true);
    await keyboard.press('Control+Alt+j', 'h');
    await expect.poll(isShown, patience).toBe(false);
    // Expanded nodes take the room of later ones.
    await labelled('Job Response Manifest', 'Drive H').click();
  });

  it('has files on its drive that open, read-only', async () => {
    await keyboard.askAndChoose('Sneakernet: Open Prepared Drive', ['Which drive?', 'H.vhd']);
    await screen.header('Job Response Manifest').click();
    await openFoldersUntil('Prepared Drive', 'quarry.txt');
    await labelled('Prepared Drive', 'quarry.txt').click();
    await workbench.page.locator('.tab.active', { hasText: 'quarry.txt' }).waitFor(patience);
    const text = workbench.page.locator('.editor-group-container.active .view-lines');
    await expect
      .poll(async () => (await text.innerText()).replaceAll('\u00a0', ' ').trim(), patience)
      .toBe(readFileSync(quarry(), 'utf8').trim());
    await pictures.take('drive-light');
    await keyboard.focusEditor();
    await keyboard.type('x');
    await workbench.page.locator('.monaco-editor-overlaymessage', { hasText: 'read-only' }).waitFor(patience);
    await screen.header('Job Response Manifest').click();
  });

  it('has a backup, encrypted with a passphrase', async () => {
    await keyboard.command('Sneakernet: Export Encrypted Backup');
    await keyboard.quickInput.locator('.monaco-list-row', { hasText: 'shipment.jrm' }).waitFor(patience);
    await keyboard.press('Enter');
    await keyboard.choose('How should the backup be encrypted?', 'With a Passphrase');
    await keyboard.answer('Without it, the backup is lost', passphrase);
    await keyboard.answer('Enter the passphrase again', passphrase);
    const saving = keyboard.quickInput.filter({ hasText: 'Encrypted backup' });
    await saving.locator('.monaco-list-row').first().waitFor(patience);
    await keyboard.accept(saving);
    await screen.toast('The encrypted backup is in').waitFor(patience);
    expect(readFileSync(backupPath(), 'latin1')).not.toContain(jrmFacts().key);
    await clearNotifications();
  });

  it('has a JRM whose edit by hand is found', async () => {
    const { line, column } = jrmFacts();
    await workbench.page.locator('.tab', { hasText: 'shipment.jrm' }).click();
    await screen.webview.getByRole('table', { name: 'Bytes per container' }).waitFor(patience);
    // A page in a frame may keep the keyboard while it is being shown; the side bar does not.
    await screen.header('Prepared Drive').click();
    await keyboard.command('Reopen Editor With Text Editor');
    await keyboard.editorOf('shipment/shipment.jrm');
    await keyboard.goTo(line, column);
    await keyboard.type('X');
    await keyboard.press('Control+s');
    await keyboard.command('View: Focus Problems');
    await screen.problem('jrm/modified').first().waitFor(patience);
    await screen
      .rows('Job Response Manifest')
      .filter({ hasText: 'changed after it was sealed' })
      .first()
      .waitFor(patience);
  });

  it('is sound again when the JRM is restored from the backup', async () => {
    await keyboard.command('Sneakernet: Import Encrypted Backup');
    await keyboard.givePath('Encrypted backup', backupPath());
    await keyboard.choose('How should the backup be opened?', 'With a Passphrase');
    await keyboard.answer('Passphrase for the backup', passphrase);
    await screen.dialog('Files in shipment.age').waitFor(patience);
    await keyboard.press('Enter');
    const target = keyboard.quickInput.filter({ hasText: 'Import shipment.age to' });
    await target.locator('.monaco-list-row').first().waitFor(patience);
    await keyboard.accept(target);
    await screen.dialog('Some of the files already exist').waitFor(patience);
    await keyboard.press('Enter');
    await screen.toast('shipment.jrm is sealed and has not been changed since').waitFor(patience);
    await screen
      .problem('jrm/modified')
      .first()
      .waitFor({ ...patience, state: 'detached' });
    await screen
      .rows('Job Response Manifest')
      .filter({ hasText: 'sealed and not changed since' })
      .first()
      .waitFor(patience);
    expect(statSync(jrmPath()).mode & 0o777).toBe(0o600);
  });
});
