import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { blobDatasetText } from '#core/examples/exampleFile';
import { ThreadCrew } from '../threads/threadCrew';
import { statFiles } from './fileStats';
import { StatThreads } from './statThreads';
import { scanText, temporaryDirectory, writeTree } from '../../test/sourceTree';

let root: string;
let bundle: string;

beforeAll(async () => {
  root = temporaryDirectory();
  bundle = join(root, 'thread.js');
  await build({
    entryPoints: [fileURLToPath(new URL('../../test/thread.ts', import.meta.url))],
    outfile: bundle,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20.19',
  });
  writeTree(root, {
    ...Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`Photos/${index % 7}/é ${index}`, index])),
    'Photos/link': { link: '0' },
  });
});

afterAll(() => {
  rmSync(root, { recursive: true });
});

describe('threads that look at files', () => {
  it('find what is found without them', async () => {
    const requests = [
      { directory: join(root, 'Photos/0'), names: ['é 0', 'é 7', 'missing', 'é 14'] },
      { directory: join(root, 'Photos'), names: ['link'] },
      { directory: join(root, 'nowhere'), names: ['x'] },
    ];
    const threads = new StatThreads(new ThreadCrew(bundle), false, [], 2, 0);
    expect(await threads.lookAt(requests)).toEqual(statFiles(requests, false, () => true));
    await threads.end();
  });

  it('make the same catalogue, in the same order', async () => {
    const text = blobDatasetText('F:\\Photos\\,photos/,BlockBlob,,,');
    const threads = new StatThreads(new ThreadCrew(bundle), false, [], 3, 0);
    const scan = await scanText(root, text, { lookAt: threads.lookAt });
    await threads.end();
    const direct = await scanText(root, text);
    expect(scan.catalogue.files).toEqual(direct.catalogue.files);
    expect(scan.findings.kept).toEqual(direct.findings.kept);
    expect(scan.catalogue.files.count).toBe(300);
  });

  it('are not started for a few files, nor where there is one core', () => {
    const requests = [{ directory: join(root, 'Photos/0'), names: ['é 0'] }];
    expect(new StatThreads(new ThreadCrew('missing.js'), false, [], 4).lookAt(requests)).not.toBeInstanceOf(Promise);
    expect(new StatThreads(new ThreadCrew('missing.js'), false, [], 1, 0).lookAt(requests)).not.toBeInstanceOf(Promise);
  });

  it('end the scan with an error when one of them cannot start', async () => {
    const threads = new StatThreads(new ThreadCrew(join(root, 'missing.js')), false, [], 2, 0);
    await expect(
      scanText(root, blobDatasetText('F:\\Photos\\,photos/,BlockBlob,,,'), { lookAt: threads.lookAt }),
    ).rejects.toThrow('missing.js');
    await threads.end();
  });
});
