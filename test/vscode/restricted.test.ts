import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { vsixPath } from '../../scripts/packageContents.mjs';
import { keepFailures } from './failures';
import { Keyboard } from './keyboard';
import { openWorkbench } from './workbench';
import type { Workbench } from './workbench';

const patience = { timeout: 30_000 };

let workbench: Workbench;
let keyboard: Keyboard;

const said = (text: string) => workbench.page.locator('.pane .welcome-view-content', { hasText: text });
const problems = (code: string) => workbench.page.locator('.markers-panel .monaco-list-row', { hasText: code });
const lenses = () =>
  workbench.page.locator('.editor-group-container.active .codelens-decoration', { hasText: 'Validate job' });

beforeAll(async () => {
  // Settings of the workspace do not count yet, so the user's settings suppress the question.
  workbench = await openWorkbench([vsixPath], {
    settings: { 'security.workspace.trust.startupPrompt': 'never' },
    trusted: false,
  });
  keyboard = new Keyboard(workbench.page);
  // A mistake that is visible in the text, and one that only the disk reveals.
  const header = 'BasePath,DstBlobPathOrPrefix,BlobType,Disposition,MetadataFile,PropertiesFile';
  const missing = join(workbench.job.shipment, 'missing');
  writeFileSync(
    join(workbench.job.shipment, 'dataset.csv'),
    `${header}\r\n${missing}/,photos/,Blockblob,rename,None,None\r\n`,
  );
});

afterAll(async () => {
  await workbench.close();
});

keepFailures(() => workbench);

describe('in Restricted Mode', () => {
  it('files are checked, but nothing is looked up at the paths that they name', async () => {
    await keyboard.open('shipment/dataset.csv');
    await keyboard.command('View: Focus Problems');
    await problems('dataset/blob-type').first().waitFor(patience);
    await workbench.screenshot('restricted-1-problems');
    expect(await problems('dataset/base-path-not-found').count()).toBe(0);
  });

  it('values are completed, and quick fixes work', async () => {
    await keyboard.focusEditor();
    await keyboard.goTo(
      2,
      (await workbench.page.locator('.editor-group-container.active .view-line').nth(1).innerText()).indexOf(
        'Blockblob',
      ) + 3,
    );
    await keyboard.quickFix('Change to BlockBlob');
    await keyboard.press('Escape');
  });

  it('nothing that runs is offered', async () => {
    for (const title of ['Validate Job', 'Plan Job', 'Prepare Drives', 'Verify Drive'])
      expect(await keyboard.offers(`Sneakernet: ${title}`)).toBe(false);
    expect(await lenses().count()).toBe(0);
  });

  it('a job that is chosen is not looked into', async () => {
    await workbench.page.locator('.activitybar .action-label[aria-label^="Sneakernet"]').click({ force: true });
    // None of its files is open: findings from their text do not need trust.
    await keyboard.askAndChoose('Sneakernet: Select Job', ['Which job?', 'mistakes']);
    await said('The others are checked once you trust this workspace.').waitFor(patience);
    await keyboard.askAndChoose('Sneakernet: Select Job', ['Which job?', 'shipment']);
  });

  it('trust brings both, without a reload', async () => {
    await keyboard.command('Workspaces: Manage Workspace Trust');
    await workbench.page
      .locator('.workspace-trust-editor .monaco-button', { hasText: /^Trust$/ })
      .first()
      .click();
    await workbench.page
      .locator('.statusbar-item', { hasText: 'Restricted Mode' })
      .waitFor({ ...patience, state: 'detached' });
    await keyboard.open('shipment/dataset.csv');
    await keyboard.command('View: Focus Problems');
    await problems('dataset/base-path-not-found').first().waitFor(patience);
    // VS Code requests code lenses when the text has the focus.
    await keyboard.focusEditor();
    await lenses()
      .first()
      .waitFor({ ...patience, state: 'attached' });
    expect(await keyboard.offers('Sneakernet: Validate Job')).toBe(true);
    await workbench.screenshot('restricted-2-trusted');
  });
});
