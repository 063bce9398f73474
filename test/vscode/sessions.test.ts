import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { vsixPath } from '../../scripts/packageContents.mjs';
import { noise } from '../drives/uglyTree';
import { keepFailures } from './failures';
import { Keyboard } from './keyboard';
import { packedRunner, runPacked, SampleRunner } from './packedRunner';
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
  await screen.resize(1600, 1200);
});

afterAll(async () => {
  sampleRunner.kill();
  await workbench.close();
});

// Each session depends on the one before it.
keepFailures(() => workbench, true);

const journal = (): string => join(workbench.job.shipment, 'shipment.jrn');
const large = (): string => join(workbench.job.shipment, '..', 'sources', 'Photos', 'large.bin');

/** The image of the drive that gets the large file. */
const imageOf = (session: string): string => join(workbench.job.shipment, 'drives', session, 'I.vhd');

const sampleRunner = new SampleRunner(() => workbench.job.shipment);

/** Stops the runner with a signal once it writes to a drive. */
const holdRunner = (image: string): Promise<number> => sampleRunner.signal('SIGSTOP', () => existsSync(image));

async function prepare(): Promise<void> {
  await keyboard.ask('Sneakernet: Prepare Drives', 'Continue, or choose');
  await keyboard.press('Enter');
  await screen.answer('Prepare shipment?', 'Prepare');
}

const recovery = (): string => join(workbench.job.shipment, 'shipment.recovery');
const sessionStates = (): string[] =>
  [...readFileSync(recovery(), 'utf8').matchAll(/ActivityId: CopySession\r\nSessionId: (.*)\r\nState: (.*)\r\n/g)].map(
    ([, id, state]) => `${id!} ${state!}`,
  );

describe('A job whose data does not fit', () => {
  it('says so before anything is written, and begins without writing', async () => {
    writeFileSync(large(), noise(20 * MEGABYTE, 1));
    await keyboard.open('shipment/dataset.csv');
    await keyboard.askAndChoose('Sneakernet: Prepare Drives', ['Continue, or choose', 'Drive H']);
    await keyboard.quickInput.getByPlaceholder('Where should drive H be written?').waitFor(patience);
    await keyboard.press('ArrowDown', 'ArrowDown');
    await keyboard.quickInput
      .locator('.monaco-list-row.focused', { hasText: 'by its path' })
      .filter({ hasText: 'Image' })
      .waitFor(patience);
    await keyboard.press('Enter');
    await keyboard.quickInput.filter({ hasText: 'Path of the image' }).waitFor(patience);
    await keyboard.press('Enter');
    await keyboard.answer('Size of the image', '24M');
    await keyboard.quickInput.getByPlaceholder('Continue, or choose').waitFor(patience);
    await keyboard.press('Enter');
    await screen.dialog('The data does not fit on these drives.').waitFor(patience);
    await workbench.screenshot('sessions-2-shortage');
    await screen.answer('The data does not fit on these drives.', 'Start Without Writing');
    await screen.toast('needs more drives').waitFor(patience);
    await keyboard.command('Sneakernet: Focus on Runs View');
    await screen.row('Runs', 'shipment, session#1').filter({ hasText: 'needs more drives' }).waitFor(patience);
    await workbench.screenshot('sessions-3-needs-drives');
    expect(sessionStates()).toEqual(['session#1 Started', 'session#1 NeedsDrives']);
    await screen.row('Job', 'Add Drives').waitFor(patience);
    expect(existsSync(join(workbench.job.shipment, 'drives', 'H.vhd'))).toBe(false);
  });

  it('is the first of its journal, which is told why it cannot be given up', async () => {
    await keyboard.command('Sneakernet: Abort Session');
    await screen.dialog('The first session of a journal cannot be aborted.').waitFor(patience);
    await keyboard.press('Escape');
  });

  it('is given a further driveset once that has room for all of it, and goes on', async () => {
    const header = 'DriveLetter,FormatOption,SilentOrPromptOnFormat,Encryption,ExistingBitLockerKey';
    const more = {
      'driveset-full.csv':
        'K,AlreadyFormatted,SilentMode,AlreadyEncrypted,060456-014509-132033-080300-252615-584177-672089-411631',
      'driveset-more.csv': 'I,Format,SilentMode,Encrypt,',
    };
    for (const [name, drive] of Object.entries(more))
      writeFileSync(join(workbench.job.shipment, name), `${header}\r\n${drive}\r\n`);
    await screen.row('Job', 'driveset-more.csv').waitFor(patience);
    await screen.press('needs more drives', 'Add Drives');
    await keyboard.choose('Which driveset contains the additional drives?', 'driveset-full.csv');
    await screen.dialog('does not fit on these drives either').waitFor(patience);
    await screen.answer('does not fit on these drives either', 'Other Drives');
    await keyboard.choose('Which driveset contains the additional drives?', 'driveset-more.csv');
    await screen.dialog('Prepare shipment?').waitFor(patience);
    await workbench.screenshot('sessions-5-confirm');
    expect(await screen.dialog('Prepare shipment?').innerText()).toContain(
      join(workbench.job.shipment, 'drives', 'I.vhd'),
    );
    await screen.answer('Prepare shipment?', 'Prepare');
    await screen.toast('are ready').waitFor(patience);
    await screen.row('Runs', 'shipment, session#1').filter({ hasText: 'done' }).waitFor(patience);
    expect(sessionStates().at(-1)).toBe('session#1 Completed');
    expect(existsSync(join(workbench.job.shipment, 'drives', 'I.vhd'))).toBe(true);
    rmSync(join(workbench.job.shipment, 'driveset-full.csv'));
    await screen.row('Job', 'driveset-full.csv').waitFor({ ...patience, state: 'detached' });
  });
});

