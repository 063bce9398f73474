import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { vsixPath } from '../../scripts/packageContents.mjs';
import { noise } from '../drives/uglyTree';
import { keepFailures } from './failures';
import { outputFolder } from './hostExtension.mjs';
import { Keyboard } from './keyboard';
import { SampleRunner } from './packedRunner';
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
  sampleRunner.kill();
  await workbench.close();
});

keepFailures(() => workbench);

const journal = (): string => join(workbench.job.shipment, 'shipment.jrn');

const sampleRunner = new SampleRunner(() => workbench.job.shipment);

/** Prepare Drives, with Enter to every question. */
async function prepare(): Promise<void> {
  await keyboard.open('shipment/dataset.csv');
  await keyboard.ask('Sneakernet: Prepare Drives', 'Continue, or choose');
  await keyboard.press('Enter');
  await screen.dialog('Prepare shipment?').waitFor(patience);
  await keyboard.press('Enter');
}

describe('preparing from the palette', () => {
  it('prepares the sample job with Enter alone, and names every drive before', async () => {
    const { job } = workbench;
    await keyboard.open('shipment/dataset.csv');
    await keyboard.ask('Sneakernet: Prepare Drives', 'Continue, or choose');
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
    await screen
      .rows('Runs')
      .filter({ hasText: 'shipment, session#1' })
      .filter({ hasText: 'done' })
      .first()
      .waitFor(patience);
    await screen.rows('Runs').filter({ hasText: 'Drive H' }).filter({ hasText: 'complete' }).first().waitFor(patience);
    await workbench.screenshot('runs-4-view');
  });
});

describe('verifying from the palette', () => {
  it('compares every hash of a drive, and names what is wrong with one that was changed', async () => {
    const { job } = workbench;
    const verify = async (): Promise<void> => {
      await keyboard.askAndChoose(
        'Sneakernet: Verify Drive',
        ['Which drive?', 'Drive H'],
        ['How thorough should the verification be?', 'Read Everything'],
      );
    };
    await verify();
    await screen.toast('match what was written: every hash was compared').waitFor(patience);
    const image = join(job.shipment, 'drives', 'H.vhd');
    const before = readFileSync(image);
    const changed = Buffer.from(before);
    // Damages every cluster of the second third, some of which hold files.
    for (let place = Math.floor(before.length / 3); place < (2 * before.length) / 3; place += 4096)
      changed.writeUInt8(before.readUInt8(place) ^ 1, place);
    writeFileSync(image, changed);
    await verify();
    await screen.toast('do not match what was written').waitFor(patience);
    await screen
      .rows('Runs')
      .filter({ hasText: 'Verification of shipment' })
      .filter({ hasText: 'failed' })
      .first()
      .waitFor(patience);
    await workbench.screenshot('runs-4-verified');
    writeFileSync(image, before);
  });
});

describe('a runner that VS Code watches', () => {
  it('is killed: its last words are shown, and Resume finishes the session', async () => {
    const { job } = workbench;
    writeFileSync(join(job.shipment, '..', 'sources', 'Photos', 'large.bin'), noise(256 * MEGABYTE, 1));
    await prepare();
    await sampleRunner.signal('SIGKILL', () => existsSync(join(job.shipment, 'drives', 'session#2', 'H.vhd')));
    await screen.toast('ended unexpectedly').waitFor(patience);
    await workbench.screenshot('runs-5-killed');
    await screen
      .rows('Runs')
      .filter({ hasText: 'shipment, session#2' })
      .filter({ hasText: 'can be resumed' })
      .first()
      .waitFor(patience);
    await screen.press('ended unexpectedly', 'Resume');
    await screen.toast('are ready').waitFor(patience);
    await screen
      .rows('Runs')
      .filter({ hasText: 'shipment, session#2' })
      .filter({ hasText: 'done' })
      .first()
      .waitFor(patience);
    expect(existsSync(join(job.shipment, 'shipment-session#2.jrm'))).toBe(true);
    await workbench.screenshot('runs-6-resumed');
  });

  it('is stopped: the session can be resumed', async () => {
    const { page } = workbench;
    await prepare();
    await sampleRunner.signal('SIGSTOP', () =>
      existsSync(join(workbench.job.shipment, 'drives', 'session#3', 'H.vhd')),
    );
    await page.locator('.statusbar-item', { hasText: 'Preparing shipment' }).waitFor(patience);
    await workbench.screenshot('runs-7-running');
    await keyboard.command('Sneakernet: Stop Preparation');
    await sampleRunner.signal('SIGCONT');
    await screen.toast('was stopped').waitFor(patience);
    await workbench.screenshot('runs-8-stopped');
  });

  it('goes on while the window is reloaded, and is found again', async () => {
    const { page } = workbench;
    await screen.press('was stopped', 'Resume');
    const pid = await sampleRunner.signal('SIGSTOP');
    await page.reload();
    await page.locator('.statusbar-item', { hasText: 'Preparing shipment' }).waitFor(patience);
    await keyboard.command('Sneakernet: Focus on Runs View');
    await screen
      .rows('Runs')
      .filter({ hasText: 'shipment, session#3' })
      .filter({ hasText: 'running' })
      .first()
      .waitFor(patience);
    await workbench.screenshot('runs-9-reloaded');
    expect(sampleRunner.pid).toBe(pid);
    process.kill(pid, 'SIGCONT');
    await screen.toast('are ready').waitFor(patience);
    await screen
      .rows('Runs')
      .filter({ hasText: 'shipment, session#3' })
      .filter({ hasText: 'done' })
      .first()
      .waitFor(patience);
  });

  it('is seen, and stopped, by a second window, which starts no other', async () => {
    const { page } = workbench;
    await prepare();
    const pid = await sampleRunner.signal('SIGSTOP', () =>
      existsSync(join(workbench.job.shipment, 'drives', 'session#4', 'H.vhd')),
    );
    const second = await page
      .context()
      .browser()!
      .newPage({ viewport: { width: 1400, height: 900 } });
    try {
      await second.goto(page.url());
      const keys = new Keyboard(second);
      const other = new Screen(second);
      await second.locator('.statusbar-item', { hasText: 'Preparing shipment' }).waitFor({ timeout: 60_000 });
      await keys.open('shipment/dataset.csv');
      await keys.command('Sneakernet: Focus on Runs View');
      await other
        .rows('Runs')
        .filter({ hasText: 'shipment, session#4' })
        .filter({ hasText: 'running' })
        .first()
        .waitFor(patience);
      await keys.command('Sneakernet: Prepare Drives');
      await other.toast('is already being prepared').waitFor(patience);
      await keys.command('Sneakernet: Stop Preparation');
      await second.screenshot({ path: join(outputFolder, 'runs-10-second-window.png') });
      expect(sampleRunner.pid).toBe(pid);
      process.kill(pid, 'SIGCONT');
      await other.toast('was stopped').waitFor(patience);
      await screen.toast('was stopped').waitFor(patience);
      expect(sampleRunner.pid).toBeUndefined();
    } finally {
      await second.close();
    }
  });
});
