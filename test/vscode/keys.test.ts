import { execFile } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { vsixPath } from '../../scripts/packageContents.mjs';
import { keepFailures } from './failures';
import { Keyboard } from './keyboard';
import { prepareSample } from './packedRunner';
import { Screen } from './screen';
import { openWorkbench } from './workbench';
import type { Workbench } from './workbench';

const runFile = promisify(execFile);
const patience = { timeout: 30_000 };
const passphrase = 'quarry ferry landing bridge';
const JRM = 'Job Response Manifest';
const DRIVE = 'Prepared Drive';

let workbench: Workbench;
let keyboard: Keyboard;
let screen: Screen;
let key: string;

beforeAll(async () => {
  workbench = await openWorkbench([vsixPath]);
  keyboard = new Keyboard(workbench.page);
  screen = new Screen(workbench.page);
  await screen.resize(1500, 1600);
  await prepareSample(workbench.job.shipment);
  await keyboard.askAndChoose('Sneakernet: Select Job', ['Which job?', 'shipment']);
  key = (JSON.parse(readFileSync(path('shipment.jrm'), 'utf8')) as { Drives: { BitLockerKey: string }[] }).Drives[0]!
    .BitLockerKey;
});

afterAll(async () => {
  await workbench.close();
});

// An earlier test may leave the editor in any state.
keepFailures(() => workbench, true);

const path = (...names: string[]): string => join(workbench.job.shipment, ...names);
const clearNotifications = (): Promise<void> => keyboard.command('Notifications: Clear All Notifications');

describe('A drive whose key is not in the job', () => {
  const image = 'lost.vhd';

  it('tells a key that does not fit and a mistyped one in words, and never shows what is typed', async () => {
    // Outside its job, so that no JRM is offered for it automatically.
    mkdirSync(join(workbench.job.mistakes, 'drives'));
    await runFile('cp', [path('drives', 'H.vhd'), join(workbench.job.mistakes, 'drives', image)]);
    await keyboard.askAndChoose(
      'Sneakernet: Open Prepared Drive',
      ['Which drive?', image],
      ['Where is the BitLocker key', 'Enter the Key'],
    );
    const input = keyboard.quickInput.locator('input[type=password]');
    await input.waitFor(patience);
    await keyboard.type('060456-014509-132033-080300-252615-584177-672089-411631');
    await workbench.screenshot('keys-1-typed');
    await keyboard.press('Enter');
    await screen.toast(/key/i).first().waitFor(patience);
    await workbench.screenshot('keys-2-wrong-key');
    expect(await screen.toast(/key/i).first().innerText()).not.toMatch(/\d{6}-\d{6}/);
    await screen.press(/key/i, 'Another Key');
    await keyboard.choose('Where is the BitLocker key', 'Enter the Key');
    await input.waitFor(patience);
    await keyboard.type(`111111${key.slice(6)}`.replace('111111', '111112'));
    await keyboard.press('Enter');
    await screen.toast('group 1 of the recovery key is mistyped').waitFor(patience);
    await screen.press('group 1 of the recovery key is mistyped', 'Another Key');
  });

  it('opens with the key typed', async () => {
    await keyboard.choose('Where is the BitLocker key', 'Enter the Key');
    await keyboard.quickInput.locator('input[type=password]').waitFor(patience);
    await keyboard.type(key);
    await keyboard.press('Enter');
    await screen.row(DRIVE, 'DriveManifest.xml').waitFor(patience);
    await keyboard.command('Sneakernet: Close Prepared Drive');
  });

  it('opens with a file that holds the key as Windows saves it, and none that holds no key', async () => {
    writeFileSync(path('no key.txt'), 'nothing');
    writeFileSync(
      path('key.txt'),
      `\ufeffBitLocker Drive Encryption recovery key\r\n\r\nRecovery Key:\r\n\r\n\t${key}\r\n`,
      'utf16le',
    );
    await keyboard.askAndChoose(
      'Sneakernet: Open Prepared Drive',
      ['Which drive?', image],
      ['Where is the BitLocker key', 'Choose a Key File'],
    );
    await keyboard.givePath('Choose a Key File', path('no key.txt'));
    await screen.toast('no recovery key found').waitFor(patience);
    await screen.press('no recovery key found', 'Another Key');
    await keyboard.choose('Where is the BitLocker key', 'Choose a Key File');
    await keyboard.givePath('Choose a Key File', path('key.txt'));
    await screen.row(DRIVE, 'DriveManifest.xml').waitFor(patience);
  });

  it('has folders and files that are copied out of the tree as they were', async () => {
    mkdirSync(path('out'));
    await screen.row(DRIVE, 'session#1').click({ button: 'right' });
    await screen.chooseFromMenu('Extract to');
    await keyboard.givePath('Extract session#1 to', `${path('out')}/`);
    await screen.toast('Copied to').waitFor(patience);
    const sources = join(workbench.job.shipment, '..', 'sources');
    const copied = readdirSync(path('out'), { recursive: true, encoding: 'utf8' });
    for (const source of ['Photos/2019/quarry.txt', 'Disks/survey-workstation.vhd'].map((name) =>
      join(sources, name),
    )) {
      const copy = path(
        'out',
        copied.find((name) => basename(name) === basename(source))!,
      );
      expect(readFileSync(copy).equals(readFileSync(source))).toBe(true);
      expect(Math.trunc(statSync(copy).mtimeMs / 1000)).toBe(Math.trunc(statSync(source).mtimeMs / 1000));
    }
    await keyboard.command('Sneakernet: Close Prepared Drive');
    await clearNotifications();
  });
});