describe('A drive whose files cannot be copied', () => {
  it('is not complete, and names them', async () => {
    writeFileSync(large(), noise(64 * MEGABYTE, 2));
    await keyboard.command('Notifications: Clear All Notifications');
    await prepare();
    const pid = await holdRunner(imageOf('session#2'));
    truncateSync(large(), 30 * MEGABYTE);
    process.kill(pid, 'SIGCONT');
    await screen.toast('is not complete').waitFor(patience);
    await screen.row('Runs', 'shipment, session#2').filter({ hasText: 'incomplete, can be resumed' }).waitFor(patience);
    await screen.row('Runs', 'Files that could not be copied: 1').click();
    await screen.row('Runs', 'changed after it was planned').waitFor(patience);
    expect(await screen.toast('is not complete').innerText()).not.toContain('--');
    await workbench.screenshot('sessions-7-incomplete');
  });

  it('is finished without them, once that is confirmed by name', async () => {
    await screen.press('is not complete', 'Skip and Finish');
    await screen.dialog('Finish the drives without these files?').waitFor(patience);
    expect(await screen.dialog('Finish the drives without these files?').innerText()).toContain('large.bin');
    await screen.answer('Finish the drives without these files?', 'Skip and Finish');
    await screen.toast('Skipped files: 1.').waitFor(patience);
    await screen.row('Runs', 'shipment, session#2').filter({ hasText: 'done' }).waitFor(patience);
    const jrm = readFileSync(join(workbench.job.shipment, 'shipment-session#2.jrm'), 'utf8');
    expect(jrm).toContain('quarry.txt');
    expect(jrm).not.toContain('large.bin');
  });
});

describe('A session that was interrupted', () => {
  it('is given up, after a question that names its images', async () => {
    writeFileSync(large(), noise(64 * MEGABYTE, 3));
    await keyboard.command('Notifications: Clear All Notifications');
    await prepare();
    const image = imageOf('session#3');
    const pid = await holdRunner(image);
    await workbench.page.locator('.statusbar-item', { hasText: 'Preparing shipment' }).waitFor(patience);
    await keyboard.command('Sneakernet: Stop Preparation');
    process.kill(pid, 'SIGCONT');
    await screen.toast('was stopped').waitFor(patience);
    await keyboard.command('Notifications: Clear All Notifications');
    await keyboard.command('Sneakernet: Abort Session');
    await screen.dialog('Abort session session#3').waitFor(patience);
    await workbench.screenshot('sessions-10-abort');
    expect(await screen.dialog('Abort session session#3').innerText()).toContain(image);
    await screen.answer('Abort session session#3', 'Abort Session');
    await screen.toast('was aborted').waitFor(patience);
    await screen.row('Runs', 'shipment, session#3').filter({ hasText: 'session aborted' }).waitFor(patience);
    expect(existsSync(image)).toBe(false);
    expect(sessionStates().at(-1)).toBe('session#3 Aborted');
  });
});

