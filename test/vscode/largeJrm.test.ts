import { createHash } from 'node:crypto';
import { closeSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { jrmJson } from '#core/jrm/jrmText';
import { vsixPath } from '../../scripts/packageContents.mjs';
import { keepFailures } from './failures';
import { outputFolder, packHostExtension } from './hostExtension.mjs';
import { Keyboard } from './keyboard';
import { Screen } from './screen';
import { openWorkbench } from './workbench';
import type { Workbench } from './workbench';

const patience = { timeout: 60_000 };
const CHECKSUMS = 1_000_000;
const FILES_PER_FOLDER = 1000;

let workbench: Workbench;
let keyboard: Keyboard;
let screen: Screen;

beforeAll(async () => {
  workbench = await openWorkbench([vsixPath, await packHostExtension()], {
    env: { SNEAKERNET_HOST_MEMORY: join(outputFolder, 'host-memory.json') },
  });
  keyboard = new Keyboard(workbench.page);
  screen = new Screen(workbench.page);
  // Views show only the rows that fit.
  await screen.resize(1400, 2600);
  writeLargeJrm(join(workbench.job.shipment, 'large.jrm'));
});

afterAll(async () => {
  await workbench.close();
});

keepFailures(() => workbench);

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const nameOf = (index: number): string => `folder ${Math.floor(index / FILES_PER_FOLDER)}/${index}.jpg`;

function* checksums() {
  for (let index = 0; index < CHECKSUMS; index++)
    yield { FilePath: `/survey/${nameOf(index)}`, SHA256: sha256(nameOf(index)), Size: index * 1009, DriveId: 'A1' };
}

/** A sealed JRM with so many checksums that VS Code would ask before opening it in an editor. */
function writeLargeJrm(path: string): void {
  const file = openSync(path, 'w', 0o600);
  const head = {
    JobId: 'large',
    CustomerName: 'Contoso Corporation',
    CreationDate: '2025-04-20T18:20:00Z',
    Drives: [
      { DriveId: 'A1', BitLockerKey: '060456-014509-132033-080300-252615-584177-672089-411631', VolumeLabel: 'DATA01' },
    ],
    DataMapping: [{ SourcePath: '/survey/', DestinationContainer: 'photos', BlobType: 'BlockBlob' }],
  };
  const seal = () => {
    const hash = createHash('sha256');
    return { update: (text: string) => void hash.update(text), digest: () => hash.digest('hex') };
  };
  for (const piece of jrmJson(head, checksums(), seal)) writeSync(file, piece);
  closeSync(file);
}

const JRM = 'Job Response Manifest';

describe('A JRM of 1,000,000 checksums', () => {
  it('opens in the tree with its counts, down to one checksum', async () => {
    await keyboard.askAndChoose('Sneakernet: Open JRM in Tree', ['Which JRM?', 'large.jrm']);
    await screen.row(JRM, /^Checksums.*1,000,000/).waitFor(patience);
    await screen.row(JRM, /^photos.*1,000,000/).waitFor(patience);
    await screen.row(JRM, /sealed and not changed since/).waitFor(patience);
    for (const name of [/^Checksums/, /^\//, /^survey/, /^folder 7(?!\d)/, /^7003\.jpg/])
      await screen.expand(JRM, name);
    await screen.row(JRM, sha256(nameOf(7003))).waitFor(patience);
    await workbench.screenshot('large-jrm-1-tree');
  });

  it('is filtered', async () => {
    await keyboard.command('Sneakernet: Filter Checksums');
    await keyboard.answer('whose path contains', '7003');
    const found = Array.from({ length: CHECKSUMS }, (_, index) => nameOf(index)).filter((name) =>
      name.includes('7003'),
    ).length;
    await workbench.page
      .locator('.pane .message', { hasText: `Filter: 7003 (files: ${found.toLocaleString('en')})` })
      .waitFor(patience);
  });
});
