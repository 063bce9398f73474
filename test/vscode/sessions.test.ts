import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { lockPathOf, parseLockHolder } from '#core/journal/journalLock';
import { vsixPath } from '../../scripts/packageContents.mjs';
import { projectRoot } from '../../scripts/projectInstall.mjs';
import { noise } from '../drives/uglyTree';
import { Keyboard } from './keyboard';
import { openWorkbench } from './workbench';
import type { Workbench } from './workbench';

let workbench: Workbench;
let keyboard: Keyboard;
let hasFailed = false;
const patience = { timeout: 30_000 };
const MEGABYTE = 1024 * 1024;

beforeAll(async () => {
  workbench = await openWorkbench([vsixPath]);
  keyboard = new Keyboard(workbench.page);
  await workbench.page.setViewportSize({ width: 1600, height: 1200 });
});

afterAll(async () => {
  const pid = runnerPid();
  if (pid !== undefined) process.kill(pid, 'SIGKILL');
  await workbench.close();
});

// Each session stands on the one before it.
beforeEach(({ skip }) => {
  if (hasFailed) skip();
});

afterEach(async ({ task }) => {
  if (task.result?.state !== 'fail') return;
  hasFailed = true;
  await workbench.screenshot(`failed ${task.name.slice(0, 40)}`);
});

const journal = (): string => join(workbench.job.shipment, 'shipment.jrn');
const large = (): string => join(workbench.job.shipment, '..', 'sources', 'Photos', 'large.bin');

/** Of the drive that takes the large file. */
const imageOf = (session: string): string => join(workbench.job.shipment, 'drives', session, 'I.vhd');

/** The process that works on the journal. */
function runnerPid(): number | undefined {
  const path = lockPathOf(journal());
  return existsSync(path) ? parseLockHolder(readFileSync(path, 'utf8'))?.pid : undefined;
}

