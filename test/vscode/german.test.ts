import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { vsixPath } from '../../scripts/packageContents.mjs';
import { keepFailures } from './failures';
import { Keyboard } from './keyboard';
import { Screen } from './screen';
import { openWorkbench } from './workbench';
import type { Workbench } from './workbench';

const patience = { timeout: 60_000 };

let workbench: Workbench;
let keyboard: Keyboard;
let screen: Screen;

beforeAll(async () => {
  workbench = await openWorkbench([vsixPath], { language: 'de' });
  keyboard = new Keyboard(workbench.page);
  screen = new Screen(workbench.page);
  await screen.resize(1400, 1500);
});

afterAll(async () => {
  await workbench.close();
});

keepFailures(() => workbench, true);

/** Changes a file, does something, and restores the file. */
async function changed(path: string, change: (content: Buffer) => Buffer, then: () => Promise<void>): Promise<void> {
  const content = readFileSync(path);
  writeFileSync(path, change(Buffer.from(content)));
  try {
    await then();
  } finally {
    writeFileSync(path, content);
  }
}

describe('in German', () => {
  it('commands, questions and views speak it', async () => {
    await workbench.page.locator('.activitybar .action-label[aria-label^="Sneakernet"]').click({ force: true });
    await keyboard.askAndChoose('Sneakernet: Auftrag wählen', ['Welcher Auftrag?', 'shipment']);
    await screen.rows('Auftrag').filter({ hasText: 'Noch ist nichts vorbereitet' }).first().waitFor(patience);
    await workbench.page
      .locator('.welcome-view-content', { hasText: 'In diesem Auftrag wurden keine Probleme gefunden.' })
      .waitFor(patience);
  });

  it('the plan says in it what is wrong, as the runner found it', async () => {
    const driveset = join(workbench.job.shipment, 'driveset.csv');
    await changed(
      driveset,
      (content) => Buffer.from(content.toString().replace('H,Format', 'HH,Format')),
      async () => {
        await keyboard.command('Sneakernet: Auftrag planen');
        await screen.webview.getByText('DriveLetter muss ein Buchstabe von A bis Z sein.').waitFor(patience);
        await screen.rows('Probleme des Auftrags').filter({ hasText: 'driveset.csv' }).first().waitFor(patience);
        await workbench.screenshot('german-1-plan');
      },
    );
  });

  it('a preparation is asked about, and told, in it', async () => {
    await keyboard.ask('Sneakernet: Laufwerke vorbereiten', 'Fahren Sie fort, oder wählen Sie');
    await keyboard.press('Enter');
    const dialog = screen.dialog('shipment vorbereiten?');
    await dialog.waitFor(patience);
    expect(await dialog.innerText()).toContain('Laufwerk G ist schon verschlüsselt.');
    await keyboard.press('Enter');
    await screen.toast('Die Laufwerke von shipment sind').waitFor(patience);
    await workbench.screenshot('german-2-prepared');
  });

  it('what is wrong with a drive is said in it, by the threads that read it', async () => {
    const image = join(workbench.job.shipment, 'drives', 'H.vhd');
    const flipped = (content: Buffer): Buffer => {
      // Damages every cluster of the second third, some of which hold files.
      for (let place = Math.floor(content.length / 3); place < (2 * content.length) / 3; place += 4096)
        content.writeUInt8(content.readUInt8(place) ^ 1, place);
      return content;
    };
    await changed(image, flipped, async () => {
      await keyboard.askAndChoose(
        'Sneakernet: Laufwerk überprüfen',
        ['Welches Laufwerk?', 'Laufwerk H'],
        ['Wie gründlich soll die Überprüfung sein?', 'Alles lesen'],
      );
      await screen.toast('nicht').waitFor(patience);
      await screen.expand('Läufe', /^Probleme: /);
      await screen.row('Läufe', /nicht mit dem (Kopierten|Geschriebenen) überein/).waitFor(patience);
      await workbench.screenshot('german-3-damaged');
    });
  });
});
