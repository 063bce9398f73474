import { readFileSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { vsixPath } from '../../scripts/packageContents.mjs';
import { projectRoot } from '../../scripts/projectInstall.mjs';
import { Keyboard } from './keyboard';
import { openWebWorkbench } from './webWorkbench';
import type { WebWorkbench } from './webWorkbench';

const patience = { timeout: 30_000 };

/** The sample jobs from the repository. */
function sampleFiles(): Record<string, string> {
  const samples = join(projectRoot, 'samples');
  const files = readdirSync(samples, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(
    files.map(({ parentPath, name }) => {
      const path = join(parentPath, name);
      return [`/jobs/${relative(samples, path).replaceAll('\\', '/')}`, readFileSync(path, 'utf8')];
    }),
  );
}

const recoveryKey = '060456-014509-132033-080300-252615-584177-672089-411631';

/** A JRM without a seal, beside the sample's CSVs. */
const jrm = {
  '/jobs/shipment/shipment.jrm': JSON.stringify(
    {
      JobId: 'shipment',
      CustomerName: '',
      CreationDate: '2026-01-05T12:00:00.000Z',
      Version: '1.0',
      SessionId: 'session#1',
      Drives: [
        {
          DriveId: 'WD-1234',
          BitLockerKey: recoveryKey,
          VolumeLabel: 'DATA01',
          Capacity: 2_000_000_000,
          DriveLetter: 'H',
        },
      ],
      DataMapping: [
        {
          SourcePath: 'F:\\Photos\\',
          DestinationContainer: 'site-archive',
          BlobType: 'BlockBlob',
          Disposition: 'rename',
        },
      ],
      Checksums: [
        {
          FilePath: 'F:\\Photos\\2019\\quarry.txt',
          SHA256: 'a'.repeat(64),
          BlobPath: 'site-archive/photos/2019/quarry.txt',
          DriveId: 'WD-1234',
          Size: 25,
        },
        {
          FilePath: 'F:\\Photos\\2019\\ferry-landing.txt',
          SHA256: 'b'.repeat(64),
          BlobPath: 'site-archive/photos/2019/ferry-landing.txt',
          DriveId: 'WD-1234',
          Size: 59,
        },
      ],
    },
    undefined,
    2,
  ),
};

/** A job that reads from a drive that its driveset, which is not opened, formats. */
const onTarget = {
  '/jobs/ontarget/dataset.csv':
    'BasePath,DstBlobPathOrPrefix,BlobType,Disposition,MetadataFile,PropertiesFile\r\nH:\\Photos\\,photos/,BlockBlob,rename,None,None\r\n',
  '/jobs/ontarget/driveset.csv':
    'DriveLetter,FormatOption,SilentOrPromptOnFormat,Encryption,ExistingBitLockerKey\r\nH,Format,SilentMode,Encrypt,\r\n',
};

let workbench: WebWorkbench;
let keyboard: Keyboard;

beforeAll(async () => {
  workbench = await openWebWorkbench({
    vsixes: [vsixPath],
    files: { ...sampleFiles(), ...onTarget, ...jrm },
    folder: '/jobs',
  });
  keyboard = new Keyboard(workbench.page);
});

afterAll(async () => {
  await workbench.close();
});

afterEach(async ({ task }) => {
  if (task.result?.state !== 'fail') return;
  await workbench.screenshot(`failed web ${task.name.slice(0, 40)}`);
  await keyboard.press('Escape', 'Escape', 'Escape');
});

it('the bundles for a browser want nothing but what its extension host has', () => {
  for (const name of ['client', 'server']) {
    const text = readFileSync(join(projectRoot, 'dist', 'browser', `${name}.js`), 'utf8');
    const wanted = new Set([...text.matchAll(/\brequire\(["'`]([^"'`]*)["'`]\)/g)].map(([, module]) => module));
    expect([...wanted]).toEqual(name === 'client' ? ['vscode'] : []);
  }
});

describe('in a browser without a machine', () => {
  it('a broken file shows what is wrong', async () => {
    await keyboard.open('mistakes/dataset.csv');
    await workbench.page.locator('.editor-group-container.active .squiggly-error').first().waitFor(patience);
    await keyboard.command('View: Focus Problems');
    await workbench.page
      .locator('.markers-panel .monaco-list-row', { hasText: 'csv/column-unknown' })
      .first()
      .waitFor(patience);
    await workbench.screenshot('web-1-problems');
  });

  it('a quick fix by keyboard repairs the column name', async () => {
    await keyboard.focusEditor();
    await keyboard.goTo(1, 50);
    await keyboard.quickFix('Disposition');
    await workbench.screenshot('web-2-quick-fix');
    await keyboard.press('Enter');
    await workbench.page
      .locator('.editor-group-container.active .view-line', { hasText: /Disposition/ })
      .first()
      .waitFor(patience);
  });

  it('a dataset is measured against the drives of its folder, read through the editor', async () => {
    await keyboard.open('ontarget/dataset.csv');
    await keyboard.command('View: Focus Problems');
    await workbench.page
      .locator('.markers-panel .monaco-list-row', { hasText: 'job/source-on-formatted-drive' })
      .first()
      .waitFor(patience);
  });

  it('a value is completed, and hover explains a row', async () => {
    await keyboard.open('shipment/driveset.csv');
    await keyboard.goTo(4, 1);
    await keyboard.type('I,');
    await keyboard.press('Control+Space');
    await workbench.page
      .locator('.suggest-widget.visible .monaco-list-row', { hasText: 'AlreadyFormatted' })
      .waitFor(patience);
    await keyboard.press('Escape');
    await keyboard.open('shipment/dataset.csv');
    await keyboard.goTo(2, 5);
    await keyboard.command('Show or Focus Hover');
    await workbench.page.locator('.monaco-hover:visible', { hasText: 'site-archive' }).first().waitFor(patience);
    await workbench.screenshot('web-3-hover');
    await keyboard.press('Escape');
  });

  it('New Job writes both files into the workspace', async () => {
    await keyboard.askAndChoose(
      'Sneakernet: New Job',
      ['Where should the data go', 'Azure Blob Storage'],
      ['What do you want to ship', 'Enter a Path'],
    );
    await keyboard.answer('Absolute path', 'F:\\Photos\\');
    await keyboard.quickInput.locator('.monaco-list-row', { hasText: 'F:\\Photos\\' }).last().waitFor(patience);
    await keyboard.choose('Is there anything else to ship', 'Continue');
    await keyboard.answer('Container', 'archive/2019/');
    await keyboard.answer('Letters of the drives', 'K');
    await keyboard.quickInput.locator('.monaco-list-row', { hasText: 'K:' }).waitFor(patience);
    await keyboard.press('Enter');
    await keyboard.choose('Folder for dataset.csv', 'jobs');
    await workbench.page.locator('.tab', { hasText: 'driveset.csv' }).first().waitFor(patience);
    await workbench.page
      .locator('.editor-group-container.active .view-line', { hasText: 'archive/2019/' })
      .first()
      .waitFor(patience);
    await workbench.screenshot('web-4-new-job');
  });

  it('Open Sample Job copies it into the workspace', async () => {
    await keyboard.command('Sneakernet: Open Sample Job');
    await keyboard.quickInput.filter({ hasText: 'Folder for the Sample Job' }).waitFor(patience);
    await keyboard.quickInput.locator('.monaco-button', { hasText: 'Copy Here' }).click();
    await workbench.page.locator('.notification-toast', { hasText: 'sneakernet-sample' }).first().waitFor(patience);
    await workbench.screenshot('web-5-sample');
    await keyboard.open('Bridge/parts.csv');
  });

  it('a JRM opens in its tree, down to a checksum, with its key masked', async () => {
    // Views show only the rows that fit.
    const size = workbench.page.viewportSize()!;
    await workbench.page.setViewportSize({ width: size.width, height: 3000 });
    await keyboard.open('shipment/shipment.jrm');
    await keyboard.command('Sneakernet: Open JRM in Tree');
    const pane = workbench.page.locator('.pane', {
      has: workbench.page.locator('.pane-header .title', { hasText: 'Job Response Manifest' }),
    });
    const row = (text: RegExp) => pane.locator('.monaco-list-row', { hasText: text }).first();
    await row(/no seal/).waitFor(patience);
    for (const name of [/^Drive H/, /^Checksums/, /^F:/, /^Photos/, /^2019/, /^quarry\.txt/]) {
      await row(name).waitFor(patience);
      if ((await row(name).getAttribute('aria-expanded')) === 'false') await row(name).click();
    }
    await row(/SHA-256/)
      .filter({ hasText: 'a'.repeat(64) })
      .waitFor(patience);
    expect((await pane.innerText()).includes(recoveryKey.slice(7, 20))).toBe(false);
    await workbench.screenshot('web-8-jrm-tree');
    await workbench.page.setViewportSize(size);
  });

  it('a JRM is reviewed in a page with charts and a tree', async () => {
    await keyboard.focusEditor();
    await keyboard.command('Sneakernet: Review JRM');
    const page = workbench.page.locator('iframe.webview.ready').last().contentFrame().frameLocator('#active-frame');
    await page.getByRole('table', { name: 'Bytes per container' }).waitFor(patience);
    await page
      .getByRole('tree', { name: 'Contents' })
      .getByRole('treeitem', { name: /^Checksums/ })
      .waitFor(patience);
    expect((await page.locator('body').innerText()).includes(recoveryKey.slice(7, 20))).toBe(false);
    await workbench.screenshot('web-9-jrm-review');
    await keyboard.command('View: Close All Editors');
  });

  it('the walkthrough has its steps, ticks what was done, and leaves out what needs a machine', async () => {
    await keyboard.command('Welcome: Open Walkthrough');
    await keyboard.quickInput.locator('.monaco-list-row', { hasText: 'Ship a job to Azure' }).waitFor(patience);
    await keyboard.type('Ship a job');
    await keyboard.quickInput.locator('.monaco-list-row.focused', { hasText: 'Ship a job to Azure' }).waitFor(patience);
    await keyboard.press('Enter');
    const steps = workbench.page.locator('.getting-started-step');
    await steps.filter({ hasText: 'Fix the mistakes' }).waitFor(patience);
    const titles = await steps.locator('.step-title').allInnerTexts();
    expect(titles).toEqual(['Open the sample job', 'Fix the mistakes', 'Review the job response manifest', 'Ship']);
    await steps.locator('.monaco-button', { hasText: 'Open Sample Job' }).first().click();
    await keyboard.quickInput.filter({ hasText: 'Folder for the Sample Job' }).waitFor(patience);
    await keyboard.press('Escape');
    await steps
      .filter({ hasText: 'Open the sample job' })
      .locator('.codicon-getting-started-step-checked')
      .first()
      .waitFor({ ...patience, state: 'attached' });
    await workbench.screenshot('web-7-walkthrough');
  });

  it('what needs a machine is not offered', async () => {
    for (const title of ['Validate Job', 'Prepare Drives', 'Plan Job', 'Open Prepared Drive'])
      expect(await keyboard.offers(`Sneakernet: ${title}`)).toBe(false);
    expect(await keyboard.offers('Sneakernet: Show Log')).toBe(true);
  });

  it('has asked nothing of any other machine', () => {
    expect(workbench.strayRequests).toEqual([]);
  });
});

describe('in German', () => {
  let german: WebWorkbench;

  beforeAll(async () => {
    german = await openWebWorkbench({ vsixes: [vsixPath], files: sampleFiles(), folder: '/jobs', language: 'de' });
  });

  afterAll(async () => {
    await german.close();
  });

  // Texts from package.json stay English: the web workbench reads only package.nls.json.
  it('findings and titles of fixes speak it', async () => {
    const keys = new Keyboard(german.page);
    await keys.open('mistakes/dataset.csv');
    await german.page.locator('.editor-group-container.active .squiggly-error').first().waitFor(patience);
    await keys.command('View: Focus Problems');
    await german.page
      .locator('.markers-panel .monaco-list-row', { hasText: 'Das typografische Anführungszeichen' })
      .first()
      .waitFor(patience);
    await keys.focusEditor();
    await keys.goTo(1, 50);
    await keys.quickFix('In Disposition umbenennen');
    await german.screenshot('web-6-german');
  });
});
