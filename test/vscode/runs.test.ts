import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { lockPathOf, parseLockHolder } from '#core/journal/journalLock';
import { vsixPath } from '../../scripts/packageContents.mjs';
import { noise } from '../drives/uglyTree';
import { outputFolder } from './hostExtension.mjs';
import { Keyboard } from './keyboard';
import { Screen } from './screen';
import { openWorkbench } from './workbench';
import type { Workbench } from './workbench';

let workbench: Workbench;
let keyboard: Keyboard;
let screen: Screen;
const patience = { timeout: 30_000 };
const MEGABYTE = 1024 * 1024;

beforeAll(async () => {
  workbench = await openWorkbench([vsixPath]);
  keyboard = new Keyboard(workbench.page);
  screen = new Screen(workbench.page);
});

afterAll(async () => {
  // One that a failed test has left stopped would not end by itself.
  const pid = runnerPid();
  if (pid !== undefined) process.kill(pid, 'SIGKILL');
  await workbench.close();
});

afterEach(async ({ task }) => {
  if (task.result?.state !== 'fail') return;
  await workbench.screenshot(`failed ${task.name.slice(0, 40)}`);
  await keyboard.press('Escape', 'Escape', 'Escape');
});

const journal = (): string => join(workbench.job.shipment, 'shipment.jrn');

/** The process that works on the journal. */
function runnerPid(): number | undefined {
  const path = lockPathOf(journal());
  return existsSync(path) ? parseLockHolder(readFileSync(path, 'utf8'))?.pid : undefined;
}

