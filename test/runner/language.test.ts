import { existsSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Runner } from '../../client/src/runner/runner';
import type { PlanResult, PrepEvent } from '../../src-runner/src/protocol';
import { createSampleJob } from '../../scripts/sampleJob.mjs';

const module = fileURLToPath(new URL('../../dist/runner.js', import.meta.url));
const translations = fileURLToPath(new URL('../../l10n/bundle.l10n.de.json', import.meta.url));
const german = new Runner(module, { SNEAKERNET_TRANSLATIONS: translations });
const english = new Runner(module, {});
let folder: string;
let job: ReturnType<typeof createSampleJob>;

beforeAll(() => {
  if (!existsSync(module)) throw new Error('dist/runner.js is missing: run "npm run build" first.');
  folder = mkdtempSync(join(tmpdir(), 'sneakernet-language-'));
  job = createSampleJob(folder);
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe('A runner that the editor starts in German', () => {
  it('says what is wrong with a job in German, under the codes that it has in every language', async () => {
    const driveset = join(folder, 'wrong.csv');
    writeFileSync(driveset, readFileSync(join(job.shipment, 'driveset.csv'), 'utf8').replace('H,Format', 'HH,Format'));
    const options = { dataset: join(job.shipment, 'dataset.csv'), driveset, format: 'json' };
    const [inGerman, inEnglish] = await Promise.all(
      [german, english].map(
        async (runner) => JSON.parse((await runner.run('plan', { options }, {}, job.shipment)).output) as PlanResult,
      ),
    );
    expect(inGerman!.findings.map(({ code }) => code)).toEqual(inEnglish!.findings.map(({ code }) => code));
    expect(inGerman!.findings[0]!.message).toContain('DriveLetter muss ein Buchstabe von A bis Z sein.');
    expect(inEnglish!.findings[0]!.message).toContain('DriveLetter must be one letter from A to Z.');
  });

  it('says in German what cannot be opened', async () => {
    const { code, messages } = await german.run('info', { operands: ['none.vhd'] }, {}, folder);
    expect({ code, messages }).toEqual({
      code: 2,
      messages: expect.stringContaining('none.vhd gibt es nicht.') as string,
    });
  });

  it('says in German why a file could not be copied, which its threads find out', async () => {
    const sources = join(folder, 'sources');
    const dataset = join(folder, 'data.csv');
    const file = join(sources, 'large.bin');
    writeFileSync(file, '');
    truncateSync(file, 2 ** 31);
    writeFileSync(
      dataset,
      `BasePath,DstBlobPathOrPrefix,BlobType,Disposition,MetadataFile,PropertiesFile\n${file},data/large.bin,BlockBlob,rename,None,None\n`,
    );
    const options = {
      dataset,
      driveset: join(job.shipment, 'driveset.csv'),
      journal: join(folder, 'j.jrn'),
      session: 'session#1',
      yes: true,
      events: 'ndjson',
    };
    const events: PrepEvent[] = [];
    const { code, messages } = await german.run(
      'prep',
      { options },
      {
        onEvent: (event) => {
          events.push(event as PrepEvent);
          // After planning, and long before the file can have been copied.
          if (events.at(-1)!.event === 'plan') truncateSync(file, 1 << 20);
        },
      },
      folder,
    );
    expect(code, messages).toBe(1);
    const failures = events.filter((event) => event.event === 'failure').map(({ message }) => message);
    expect(failures.join('\n')).toContain('large.bin hat sich nach der Planung geändert');
  });
});