/** Holds the runner once it writes to a drive. */
async function holdRunner(image: string): Promise<number> {
  for (let waited = 0; waited < 30_000; waited += 5) {
    const pid = runnerPid();
    if (pid !== undefined && existsSync(image)) {
      process.kill(pid, 'SIGSTOP');
      return pid;
    }
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  throw new Error('The runner did not start.');
}

const toast = (text: string): Locator => workbench.page.locator('.notification-toast', { hasText: text });
const dialog = (text: string): Locator => workbench.page.locator('.monaco-dialog-box', { hasText: text });
const pane = (view: string): Locator => workbench.page.locator('.pane', { has: workbench.page.locator('.pane-header .title', { hasText: new RegExp(`^${view}$`) }) });
const row = (view: string, text: string | RegExp): Locator => pane(view).locator('.monaco-list-row', { hasText: text }).first();

/** Presses a button of a notification. */
async function press(text: string, button: string): Promise<void> {
  const notification = toast(text).first();
  await notification.waitFor(patience);
  await notification.locator('.monaco-button', { hasText: button }).click();
}

async function answer(question: string, button: string): Promise<void> {
  await dialog(question).waitFor(patience);
  await dialog(question).getByRole('button', { name: button }).click();
  await dialog(question).waitFor({ ...patience, state: 'detached' });
}

async function prepare(): Promise<void> {
  await keyboard.command('Sneakernet: Prepare Drives');
  await keyboard.quickInput.getByPlaceholder('Go on, or choose').waitFor(patience);
  await keyboard.press('Enter');
  await answer('Prepare shipment?', 'Prepare');
}

const sessionStates = (): string[] => [...readFileSync(journal(), 'utf8').matchAll(/ActivityId: CopySession\r\nSessionId: (.*)\r\nState: (.*)\r\n/g)].map(([, id, state]) => `${id!} ${state!}`);

describe('A job whose data does not fit', () => {
  it('says so before anything is written, and begins without writing', async () => {
    writeFileSync(large(), noise(20 * MEGABYTE, 1));
    await keyboard.open('shipment/dataset.csv');
    await keyboard.command('Sneakernet: Prepare Drives');
    await keyboard.choose('Go on, or choose', 'Drive H');
    await keyboard.quickInput.getByPlaceholder('Where is drive H written?').waitFor(patience);
    await keyboard.press('ArrowDown', 'ArrowDown');
    await keyboard.quickInput.locator('.monaco-list-row.focused', { hasText: 'by its path' }).filter({ hasText: 'Image' }).waitFor(patience);
    await keyboard.press('Enter');
    await keyboard.quickInput.filter({ hasText: 'Path of the image' }).waitFor(patience);
    await keyboard.press('Enter');
    await keyboard.answer('Size of the image', '24M');
    await keyboard.quickInput.getByPlaceholder('Go on, or choose').waitFor(patience);
    await workbench.screenshot('sessions-1-size');
    await keyboard.press('Enter');
    await dialog('The data does not fit on these drives.').waitFor(patience);
    await workbench.screenshot('sessions-2-shortage');
    await answer('The data does not fit on these drives.', 'Begin Without Writing');
    await toast('needs more drives').waitFor(patience);
    await keyboard.command('Sneakernet: Focus on Runs View');
    await row('Runs', 'shipment, session#1').filter({ hasText: 'needs more drives' }).waitFor(patience);
    await workbench.screenshot('sessions-3-needs-drives');
    expect(sessionStates()).toEqual(['session#1 Started', 'session#1 NeedsDrives']);
    await row('Job', 'Add Drives').waitFor(patience);
    expect(existsSync(join(workbench.job.shipment, 'drives', 'H.vhd'))).toBe(false);
  });

  it('is the first of its journal, which is told why it cannot be given up', async () => {
    await keyboard.command('Sneakernet: Abort Session');
    await dialog('The first session of a journal cannot be aborted.').waitFor(patience);
    await workbench.screenshot('sessions-4-first');
    await keyboard.press('Escape');
  });

  it('is given a further driveset once that has room for all of it, and goes on', async () => {
    const header = 'DriveLetter,FormatOption,SilentOrPromptOnFormat,Encryption,ExistingBitLockerKey';
    const more = { 'driveset-full.csv': 'K,AlreadyFormatted,SilentMode,AlreadyEncrypted,060456-014509-132033-080300-252615-584177-672089-411631', 'driveset-more.csv': 'I,Format,SilentMode,Encrypt,' };
    for (const [name, drive] of Object.entries(more)) writeFileSync(join(workbench.job.shipment, name), `${header}\r\n${drive}\r\n`);
    await row('Job', 'driveset-more.csv').waitFor(patience);
    await press('needs more drives', 'Add Drives');
    await keyboard.choose('Which driveset has the further drives?', 'driveset-full.csv');
    await dialog('does not fit on these drives either').waitFor(patience);
    await workbench.screenshot('sessions-5-too-few');
    await answer('does not fit on these drives either', 'Other Drives');
    await keyboard.choose('Which driveset has the further drives?', 'driveset-more.csv');
    await dialog('Prepare shipment?').waitFor(patience);
    await workbench.screenshot('sessions-5-confirm');
    expect(await dialog('Prepare shipment?').innerText()).toContain(join(workbench.job.shipment, 'drives', 'I.vhd'));
    await answer('Prepare shipment?', 'Prepare');
    await toast('are ready').waitFor(patience);
    await row('Runs', 'shipment, session#1').filter({ hasText: 'done' }).waitFor(patience);
    await workbench.screenshot('sessions-6-extended');
    expect(sessionStates().at(-1)).toBe('session#1 Completed');
    expect(existsSync(join(workbench.job.shipment, 'drives', 'I.vhd'))).toBe(true);
    rmSync(join(workbench.job.shipment, 'driveset-full.csv'));
    await row('Job', 'driveset-full.csv').waitFor({ ...patience, state: 'detached' });
  });
});

describe('A drive whose files cannot be copied', () => {
  it('is not complete, and names them', async () => {
    writeFileSync(large(), noise(96 * MEGABYTE, 2));
    await keyboard.command('Notifications: Clear All Notifications');
    await prepare();
    const pid = await holdRunner(imageOf('session#2'));
    truncateSync(large(), 30 * MEGABYTE);
    process.kill(pid, 'SIGCONT');
    await toast('is not complete').waitFor(patience);
    await row('Runs', 'shipment, session#2').filter({ hasText: 'not complete, can be resumed' }).waitFor(patience);
    await row('Runs', 'Files that could not be copied: 1').click();
    await row('Runs', 'changed after it was planned').waitFor(patience);
    expect(await toast('is not complete').innerText()).not.toContain('--');
    await workbench.screenshot('sessions-7-incomplete');
  });

  it('is finished without them, once that is confirmed by name', async () => {
    await press('is not complete', 'Leave Out and Finish');
    await dialog('Finish the drives without these files?').waitFor(patience);
    await workbench.screenshot('sessions-8-leave-out');
    expect(await dialog('Finish the drives without these files?').innerText()).toContain('large.bin');
    await answer('Finish the drives without these files?', 'Leave Out and Finish');
    await toast('Files that were left out: 1.').waitFor(patience);
    await row('Runs', 'shipment, session#2').filter({ hasText: 'done' }).waitFor(patience);
    await workbench.screenshot('sessions-9-left-out');
    const jrm = readFileSync(join(workbench.job.shipment, 'shipment-session#2.jrm'), 'utf8');
    expect(jrm).toContain('quarry.txt');
    expect(jrm).not.toContain('large.bin');
  });
});

describe('A session that was interrupted', () => {
  it('is given up, after a question that names its images', async () => {
    writeFileSync(large(), noise(96 * MEGABYTE, 3));
    await keyboard.command('Notifications: Clear All Notifications');
    await prepare();
    const image = imageOf('session#3');
    const pid = await holdRunner(image);
    await keyboard.command('Sneakernet: Stop Preparation');
    process.kill(pid, 'SIGCONT');
    await toast('was stopped').waitFor(patience);
    await keyboard.command('Notifications: Clear All Notifications');
    await keyboard.command('Sneakernet: Abort Session');
    await dialog('Give up session session#3').waitFor(patience);
    await workbench.screenshot('sessions-10-abort');
    expect(await dialog('Give up session session#3').innerText()).toContain(image);
    await answer('Give up session session#3', 'Abort Session');
    await toast('was aborted').waitFor(patience);
    await row('Runs', 'shipment, session#3').filter({ hasText: 'given up' }).waitFor(patience);
    await workbench.screenshot('sessions-11-aborted');
    expect(existsSync(image)).toBe(false);
    expect(sessionStates().at(-1)).toBe('session#3 Aborted');
  });
});

describe('A session of a terminal', () => {
  /** A runner that no window has started. */
  const inTerminal = async (session: string, ...args: string[]): Promise<number | null> => {
    const runner = join(projectRoot, 'dist', 'runner.js');
    const child = spawn(process.execPath, [runner, 'prep', '--journal', journal(), '--session', session, ...args], { cwd: workbench.job.shipment, stdio: 'ignore' });
    return new Promise((resolve) => child.once('exit', resolve));
  };
  const tables = ['--dataset', 'dataset.csv', '--driveset', 'driveset.csv', '--driveset', 'driveset-more.csv', '--drive', 'H=drives/session#4/H.vhd,size=24M', '--drive', 'I=drives/session#4/I.vhd', '--yes'];

  it('is followed while it runs, with how far it is, and stopped', async () => {
    await keyboard.command('Notifications: Clear All Notifications');
    const ended = inTerminal('session#4', ...tables);
    const pid = await holdRunner(imageOf('session#4'));
    await row('Runs', /shipment, session#4running, \d+%, started elsewhere/).waitFor(patience);
    await workbench.screenshot('sessions-12-terminal');
    await keyboard.command('Sneakernet: Stop Preparation');
    process.kill(pid, 'SIGCONT');
    expect(await ended).toBe(130);
    await toast('was stopped').waitFor(patience);
    await row('Runs', 'shipment, session#4').filter({ hasText: 'interrupted, can be resumed' }).waitFor(patience);
  });

  it('is done when it ends well, also after the window was reloaded', async () => {
    expect(await inTerminal('session#4', '--resume', '--no-verify')).toBe(0);
    await toast('are ready').waitFor(patience);
    await row('Runs', 'shipment, session#4').filter({ hasText: 'done' }).first().waitFor(patience);
    await workbench.page.reload();
    await row('Runs', 'shipment, session#4').filter({ hasText: 'done' }).first().waitFor(patience);
    await row('Job', 'Prepared').waitFor(patience);
    await workbench.screenshot('sessions-13-terminal-done');
  });

  it('has a checklist that knows which drives were read back', async () => {
    await keyboard.command('Sneakernet: Pre-shipment Checklist');
    const table = workbench.page.locator('iframe.webview.ready').last().contentFrame().frameLocator('#active-frame').getByRole('table', { name: 'Checked from facts' });
    await table.getByText('read back when it was prepared').first().waitFor(patience);
    const text = await table.innerText();
    expect(text).toMatch(/All drives are prepared\s+✓\s+done/);
    expect(text).toMatch(/Every drive was read back and compared\s+○\s+not yet/);
    expect(text.match(/read back when it was prepared/g)!.length).toBeGreaterThanOrEqual(4);
    expect(text).toContain('Drive I: not read back.');
    await workbench.screenshot('sessions-14-checklist');
  });
});