describe('A key that is shown', () => {
  async function reveal(): Promise<void> {
    await keyboard.command('Sneakernet: Reveal BitLocker Key');
    await screen.answer('Show the BitLocker key of drive', 'Show Key');
    // In two rows, neither of which is cut off.
    await screen.row(JRM, key.slice(28)).waitFor(patience);
    await screen.row(JRM, key.slice(0, 28)).waitFor(patience);
  }
  const masked = (): Locator => screen.row(JRM, `${key.slice(0, 6)}-••••••-…-${key.slice(-6)}`);

  it('is hidden when another window comes to the front', async () => {
    await keyboard.open('shipment/shipment.jrm');
    await keyboard.command('Sneakernet: Open JRM in Tree');
    await screen.row(JRM, /^Drive H/).waitFor(patience);
    await reveal();
    // A headless browser always has the focus.
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
    expect((await screen.rows(JRM).allInnerTexts()).join('\n')).not.toContain(key.slice(7, 20));
  });
});

describe('Pages', () => {
  const diff = (): Locator =>
    workbench.page.locator('.monaco-diff-editor .view-line', { hasText: 'only in the driveset' }).first();

  it('are there again after the window was reloaded: plan, checklist, review and comparison', async () => {
    await keyboard.command('View: Close All Editors');
    await keyboard.command('Sneakernet: Plan Job');
    await screen.webview.getByRole('table', { name: 'What goes to which drive' }).waitFor(patience);
    await keyboard.command('Sneakernet: Pre-shipment Checklist');
    await screen.webview.getByRole('table', { name: 'Checked automatically' }).waitFor(patience);
    await keyboard.askAndChoose('Sneakernet: Review JRM', ['Which JRM?', 'shipment/shipment.jrm']);
    await screen.webview.getByRole('table', { name: 'Bytes per container' }).waitFor(patience);
    await keyboard.command('Sneakernet: Compare JRM with Driveset');
    await diff().waitFor(patience);
    // The web workbench saves what is open every five seconds, but not when it is closed.
    await workbench.page.waitForTimeout(6000);
    await workbench.page.reload();
    await diff().waitFor(patience);
    await workbench.screenshot('keys-9-comparison-restored');
    for (const [tab, table] of [
      ['shipment.jrm', 'Bytes per container'],
      ['Checklist of shipment', 'Checked automatically'],
      ['Plan of shipment', 'What goes to which drive'],
    ] as const) {
      await workbench.page.locator('.tab', { hasText: tab }).filter({ hasNotText: 'driveset' }).click();
      await screen.webview.getByRole('table', { name: table }).waitFor(patience);
      await workbench.screenshot(`keys-10-restored ${tab}`);
    }
    // A page that has just been shown takes the focus from a question.
    await keyboard.command('View: Close All Editors');
    await workbench.page
      .locator('.tab')
      .first()
      .waitFor({ ...patience, state: 'detached' });
  });
});

