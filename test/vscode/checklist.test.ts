import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { vsixPath } from '../../scripts/packageContents.mjs';
import { keepFailures } from './failures';
import { Keyboard } from './keyboard';
import { prepareSample, runPacked } from './packedRunner';
import { Screen } from './screen';
import { openWorkbench } from './workbench';
import type { Workbench } from './workbench';

let workbench: Workbench;
let keyboard: Keyboard;
let screen: Screen;
const patience = { timeout: 60_000 };

const path = (...parts: string[]): string => join(workbench.job.shipment, ...parts);
const source = (...parts: string[]): string => join(workbench.job.shipment, '..', 'sources', ...parts);
const image = (): string => path('drives', 'H.vhd');
/** Outputs in another folder: a sound drive and JRM that do not belong to this job. */
const other = (...parts: string[]): string => join(workbench.job.shipment, '..', 'other', ...parts);
/** The image as it was after preparation. */
let prepared: Buffer;

beforeAll(async () => {
  workbench = await openWorkbench([vsixPath]);
  keyboard = new Keyboard(workbench.page);
  screen = new Screen(workbench.page);
  await screen.resize(1600, 1400);
  await prepareSample(workbench.job.shipment);
  prepared = readFileSync(image());
  mkdirSync(other());
  for (const name of ['dataset.csv', 'driveset.csv']) copyFileSync(path(name), other(name));
  await runPacked(
    other(),
    'prep',
    '--dataset',
    'dataset.csv',
    '--driveset',
    'driveset.csv',
    '--journal',
    'other.jrn',
    '--session',
    'session#1',
    '--yes',
  );
});

afterAll(async () => {
  await workbench.close();
});

// The changes are made to the checklist that the first test has opened.
keepFailures(() => workbench, true);

/** A point of the checklist, by its title. */
const point = (title: string): Locator =>
  screen.webview.getByRole('table', { name: 'Checked automatically' }).locator('tr').filter({ hasText: title });

async function refresh(): Promise<void> {
  await screen.webview.getByRole('button', { name: 'Refresh' }).click();
}

/** Flips bytes of a file in place, keeping its modification time. Returns a function that undoes it. */
function flip(file: string, ...places: number[]): () => void {
  const before = readFileSync(file);
  const { atime, mtime } = statSync(file);
  const bytes = Buffer.from(before);
  for (const place of places) bytes[place] = bytes[place]! ^ 1;
  writeFileSync(file, bytes);
  utimesSync(file, atime, mtime);
  return () => {
    writeFileSync(file, before);
  };
}

/** Changes the text of a file. Returns a function that undoes it. */
function edit(file: string, change: (text: string) => string): () => void {
  const before = readFileSync(file, 'utf8');
  const { atime, mtime } = statSync(file);
  const after = change(before);
  expect(after).not.toBe(before);
  writeFileSync(file, after);
  return () => {
    writeFileSync(file, before);
    utimesSync(file, atime, mtime);
  };
}

function takeAway(file: string): () => void {
  renameSync(file, `${file}.away`);
  return () => {
    renameSync(`${file}.away`, file);
  };
}

/** Moves a file out of its folder. Returns a function that undoes it. */
function takeFarAway(file: string): () => void {
  renameSync(file, path('away'));
  return () => {
    renameSync(path('away'), file);
  };
}

function cut(file: string, length: number): () => void {
  const before = readFileSync(file);
  truncateSync(file, length);
  return () => {
    writeFileSync(file, before);
  };
}

function replace(file: string, by: string): () => void {
  const before = readFileSync(file);
  copyFileSync(by, file);
  return () => {
    writeFileSync(file, before);
  };
}

const driveInfo = (): string => path(readdirSync(workbench.job.shipment).find((name) => /^SN.*\.xml$/.test(name))!);

const CURRENT = 'The drives match the CSVs and their sources as they are now';
const READ_BACK = 'Every drive was read back and compared and has not changed since';
const ENCRYPTED = 'Every drive is encrypted with BitLocker';
const OPENS = 'Every drive is unlocked by its key and contains its manifest';
const SEALED = 'The JRM is sealed and has not been edited';
const BACKUP = 'The keys have an encrypted backup';
const UPLOAD = 'The file for the portal exists and agrees with the JRM';
const SECRETS = 'No keys are stored where others can read them';