describe('A session of a terminal', () => {
  /** Runs the runner without a window. */
  const inTerminal = async (session: string, ...args: string[]): Promise<number | null> => {
    const child = spawn(
      process.execPath,
      [packedRunner, 'prep', '--journal', journal(), '--session', session, ...args],
      { cwd: workbench.job.shipment, stdio: 'ignore' },
    );
    return new Promise((resolve) => child.once('exit', resolve));
  };
  const tables = [
    '--dataset',
    'dataset.csv',
    '--driveset',
    'driveset.csv',
    '--driveset',
    'driveset-more.csv',
    '--drive',
    'H=drives/session#4/H.vhd,size=24M',
    '--drive',
    'I=drives/session#4/I.vhd',
    '--yes',
  ];

  it('is followed while it runs, with how far it is, and stopped', async () => {
    await keyboard.command('Notifications: Clear All Notifications');
    const ended = inTerminal('session#4', ...tables);
    const pid = await holdRunner(imageOf('session#4'));
    await screen.row('Runs', /shipment, session#4running, \d+%, started elsewhere/).waitFor(patience);
    await workbench.screenshot('sessions-12-terminal');
    await keyboard.command('Sneakernet: Stop Preparation');
    process.kill(pid, 'SIGCONT');
    expect(await ended).toBe(130);
    await screen.toast('was stopped').waitFor(patience);
    await screen
      .row('Runs', 'shipment, session#4')
      .filter({ hasText: 'interrupted, can be resumed' })
      .waitFor(patience);
  });

  it('is done when it ends well, also after the window was reloaded', async () => {
    expect(await inTerminal('session#4', '--resume', '--no-verify')).toBe(0);
    await screen.toast('are ready').waitFor(patience);
    await screen.row('Runs', 'shipment, session#4').filter({ hasText: 'done' }).first().waitFor(patience);
    await workbench.page.reload();
    await screen.row('Runs', 'shipment, session#4').filter({ hasText: 'done' }).first().waitFor(patience);
    await screen.row('Job', 'Prepared').waitFor(patience);
  });

  it('has a checklist that knows which drives were read back', async () => {
    await keyboard.command('Sneakernet: Pre-shipment Checklist');
    const table = screen.webview.getByRole('table', { name: 'Checked automatically' });
    await table.getByText('read back during preparation').first().waitFor(patience);
    const text = await table.innerText();
    expect(text).toMatch(/All drives are prepared\s+✓\s+done/);
    expect(text).toMatch(/Every drive was read back and compared and has not changed since\s+○\s+not yet/);
    expect(text.match(/read back during preparation/g)!.length).toBeGreaterThanOrEqual(4);
    // A later session has copied what an earlier one left out.
    expect(text).toMatch(/as they are now\s+✓\s+done\s+Files already on drives of session#1, session#2, session#4/);
    // Each session has a drive I.
    expect(text).toMatch(/Drive I \(\w+\): not read back\./);
    await workbench.screenshot('sessions-14-checklist');
  });
});

describe('A secret that goes to the drives', () => {
  const secrets = {
    'a storage account key': `${'c3RvcmFnZQ'.repeat(8)}abcdef==`,
    'a SAS of the container': 'sv=2024-11-04&sr=c&sp=rwdl&sig=c2VjcmV0c2lnbmF0dXJl',
  };

  /** Expects a secret in none of the files kept for a session, apart from its drives. */
  function expectNowhere(secret: string): void {
    const files = readdirSync(workbench.job.shipment, { recursive: true, encoding: 'utf8' }).filter((name) =>
      /\.(?:jrn|jrm|log|xml|events|plan)$/.test(name),
    );
    expect(files.length).toBeGreaterThan(4);
    for (const name of files)
      expect(readFileSync(join(workbench.job.shipment, name), 'utf8').includes(secret), name).toBe(false);
  }

  async function manifestOf(session: string): Promise<string> {
    const image = join('drives', session, readdirSync(join(workbench.job.shipment, 'drives', session))[0]!);
    await runPacked(
      workbench.job.shipment,
      'extract',
      image,
      'DriveManifest.xml',
      '--to',
      `manifest of ${session}`,
      '--jrm',
      `shipment-${session}.jrm`,
    );
    return readFileSync(join(workbench.job.shipment, `manifest of ${session}`, 'DriveManifest.xml'), 'utf8');
  }

  async function answerWith(prompt: string, secret: string): Promise<void> {
    await keyboard.quickInput.filter({ hasText: prompt }).locator('input[type=password]').waitFor(patience);
    await keyboard.type(secret);
    await workbench.screenshot(`sessions ${prompt}`);
    await keyboard.press('Enter');
  }

  async function prepareWith(kind: keyof typeof secrets): Promise<void> {
    await keyboard.command('Notifications: Clear All Notifications');
    await keyboard.askAndChoose(
      'Sneakernet: Prepare Drives',
      ['Continue, or choose', 'Storage Account'],
      ['Which storage account', kind],
    );
    await keyboard.quickInput.getByPlaceholder('Continue, or choose').waitFor(patience);
    await keyboard.press('Enter');
    await screen.answer('Prepare shipment?', 'Prepare');
  }

  it('is asked for without being shown, and is on the drives and nowhere else: a storage account key', async () => {
    const secret = secrets['a storage account key'];
    rmSync(large());
    await prepareWith('a storage account key');
    await answerWith('Storage account key.', secret);
    await screen.toast('are ready').waitFor(patience);
    expectNowhere(secret);
    expect(await manifestOf('session#5')).toContain(secret);
  });

  it('is asked for again when a session goes on: a SAS of the container', async () => {
    const secret = secrets['a SAS of the container'];
    writeFileSync(large(), noise(64 * MEGABYTE, 4));
    await prepareWith('a SAS of the container');
    await answerWith('SAS of the container.', secret);
    const pid = await holdRunner(imageOf('session#6'));
    await workbench.page.locator('.statusbar-item', { hasText: 'Preparing shipment' }).waitFor(patience);
    await keyboard.command('Sneakernet: Stop Preparation');
    process.kill(pid, 'SIGCONT');
    await screen.toast('was stopped').waitFor(patience);
    await keyboard.command('Notifications: Clear All Notifications');
    await keyboard.command('Sneakernet: Resume Preparation');
    await answerWith('SAS of the container.', secret);
    await screen.toast('are ready').waitFor(patience);
    expectNowhere(secret);
    expect(await manifestOf('session#6')).toContain(secret.replaceAll('&', '&amp;'));
  });
});