describe('An encrypted backup', () => {
  const wrong = 'The passphrase does not open';

  /** Export, up to the question of who may read it. */
  async function beginExport(): Promise<void> {
    await keyboard.ask('Sneakernet: Export Encrypted Backup', 'Which files should be backed up?');
    await keyboard.press('Enter');
  }

  async function beginImport(file: string): Promise<void> {
    await keyboard.command('Sneakernet: Import Encrypted Backup');
    await keyboard.givePath('Encrypted backup', path(file));
  }

  /** Import after opening the backup, into a folder that has none of the files. */
  async function finishImport(file: string, folder: string): Promise<void> {
    mkdirSync(path(folder));
    await screen.answer(`Files in ${file}`, 'Choose Folder');
    await keyboard.givePath(`Import ${file} to`, `${path(folder)}/`);
    await screen.toast('shipment.jrm is sealed and has not been changed since').waitFor(patience);
    expect(readFileSync(path(folder, 'shipment.jrm'))).toEqual(readFileSync(path('shipment.jrm')));
    expect(statSync(path(folder, 'shipment.jrm')).mode & 0o777).toBe(0o600);
    await clearNotifications();
  }

  it('is made for a recipient, whom a secret key is not taken for', async () => {
    const identity = await generateX25519Identity();
    writeFileSync(path('identity.txt'), `# created: 2026-01-01\n${identity}\n`, { mode: 0o600 });
    await beginExport();
    await keyboard.choose('How should the backup be encrypted?', 'For Recipients');
    await keyboard.quickInput.filter({ hasText: 'Recipients, separated by spaces' }).waitFor(patience);
    await keyboard.type('age1nobody');
    await keyboard.quickInput
      .filter({ hasText: 'A recipient is a public key that begins with age1' })
      .waitFor(patience);
    await keyboard.press('Control+a');
    await keyboard.type(await identityToRecipient(identity));
    await keyboard.press('Enter');
    await keyboard.givePath('Encrypted backup', path('recipient.age'));
    await screen.toast('The encrypted backup is in').waitFor(patience);
    expect(readFileSync(path('recipient.age'), 'latin1')).not.toContain(key);
    await clearNotifications();
  });

  it('is imported with the identity file of its recipient', async () => {
    await beginImport('recipient.age');
    await keyboard.choose('How should the backup be opened?', 'With an Identity File');
    await keyboard.givePath('Identity file', path('identity.txt'));
    await finishImport('recipient.age', 'from-identity');
  });

  it('is made with a passphrase, and a wrong one is told in words', async () => {
    await beginExport();
    await keyboard.choose('How should the backup be encrypted?', 'With a Passphrase');
    await keyboard.answer('Without it, the backup is lost', passphrase);
    await keyboard.answer('Enter the passphrase again', passphrase);
    await keyboard.givePath('Encrypted backup', path('typed.age'));
    await screen.toast('The encrypted backup is in').waitFor(patience);
    await clearNotifications();
    await beginImport('typed.age');
    await keyboard.choose('How should the backup be opened?', 'With a Passphrase');
    await keyboard.answer('Passphrase for the backup', 'not the right one');
    await screen.toast(wrong).waitFor(patience);
    await workbench.screenshot('keys-8-wrong-passphrase');
  });

  it('is imported with its passphrase, typed again', async () => {
    await screen.press(wrong, 'Try Again');
    await keyboard.choose('How should the backup be opened?', 'With a Passphrase');
    await keyboard.answer('Passphrase for the backup', passphrase);
    await finishImport('typed.age', 'from-passphrase');
  });
});