/** Waits for the runner, and sends it a signal before it can be done. */
async function signalRunner(signal: NodeJS.Signals, isReady: () => boolean = () => true): Promise<number> {
  for (let waited = 0; waited < 30_000; waited += 5) {
    const pid = runnerPid();
    if (pid !== undefined && isReady()) {
      process.kill(pid, signal);
      return pid;
    }
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  throw new Error('The runner did not start.');
}

/** Prepare Drives, with Enter to every question. */
async function prepare(): Promise<void> {
  await keyboard.open('shipment/dataset.csv');
  await keyboard.command('Sneakernet: Prepare Drives');
  await keyboard.quickInput.getByPlaceholder('Go on, or choose').waitFor(patience);
  await keyboard.press('Enter');
  await screen.dialog('Prepare shipment?').waitFor(patience);
  await keyboard.press('Enter');
}

describe('preparing from the palette', () => {
  it('prepares the sample job with Enter alone, and names every drive before', async () => {
    const { job } = workbench;
    await keyboard.open('shipment/dataset.csv');
    await keyboard.command('Sneakernet: Prepare Drives');
    await keyboard.quickInput.getByPlaceholder('Go on, or choose').waitFor(patience);
    await workbench.screenshot('runs-1-answers');
    await keyboard.press('Enter');
    const dialog = screen.dialog('Prepare shipment?');
    await dialog.waitFor(patience);
    await workbench.screenshot('runs-2-confirm');
    expect(await dialog.innerText()).toContain(join(job.shipment, 'drives', 'H.vhd'));
    expect(existsSync(journal())).toBe(false);
    await keyboard.press('Enter');
    await screen.toast('are ready').waitFor(patience);
    await workbench.screenshot('runs-3-done');
    expect(existsSync(join(job.shipment, 'shipment.jrm'))).toBe(true);
  });

  it('lists the run with its drive and its outputs', async () => {
    await screen.press('are ready', 'Show in Runs');
    await screen.rows('Runs').filter({ hasText: 'shipment, session#1' }).filter({ hasText: 'done' }).first().waitFor(patience);
    await screen.rows('Runs').filter({ hasText: 'Drive H' }).filter({ hasText: 'complete' }).first().waitFor(patience);
    await workbench.screenshot('runs-4-view');
  });
});

describe('verifying from the palette', () => {
  it('compares every hash of a drive, and names what is wrong with one that was changed', async () => {
    const { job } = workbench;
    const verify = async (): Promise<void> => {
      await keyboard.command('Sneakernet: Verify Drive');
      await keyboard.choose('Which drive?', 'Drive H');
      await keyboard.choose('How thoroughly?', 'Read Everything');
    };
    await verify();
    await screen.toast('are as they were written').waitFor(patience);
    const image = join(job.shipment, 'drives', 'H.vhd');
    const before = readFileSync(image);
    const changed = Buffer.from(before);
    // Something in every cluster of the second third, some of which hold files.
    for (let place = Math.floor(before.length / 3); place < (2 * before.length) / 3; place += 4096) changed.writeUInt8(before.readUInt8(place) ^ 1, place);
    writeFileSync(image, changed);
    await verify();
    await screen.toast('are not as they were written').waitFor(patience);
    await screen.rows('Runs').filter({ hasText: 'Verification of shipment' }).filter({ hasText: 'failed' }).first().waitFor(patience);
    await workbench.screenshot('runs-4-verified');
    writeFileSync(image, before);
  });
});

describe('a runner that VS Code watches', () => {
  it('is killed: its last words are shown, and Resume finishes the session', async () => {
    const { job } = workbench;
    writeFileSync(join(job.shipment, '..', 'sources', 'Photos', 'large.bin'), noise(256 * MEGABYTE, 1));
    await prepare();
    await signalRunner('SIGKILL', () => existsSync(join(job.shipment, 'drives', 'session#2', 'H.vhd')));
    await screen.toast('ended unexpectedly').waitFor(patience);
    await workbench.screenshot('runs-5-killed');
    await screen.rows('Runs').filter({ hasText: 'shipment, session#2' }).filter({ hasText: 'can be resumed' }).first().waitFor(patience);
    await screen.press('ended unexpectedly', 'Resume');
    await screen.toast('are ready').waitFor(patience);
    await screen.rows('Runs').filter({ hasText: 'shipment, session#2' }).filter({ hasText: 'done' }).first().waitFor(patience);
    expect(existsSync(join(job.shipment, 'shipment-session#2.jrm'))).toBe(true);
    await workbench.screenshot('runs-6-resumed');
  });

  it('is stopped: the session can be resumed', async () => {
    const { page } = workbench;
    await prepare();
    await signalRunner('SIGSTOP', () => existsSync(join(workbench.job.shipment, 'drives', 'session#3', 'H.vhd')));
    await page.locator('.statusbar-item', { hasText: 'Preparing shipment' }).waitFor(patience);
    await workbench.screenshot('runs-7-running');
    await keyboard.command('Sneakernet: Stop Preparation');
    await signalRunner('SIGCONT');
    await screen.toast('was stopped').waitFor(patience);
    await workbench.screenshot('runs-8-stopped');
  });

  it('goes on while the window is reloaded, and is found again', async () => {
    const { page } = workbench;
    await screen.press('was stopped', 'Resume');
    const pid = await signalRunner('SIGSTOP');
    await page.reload();
    await page.locator('.statusbar-item', { hasText: 'Preparing shipment' }).waitFor(patience);
    await keyboard.command('Sneakernet: Focus on Runs View');
    await screen.rows('Runs').filter({ hasText: 'shipment, session#3' }).filter({ hasText: 'running' }).first().waitFor(patience);
    await workbench.screenshot('runs-9-reloaded');
    expect(runnerPid()).toBe(pid);
    process.kill(pid, 'SIGCONT');
    await screen.toast('are ready').waitFor(patience);
    await screen.rows('Runs').filter({ hasText: 'shipment, session#3' }).filter({ hasText: 'done' }).first().waitFor(patience);
  });

  it('is seen, and stopped, by a second window, which starts no other', async () => {
    const { page } = workbench;
    await prepare();
    const pid = await signalRunner('SIGSTOP', () => existsSync(join(workbench.job.shipment, 'drives', 'session#4', 'H.vhd')));
    const second = await page.context().browser()!.newPage({ viewport: { width: 1400, height: 900 } });
    try {
      await second.goto(page.url());
      const keys = new Keyboard(second);
      const other = new Screen(second);
      await second.locator('.statusbar-item', { hasText: 'Preparing shipment' }).waitFor({ timeout: 60_000 });
      await keys.open('shipment/dataset.csv');
      await keys.command('Sneakernet: Focus on Runs View');
      await other.rows('Runs').filter({ hasText: 'shipment, session#4' }).filter({ hasText: 'running' }).first().waitFor(patience);
      await keys.command('Sneakernet: Prepare Drives');
      await other.toast('is being prepared already').waitFor(patience);
      await keys.command('Sneakernet: Stop Preparation');
      await second.screenshot({ path: join(outputFolder, 'runs-10-second-window.png') });
      expect(runnerPid()).toBe(pid);
      process.kill(pid, 'SIGCONT');
      await other.toast('was stopped').waitFor(patience);
      await screen.toast('was stopped').waitFor(patience);
      expect(runnerPid()).toBeUndefined();
    } finally {
      await second.close();
    }
  });
});
