import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { vsixPath } from '../../scripts/packageContents.mjs';
import { Keyboard } from './keyboard';
import { openWorkbench } from './workbench';
import type { Workbench } from './workbench';

let workbench: Workbench;
let keyboard: Keyboard;
const patience = { timeout: 30_000 };

beforeAll(async () => {
  workbench = await openWorkbench([vsixPath]);
  keyboard = new Keyboard(workbench.page);
});

afterAll(async () => {
  await workbench.close();
});

afterEach(async ({ task }) => {
  if (task.result?.state !== 'fail') return;
  await workbench.screenshot(`failed ${task.name.slice(0, 40)}`);
  await keyboard.press('Escape', 'Escape', 'Escape');
});

describe('preparing from the palette', () => {
  it('prepares the sample job with Enter alone', async () => {
    const { page, job } = workbench;
    await keyboard.open('shipment/dataset.csv');
    await keyboard.command('Sneakernet: Prepare Drives');
    await keyboard.quickInput.getByPlaceholder('Go on, or choose').waitFor(patience);
    await workbench.screenshot('runs-1-answers');
    await keyboard.press('Enter');
    const dialog = page.locator('.monaco-dialog-box', { hasText: 'Prepare shipment?' });
    await dialog.waitFor(patience);
    await workbench.screenshot('runs-2-confirm');
    expect(await dialog.innerText()).toContain(join(job.shipment, 'drives', 'H.vhd'));
    await keyboard.press('Enter');
    await page.locator('.notification-toast', { hasText: 'are ready' }).waitFor(patience);
    await workbench.screenshot('runs-3-done');
    expect(existsSync(join(job.shipment, 'shipment.jrm'))).toBe(true);
    await keyboard.command('Sneakernet: Focus on Runs View');
    await workbench.screenshot('runs-4-view');
  });
});