describe('The checklist of a job that may be shipped', () => {
  it('has every point ticked', async () => {
    await keyboard.open('shipment/dataset.csv');
    await keyboard.command('Sneakernet: Export Encrypted Backup');
    await keyboard.quickInput.locator('.monaco-list-row', { hasText: 'shipment.jrm' }).waitFor(patience);
    await keyboard.press('Enter');
    await keyboard.choose('How should the backup be encrypted?', 'With a Passphrase');
    await keyboard.answer('Without it, the backup is lost', 'seven brown foxes walk home');
    await keyboard.answer('Enter the passphrase again', 'seven brown foxes walk home');
    const saving = keyboard.quickInput.filter({ hasText: 'Encrypted backup' });
    await saving.locator('.monaco-list-row').first().waitFor(patience);
    await keyboard.accept(saving);
    await screen.toast('The encrypted backup is in').waitFor(patience);
    await keyboard.command('Notifications: Clear All Notifications');
    await keyboard.command('Sneakernet: Pre-shipment Checklist');
    await screen.webview.getByText('Everything that can be checked is done.').waitFor(patience);
    await workbench.screenshot('checklist-1-ticked');
  });
});

describe('The checklist is told, and takes its tick away, when', () => {
  /** A description, the point that becomes false, its text, and the change, which returns a function that undoes it. */
  const changes: [string, string, string | RegExp, () => () => void, 'elsewhere'?][] = [
    [
      'a record is added to the dataset',
      CURRENT,
      'Not on any drive: files: 2',
      () =>
        edit(
          path('dataset.csv'),
          (text) => `${text}${source('Sidecar')}/,site-archive/sidecar/,BlockBlob,rename,None,None\r\n`,
        ),
    ],
    [
      'a record is removed from the dataset',
      CURRENT,
      'no longer among the sources: files: 1',
      () => edit(path('dataset.csv'), (text) => text.replace(/^.*readme\.md,.*\r\n/m, '')),
    ],
    [
      'a record of the dataset is given another disposition',
      CURRENT,
      'Changed since they were copied: files: 1',
      () => edit(path('dataset.csv'), (text) => text.replace('BlockBlob,overwrite', 'BlockBlob,no-overwrite')),
    ],
    [
      'a record of the dataset is given another container',
      CURRENT,
      'Not on any drive: files: 1',
      () => edit(path('dataset.csv'), (text) => text.replace('site-archive/readme.md', 'elsewhere/readme.md')),
    ],
    [
      'the dataset has an error',
      'The CSVs have no errors',
      /Errors: 1/,
      () => edit(path('dataset.csv'), (text) => text.replace('site-archive/projects/', 'Site_Archive/projects/')),
    ],
    [
      'a source is written to',
      CURRENT,
      /Changed since they were copied: files: 1.*readme\.md/,
      () => edit(source('readme.md'), (text) => text.toUpperCase()),
      'elsewhere',
    ],
    [
      'a source has another length, and its old time',
      CURRENT,
      /Changed since they were copied: files: 1.*notes\.txt/,
      () => {
        const { atime, mtime } = statSync(source('Projects', 'Bridge', 'notes.txt'));
        const undo = edit(source('Projects', 'Bridge', 'notes.txt'), (text) => `${text}.`);
        utimesSync(source('Projects', 'Bridge', 'notes.txt'), atime, mtime);
        return undo;
      },
      'elsewhere',
    ],
    [
      'a file is added to a source',
      CURRENT,
      /Not on any drive: files: 1.*new\.txt/,
      () => {
        writeFileSync(source('Photos', 'new.txt'), 'new');
        return () => {
          rmSync(source('Photos', 'new.txt'));
        };
      },
      'elsewhere',
    ],
    [
      'a file of a source is gone',
      CURRENT,
      /no longer among the sources: files: 1.*quarry\.txt/,
      () => takeFarAway(source('Photos', '2019', 'quarry.txt')),
      'elsewhere',
    ],
    [
      'a digit of a key in the JRM is another',
      SEALED,
      'was edited after it was sealed',
      () =>
        edit(path('shipment.jrm'), (text) =>
          text.replace(
            /("BitLockerKey":\s*"\d{6}-)(\d)/,
            (_, before: string, digit: string) => before + String((Number(digit) + 1) % 10),
          ),
        ),
    ],
    ['the JRM is gone', SEALED, 'is missing or cannot be read', () => takeAway(path('shipment.jrm'))],
    [
      'the JRM is that of another job, with its seal',
      OPENS,
      'the key in the JRM does not unlock it',
      () => replace(path('shipment.jrm'), other('other.jrm')),
    ],
    [
      'a key in the journal is another than in the JRM',
      UPLOAD,
      'has a different key for drive',
      () =>
        edit(path('shipment.jrn'), (text) =>
          text.replace(
            /(<BitLockerKey>\d{6}-\d{5})(\d)/,
            (_, before: string, digit: string) => before + String((Number(digit) + 1) % 10),
          ),
        ),
    ],
    ['the journal is gone', UPLOAD, 'The journal is missing', () => takeAway(path('shipment.jrn'))],
    ['a drive info is gone', UPLOAD, 'There is no drive info for drive', () => takeAway(driveInfo())],
    [
      'others may read the JRM',
      SECRETS,
      'Other users of this machine can read: shipment.jrm',
      () => {
        chmodSync(path('shipment.jrm'), 0o644);
        return () => {
          chmodSync(path('shipment.jrm'), 0o600);
        };
      },
    ],
    [
      'a byte of the backup is another',
      BACKUP,
      'has been changed since it was written',
      () => flip(path('shipment.age'), 300),
    ],
    ['the backup is gone', BACKUP, 'is no longer where it was written', () => takeAway(path('shipment.age'))],
    [
      'the JRM is a later one than that of the backup',
      BACKUP,
      'has changed since the backup',
      () => edit(path('shipment.jrm'), (text) => text.replace('"CustomerName": ""', '"CustomerName": "Contoso"')),
    ],
    [
      'a byte of the image is another, and its time as before',
      READ_BACK,
      'but changed on',
      () => flip(image(), 1 << 23),
    ],
    [
      'the image is that of another job',
      READ_BACK,
      'is not the one that was prepared',
      () => replace(image(), other('drives', 'H.vhd')),
    ],
    ['the image is something else', ENCRYPTED, 'it contains no volume', () => replace(image(), path('dataset.csv'))],
    ['the image was cut off', ENCRYPTED, 'the image may be cut off', () => cut(image(), 1 << 20)],
    ['the image is gone', READ_BACK, 'no longer exists', () => takeAway(image())],
  ];

  it.each(changes)('%s', async (_, title, fact, change, where) => {
    const undo = change();
    if (where === 'elsewhere') await refresh();
    await point(title).filter({ hasText: '✕' }).filter({ hasText: fact }).waitFor(patience);
    undo();
  });
});

describe('A drive that was found wrong', () => {
  async function verify(): Promise<void> {
    await keyboard.askAndChoose(
      'Sneakernet: Verify Drive',
      ['Which drive?', 'Drive H'],
      ['How thorough should the verification be?', 'Read Everything'],
    );
  }

  it('stands as wrong in the checklist and in the view of the job, also when its bytes are what they were', async () => {
    const places = Array.from({ length: 1000 }, (_, index) => (1 << 23) + 4096 * index);
    const undo = flip(image(), ...places);
    await verify();
    await screen.toast('do not match what was written').waitFor(patience);
    undo();
    await point(READ_BACK)
      .filter({ hasText: '✕' })
      .filter({ hasText: 'verification found problems' })
      .waitFor(patience);
    await workbench.page.locator('.activitybar .action-label[aria-label^="Sneakernet"]').click({ force: true });
    await screen.row('Job', 'Prepared, but no longer as it was').waitFor(patience);
    await workbench.screenshot('checklist-2-failed');
    await screen.press('do not match what was written', 'Open Run Log');
    await workbench.page.locator('.view-line', { hasText: 'NOT as written' }).waitFor(patience);
    await keyboard.command('Notifications: Clear All Notifications');
  });

  it('is right again once it has been verified', async () => {
    writeFileSync(image(), prepared);
    await keyboard.command('Sneakernet: Pre-shipment Checklist');
    await verify();
    await screen.toast('match what was written: every hash was compared').waitFor(patience);
    await screen.webview.getByText('Everything that can be checked is done.').waitFor(patience);
    await screen.row('Job', 'Prepared').filter({ hasNotText: 'no longer as it was' }).waitFor(patience);
  });
});
