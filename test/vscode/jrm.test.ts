import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { vsixPath } from '../../scripts/packageContents.mjs';
import { keepFailures } from './failures';
import { Keyboard } from './keyboard';
import { prepareSample } from './packedRunner';
import { Screen } from './screen';
import { openWorkbench } from './workbench';
import type { Workbench } from './workbench';

const patience = { timeout: 60_000 };

let workbench: Workbench;
let keyboard: Keyboard;
let screen: Screen;
let key: string;

beforeAll(async () => {
  workbench = await openWorkbench([vsixPath]);
  keyboard = new Keyboard(workbench.page);
  screen = new Screen(workbench.page);
  // Views show only the rows that fit.
  await screen.resize(1500, 2600);
  await prepareSample(workbench.job.shipment);
  const jrm = JSON.parse(readFileSync(join(workbench.job.shipment, 'shipment.jrm'), 'utf8')) as {
    Drives: { BitLockerKey: string }[];
  };
  key = jrm.Drives[0]!.BitLockerKey;
});

afterAll(async () => {
  await workbench.close();
});

keepFailures(() => workbench);

const JRM = 'Job Response Manifest';

describe('A JRM in its tree', () => {
  it('is opened from the palette, and its checksums are found folder by folder', async () => {
    await keyboard.open('shipment/shipment.jrm');
    await keyboard.command('Sneakernet: Open JRM in Tree');
    await screen.row(JRM, /Job Information/).waitFor(patience);
    await screen.row(JRM, /sealed and not changed since/).waitFor(patience);
    await workbench.screenshot('jrm-1-tree');
    // A click opens a folder.
    for (const name of [/^Checksums/, /^\//, /^tmp/, /^sneakernet-vscode/, /^jobs/, /^sources/, /^readme\.md/])
      await screen.expand(JRM, name);
    await screen.row(JRM, 'SHA-256').waitFor(patience);
    await workbench.screenshot('jrm-2-checksum');
  });

  it('shows a key when that is asked for and confirmed, and hides it again', async () => {
    const masked = `${key.slice(0, 6)}-••••••-…-${key.slice(-6)}`;
    await keyboard.command('Sneakernet: Reveal BitLocker Key');
    await screen.answer('Show the BitLocker key of drive', 'Show Key');
    // The drive's node is expanded for it. The key is in two rows, neither of which is cut off.
    await screen.row(JRM, key.slice(28)).waitFor(patience);
    await screen.row(JRM, key.slice(0, 28)).waitFor(patience);
    await keyboard.command('Sneakernet: Hide BitLocker Key');
    await screen.row(JRM, masked).waitFor(patience);
    expect((await screen.rows(JRM).allInnerTexts()).join('\n')).not.toContain(key.slice(7, 20));
    await workbench.screenshot('jrm-3-masked');
  });

  it('is filtered', async () => {
    await keyboard.command('Sneakernet: Filter Checksums');
    await keyboard.answer('whose path contains', 'no such file');
    const message = workbench.page.locator('.pane .message', { hasText: 'Filter: no such file (files: 0)' });
    await message.waitFor(patience);
    await keyboard.command('Sneakernet: Clear Filter');
    await screen.messageGone(JRM);
  });

  it('leads from a node to its place in the text', async () => {
    await screen.row(JRM, /^Drive H/).click();
    await screen.row(JRM, /^Drive H/).click({ button: 'right' });
    await screen.chooseFromMenu('Reveal in Editor');
    await workbench.page.locator('.statusbar-item', { hasText: /selected/ }).waitFor(patience);
  });
});

describe('The review editor', () => {
  it('stands beside the text, with charts that are tables', async () => {
    await keyboard.focusEditor();
    await keyboard.command('Sneakernet: Review JRM');
    await screen.webview.getByRole('table', { name: 'Bytes per container' }).waitFor(patience);
    expect(await screen.webview.getByRole('table', { name: 'Bytes per drive' }).innerText()).toMatch(/H: /);
    expect(await workbench.page.locator('.editor-group-container').count()).toBe(2);
    expect(await screen.webview.locator('body').innerText()).not.toContain(key.slice(7, 20));
    await workbench.screenshot('jrm-4-review');
  });

  it('has a tree for the keyboard, which opens what is wanted', async () => {
    const tree = screen.webview.getByRole('tree', { name: 'Contents' });
    const checksums = tree.getByRole('treeitem', { name: /^Checksums/ });
    await checksums.click();
    const focused = tree.locator('[role=treeitem]:focus');
    for (const name of [/^\/,/, /^tmp/, /^sneakernet-vscode/, /^jobs/, /^sources/, /^Disks/, /^survey-workstation/]) {
      await tree.getByRole('treeitem', { name }).waitFor(patience);
      await keyboard.press('ArrowDown', 'ArrowRight');
      expect(await focused.getAttribute('aria-expanded')).toBe('true');
    }
    await tree
      .getByRole('treeitem', { name: /^SHA-256/ })
      .first()
      .waitFor(patience);
    expect(await focused.getAttribute('aria-level')).not.toBeNull();
    await workbench.screenshot('jrm-5-review-tree');
    await keyboard.press('Home');
    expect(await focused.getAttribute('aria-posinset')).toBe('1');
  });

  it('is filtered by what is typed', async () => {
    await screen.webview.getByRole('searchbox').fill('no such file');
    await screen.webview.getByText(/Matching files: 0 of/).waitFor(patience);
    await screen.webview.getByRole('searchbox').fill('');
    await screen.webview.getByText(/Matching files/).waitFor({ ...patience, state: 'hidden' });
  });

  it.each(['Light Modern', 'Dark High Contrast'])('can be read in %s', async (theme) => {
    await keyboard.theme(theme);
    await workbench.page.waitForTimeout(700);
    const colours = await screen.webview
      .locator('body')
      .evaluate((body) => [getComputedStyle(body).color, getComputedStyle(body).backgroundColor]);
    expect(colours[0]).not.toBe(colours[1]);
    await workbench.screenshot(`jrm-6-review ${theme}`);
  });
});

describe('A prepared drive', () => {
  const drive = 'Prepared Drive';

  it('is opened with the key of its JRM, and one of its files in an editor', async () => {
    await keyboard.askAndChoose('Sneakernet: Open Prepared Drive', ['Which drive?', 'H.vhd']);
    await screen.row(drive, 'DriveManifest.xml').waitFor(patience);
    await workbench.screenshot('jrm-7-drive');
    await screen.row(drive, 'DriveManifest.xml').click();
    await workbench.page.locator('.view-line', { hasText: '<DriveManifest' }).first().waitFor(patience);
  });

  it('is closed, with what was opened of it', async () => {
    await keyboard.command('Sneakernet: Close Prepared Drive');
    await workbench.page.locator('.tab', { hasText: 'DriveManifest.xml' }).waitFor({ ...patience, state: 'detached' });
    expect(await screen.rows(drive).count()).toBe(0);
    // When a view is gone, nothing has the keyboard focus.
    await workbench.page.locator('.editor-group-container .view-line').first().click();
  });
});

describe('An encrypted backup', () => {
  it('is made of the files with keys', async () => {
    await keyboard.ask('Sneakernet: Export Encrypted Backup', 'Which files should be backed up?');
    await workbench.screenshot('jrm-8-backup');
    await keyboard.press('Enter');
    await keyboard.choose('How should the backup be encrypted?', 'With a Passphrase');
    await keyboard.answer('Passphrase for the backup', 'correct horse battery staple');
    await keyboard.answer('Enter the passphrase again', 'correct horse battery staple');
    await keyboard.quickInput.filter({ hasText: 'Encrypted backup' }).waitFor(patience);
    await keyboard.press('Enter');
    await workbench.page
      .locator('.notification-list-item', { hasText: 'The encrypted backup is in' })
      .waitFor(patience);
    expect(existsSync(join(workbench.job.shipment, 'shipment.age'))).toBe(true);
    expect(readFileSync(join(workbench.job.shipment, 'shipment.age'), 'latin1')).not.toContain(key);
  });
});
