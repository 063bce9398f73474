import { execFile } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import type { FrameLocator, Locator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { vsixPath } from '../../scripts/packageContents.mjs';
import { projectRoot } from '../../scripts/projectInstall.mjs';
import { Keyboard } from './keyboard';
import { openWorkbench } from './workbench';
import type { Workbench } from './workbench';

const runFile = promisify(execFile);
const patience = { timeout: 30_000 };
const passphrase = 'quarry ferry landing bridge';
const JRM = 'Job Response Manifest';
const DRIVE = 'Prepared Drive';

let workbench: Workbench;
let keyboard: Keyboard;
let key: string;
let hasFailed = false;

beforeAll(async () => {
  workbench = await openWorkbench([vsixPath]);
  keyboard = new Keyboard(workbench.page);
  await workbench.page.setViewportSize({ width: 1500, height: 1600 });
  const args = ['prep', '--dataset', 'dataset.csv', '--driveset', 'driveset.csv', '--journal', 'shipment.jrn', '--session', 'session#1', '--yes'];
  await runFile(process.execPath, [join(projectRoot, 'dist', 'runner.js'), ...args], { cwd: workbench.job.shipment });
  await keyboard.command('Sneakernet: Select Job');
  await keyboard.choose('Which job?', 'shipment');
  key = (JSON.parse(readFileSync(path('shipment.jrm'), 'utf8')) as { Drives: { BitLockerKey: string }[] }).Drives[0]!.BitLockerKey;
});

afterAll(async () => {
  await workbench.close();
});

// What comes first leaves the editor as it may be.
beforeEach(({ skip }) => {
  if (hasFailed) skip();
});

afterEach(async ({ task }) => {
  if (task.result?.state !== 'fail') return;
  hasFailed = true;
  await workbench.screenshot(`failed ${task.name.slice(0, 40)}`);
  await keyboard.press('Escape', 'Escape', 'Escape');
});

const path = (...names: string[]): string => join(workbench.job.shipment, ...names);
const toast = (text: string | RegExp): Locator => workbench.page.locator('.notification-toast', { hasText: text });
const dialog = (text: string): Locator => workbench.page.locator('.monaco-dialog-box', { hasText: text });
const rows = (view: string): Locator => {
  const title = workbench.page.locator('.pane-header .title', { hasText: new RegExp(`^${view}$`) });
  return workbench.page.locator('.pane', { has: title }).locator('.monaco-list-row');
};
const row = (view: string, text: string | RegExp): Locator => rows(view).filter({ hasText: text }).first();
/** The page in the active editor group: VS Code puts it into two frames. */
const webview = (): FrameLocator => workbench.page.locator('iframe.webview.ready').last().contentFrame().frameLocator('#active-frame');
const clearNotifications = (): Promise<void> => keyboard.command('Notifications: Clear All Notifications');

async function answer(question: string, button: string): Promise<void> {
  await dialog(question).waitFor(patience);
  await dialog(question).getByRole('button', { name: button }).click();
  await dialog(question).waitFor({ ...patience, state: 'detached' });
}

/** Presses a button of a notification, and waits until it has gone. */
async function press(text: string | RegExp, button: string): Promise<void> {
  await toast(text).locator('.monaco-button', { hasText: button }).click();
  await toast(text).waitFor({ ...patience, state: 'detached' });
}

/** Answers a dialog for files with a path. */
async function givePath(title: string, file: string): Promise<void> {
  const { quickInput } = keyboard;
  await quickInput.filter({ hasText: title }).waitFor(patience);
  await quickInput.locator('.monaco-list-row').first().waitFor(patience);
  await keyboard.press('Control+a');
  await keyboard.type(file);
  await expect.poll(() => quickInput.locator('input').first().inputValue(), patience).toBe(file);
  // It takes nothing while it looks what is there.
  await expect
    .poll(async () => {
      await keyboard.press('Enter');
      await workbench.page.waitForTimeout(300);
      return quickInput.filter({ hasText: title }).isVisible();
    }, patience)
    .toBe(false);
}

describe('A drive whose key is not in the job', () => {
  const image = 'lost.vhd';

  it('tells a key that does not fit and a mistyped one in words, and never shows what is typed', async () => {
    // Away from its job, no JRM is offered for it unasked.
    mkdirSync(join(workbench.job.mistakes, 'drives'));
    await runFile('cp', [path('drives', 'H.vhd'), join(workbench.job.mistakes, 'drives', image)]);
    await keyboard.command('Sneakernet: Open Prepared Drive');
    await keyboard.choose('Which drive?', image);
    await keyboard.choose('Where is the BitLocker key', 'Type the Key');
    const input = keyboard.quickInput.locator('input[type=password]');
    await input.waitFor(patience);
    await keyboard.type('060456-014509-132033-080300-252615-584177-672089-411631');
    await workbench.screenshot('keys-1-typed');
    await keyboard.press('Enter');
    await toast(/key/i).first().waitFor(patience);
    await workbench.screenshot('keys-2-wrong-key');
    expect(await toast(/key/i).first().innerText()).not.toMatch(/\d{6}-\d{6}/);
    await press(/key/i, 'Another Key');
    await keyboard.choose('Where is the BitLocker key', 'Type the Key');
    await input.waitFor(patience);
    await keyboard.type(`111111${key.slice(6)}`.replace('111111', '111112'));
    await keyboard.press('Enter');
    await toast('group 1 of the recovery key is mistyped').waitFor(patience);
    await workbench.screenshot('keys-3-mistyped');
    await press('group 1 of the recovery key is mistyped', 'Another Key');
  });

  it('opens with the key typed', async () => {
    await keyboard.choose('Where is the BitLocker key', 'Type the Key');
    await keyboard.quickInput.locator('input[type=password]').waitFor(patience);
    await keyboard.type(key);
    await keyboard.press('Enter');
    await row(DRIVE, 'DriveManifest.xml').waitFor(patience);
    await workbench.screenshot('keys-4-open');
    await keyboard.command('Sneakernet: Close Prepared Drive');
  });

  it('opens with a file that holds the key as Windows saves it, and none that holds no key', async () => {
    writeFileSync(path('no key.txt'), 'nothing');
    writeFileSync(path('key.txt'), `\ufeffBitLocker Drive Encryption recovery key\r\n\r\nRecovery Key:\r\n\r\n\t${key}\r\n`, 'utf16le');
    await keyboard.command('Sneakernet: Open Prepared Drive');
    await keyboard.choose('Which drive?', image);
    await keyboard.choose('Where is the BitLocker key', 'Choose a Key File');
    await givePath('Choose a Key File', path('no key.txt'));
    await toast('there is no recovery key').waitFor(patience);
    await workbench.screenshot('keys-5-no-key');
    await press('there is no recovery key', 'Another Key');
    await keyboard.choose('Where is the BitLocker key', 'Choose a Key File');
    await givePath('Choose a Key File', path('key.txt'));
    await row(DRIVE, 'DriveManifest.xml').waitFor(patience);
  });

  it('has folders and files that are copied out of the tree as they were', async () => {
    mkdirSync(path('out'));
    await row(DRIVE, 'session#1').click({ button: 'right' });
    const item = workbench.page.locator('.context-view .action-label', { hasText: 'Extract to' });
    await item.waitFor(patience);
    await workbench.page.waitForTimeout(300);
    await item.click();
    await givePath('Extract session#1 to', `${path('out')}/`);
    await toast('Copied to').waitFor(patience);
    await workbench.screenshot('keys-6-extracted');
    const sources = join(workbench.job.shipment, '..', 'sources');
    const copied = readdirSync(path('out'), { recursive: true, encoding: 'utf8' });
    for (const source of ['Photos/2019/quarry.txt', 'Disks/survey-workstation.vhd'].map((name) => join(sources, name))) {
      const copy = path('out', copied.find((name) => basename(name) === basename(source))!);
      expect(readFileSync(copy).equals(readFileSync(source))).toBe(true);
      expect(Math.trunc(statSync(copy).mtimeMs / 1000)).toBe(Math.trunc(statSync(source).mtimeMs / 1000));
    }
    await keyboard.command('Sneakernet: Close Prepared Drive');
    await clearNotifications();
  });
});

describe('An encrypted backup', () => {
  /** Export, as far as the question who may read it. */
  async function beginExport(): Promise<void> {
    await keyboard.command('Sneakernet: Export Encrypted Backup');
    await keyboard.quickInput.getByPlaceholder('What is to be backed up?').waitFor(patience);
    await keyboard.press('Enter');
  }

  async function beginImport(file: string): Promise<void> {
    await keyboard.command('Sneakernet: Import Encrypted Backup');
    await givePath('Encrypted backup', path(file));
  }

  /** Import once it was opened, into a folder that has none of the files. */
  async function finishImport(file: string, folder: string): Promise<void> {
    mkdirSync(path(folder));
    await answer(`${file} holds files`, 'Choose Folder');
    await givePath(`Import ${file} to`, `${path(folder)}/`);
    await toast('sealed, and not changed since').waitFor(patience);
    expect(readFileSync(path(folder, 'shipment.jrm'))).toEqual(readFileSync(path('shipment.jrm')));
    expect(statSync(path(folder, 'shipment.jrm')).mode & 0o777).toBe(0o600);
    await clearNotifications();
  }

  it('is made for a recipient, whom a secret key is not taken for', async () => {
    const identity = await generateX25519Identity();
    writeFileSync(path('identity.txt'), `# created: 2026-01-01\n${identity}\n`, { mode: 0o600 });
    await beginExport();
    await keyboard.choose('How is the backup to be encrypted?', 'For Recipients');
    await keyboard.quickInput.filter({ hasText: 'Recipients, apart by spaces' }).waitFor(patience);
    await keyboard.type('age1nobody');
    await keyboard.quickInput.filter({ hasText: 'A recipient begins with age1' }).waitFor(patience);
    await workbench.screenshot('keys-7-recipient');
    await keyboard.press('Control+a');
    await keyboard.type(await identityToRecipient(identity));
    await keyboard.press('Enter');
    await givePath('Encrypted backup', path('recipient.age'));
    await toast('The encrypted backup is in').waitFor(patience);
    expect(readFileSync(path('recipient.age'), 'latin1')).not.toContain(key);
    await clearNotifications();
  });

  it('is imported with the identity file of its recipient', async () => {
    await beginImport('recipient.age');
    await keyboard.choose('How is the backup opened?', 'With an Identity File');
    await givePath('Identity file', path('identity.txt'));
    await finishImport('recipient.age', 'from-identity');
  });

  it('is made with a passphrase, and a wrong one is told in words', async () => {
    await beginExport();
    await keyboard.choose('How is the backup to be encrypted?', 'With a Passphrase');
    await keyboard.answer('Without it the backup is lost', passphrase);
    await keyboard.answer('The passphrase once more', passphrase);
    await givePath('Encrypted backup', path('passphrase.age'));
    await toast('The encrypted backup is in').waitFor(patience);
    await clearNotifications();
    await beginImport('passphrase.age');
    await keyboard.choose('How is the backup opened?', 'With a Passphrase');
    await keyboard.answer('Passphrase of the backup', 'not the right one');
    await toast(/passphrase/).waitFor(patience);
    await workbench.screenshot('keys-8-wrong-passphrase');
  });

  it('is imported with its passphrase, typed again', async () => {
    await press(/passphrase/, 'Try Again');
    await keyboard.choose('How is the backup opened?', 'With a Passphrase');
    await keyboard.answer('Passphrase of the backup', passphrase);
    await finishImport('passphrase.age', 'from-passphrase');
  });
});

describe('A key that is shown', () => {
  async function reveal(): Promise<void> {
    await keyboard.command('Sneakernet: Reveal BitLocker Key');
    await answer('Show the BitLocker key of drive', 'Show Key');
    if ((await row(JRM, /^Drive H/).getAttribute('aria-expanded')) === 'false') await row(JRM, /^Drive H/).click();
    await row(JRM, key).waitFor(patience);
  }
  const masked = (): Locator => row(JRM, `${key.slice(0, 6)}-••••••-…-${key.slice(-6)}`);

  it('is hidden when another window comes to the front', async () => {
    await keyboard.open('shipment/shipment.jrm');
    await keyboard.command('Sneakernet: Open JRM in Tree');
    await row(JRM, /^Drive H/).waitFor(patience);
    await reveal();
    // A browser that nobody sees always has the focus.
    await workbench.page.evaluate(() => {
      document.hasFocus = () => false;
      window.dispatchEvent(new Event('blur'));
    });
    await masked().waitFor(patience);
    await workbench.page.evaluate(() => {
      Reflect.deleteProperty(document, 'hasFocus');
      window.dispatchEvent(new Event('focus'));
    });
  });

  it('is hidden when its view is', async () => {
    await reveal();
    await keyboard.command('View: Show Explorer');
    await keyboard.command('Sneakernet: Focus on Job Response Manifest View');
    await masked().waitFor(patience);
    expect((await rows(JRM).allInnerTexts()).join('\n')).not.toContain(key.slice(7, 20));
  });
});

describe('Pages', () => {
  it('are there again after the window was reloaded: the review, the plan and the checklist', async () => {
    await keyboard.command('View: Close All Editors');
    await keyboard.command('Sneakernet: Plan Job');
    await webview().getByRole('table', { name: 'What goes to which drive' }).waitFor(patience);
    await keyboard.command('Sneakernet: Pre-shipment Checklist');
    await webview().getByRole('table', { name: 'Checked from facts' }).waitFor(patience);
    await keyboard.command('Sneakernet: Review JRM');
    await keyboard.choose('Which JRM?', 'shipment/shipment.jrm');
    await webview().getByRole('table', { name: 'Bytes per container' }).waitFor(patience);
    await workbench.page.reload();
    await webview().getByRole('table', { name: 'Bytes per container' }).waitFor(patience);
    await workbench.page.locator('.tab', { hasText: 'Checklist of shipment' }).click();
    await webview().getByRole('table', { name: 'Checked from facts' }).waitFor(patience);
    await workbench.screenshot('keys-9-checklist-restored');
    await workbench.page.locator('.tab', { hasText: 'Plan of shipment' }).click();
    await webview().getByRole('table', { name: 'What goes to which drive' }).waitFor(patience);
    await workbench.screenshot('keys-10-plan-restored');
  });

  it('have their comparison again, too', async () => {
    await keyboard.open('shipment/shipment.jrm');
    await keyboard.command('Sneakernet: Compare JRM with Driveset');
    const diff = workbench.page.locator('.monaco-diff-editor');
    await diff.locator('.view-line', { hasText: 'only in the driveset' }).first().waitFor(patience);
    await workbench.page.reload();
    await diff.locator('.view-line', { hasText: 'only in the driveset' }).first().waitFor(patience);
    await workbench.screenshot('keys-11-comparison-restored');
  });
});
