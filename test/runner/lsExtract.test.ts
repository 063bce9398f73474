import { execFileSync } from 'node:child_process';
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { layoutNtfs } from '../../src-runner/src/volume/ntfs/layout';
import { fileWriter, testOptions, testTree, writeTestVolume } from '../../src-runner/test/ntfsVolume';
import type { ListedEntry } from '../../src-runner/src/cli/ls/lsCommand';
import { filesBelow } from '../drives/mountedDrive';
import { PreparationJob } from '../drives/preparationJob';
import { startRunner } from '../drives/runnerProcess';
import { writeUglyTree } from '../drives/uglyTree';

let job: PreparationJob;
const at = (name: string): string => join(job.folder, name);
const run = (...args: string[]) => job.run(args);

/** An unencrypted volume with arbitrary names. */
function plainVolume(paths: readonly string[]): string {
  const files = paths.map((path) => ({ path, size: 5000 }));
  const tree = testTree(files);
  const layout = layoutNtfs(tree, testOptions);
  const descriptor = openSync(at('plain.img'), 'w');
  writeTestVolume(fileWriter(descriptor), tree, files, layout);
  closeSync(descriptor);
  truncateSync(at('plain.img'), layout.volumeBytes);
  return at('plain.img');
}

beforeAll(async () => {
  job = new PreparationJob();
  writeUglyTree(job);
  job.row().drive();
  const prepared = await job.prep();
  expect({ code: prepared.code, stderr: prepared.code === 0 ? '' : prepared.stderr }).toEqual({ code: 0, stderr: '' });
  writeFileSync(at('key.txt'), job.jrm().Drives[0]!.BitLockerKey);
}, 60_000);

afterAll(() => {
  job.remove();
});

describe('sneakernet extract', () => {
  it('gives back every file as it was: path, size, time and content, with holes', async () => {
    const done = await run('extract', job.image(), 'session#1/container', '--to', at('out'), '--jrm', job.jrmPath);
    expect({ code: done.code, stderr: done.stderr }).toEqual({
      code: 0,
      stderr: expect.stringMatching(/^\d+ files, .* MB\.\n$/) as string,
    });
    const rounded = (root: string) =>
      new Map([...filesBelow(root)].map(([path, facts]) => [path, { ...facts, modified: Math.floor(facts.modified) }]));
    expect(rounded(at('out/container'))).toEqual(rounded(job.source));
    const { size, blocks } = statSync(at('out/container/sparse/hole.bin'));
    expect(blocks * 512).toBeLessThan(size / 100);
  });

  it('replaces nothing unless it is told to, and never writes through a link', async () => {
    const manifest = (...args: string[]) =>
      run('extract', job.image(), 'DriveManifest.xml', '--to', at('again'), '--key-file', at('key.txt'), ...args);
    expect((await manifest()).code).toBe(0);
    const { mtimeMs } = statSync(at('again/DriveManifest.xml'));
    writeFileSync(at('again/DriveManifest.xml'), 'mine');
    expect(await manifest()).toMatchObject({ code: 1, stderr: expect.stringContaining('--force') as string });
    expect(readFileSync(at('again/DriveManifest.xml'), 'utf8')).toBe('mine');
    expect((await manifest('--force')).code).toBe(0);
    expect(statSync(at('again/DriveManifest.xml')).mtimeMs).toBe(mtimeMs);
    mkdirSync(at('elsewhere'));
    rmSync(at('again/DriveManifest.xml'));
    symlinkSync(at('elsewhere/target'), at('again/DriveManifest.xml'));
    symlinkSync(at('elsewhere'), at('again/sizes'));
    expect((await manifest()).code).toBe(1);
    expect((await manifest('--force')).code).toBe(0);
    const through = await run(
      'extract',
      job.image(),
      'session#1/container/sizes',
      '--to',
      at('again'),
      '--key-file',
      at('key.txt'),
      '--force',
    );
    expect(through).toMatchObject({ code: 1, stderr: expect.stringContaining('is not a folder') as string });
    expect(readdirSync(at('elsewhere'))).toEqual([]);
  });

  it('leaves out names that lead elsewhere, and copies the others', async () => {
    const image = plainVolume(['good/a.bin', '../../escape.bin', 'bad/..\\..\\escape.bin', 'dots/./b.bin', 'last.bin']);
    const done = await run('extract', image, '/', '--to', at('safe/inner'));
    expect(done.code).toBe(1);
    expect(done.stderr).toMatch(/could lead out of/);
    expect([...filesBelow(at('safe')).keys()].sort()).toEqual(['inner/good/a.bin', 'inner/last.bin']);
    expect(existsSync(at('escape.bin'))).toBe(false);
  });

  it('names paths that are not there, and what is wrong with the key', async () => {
    expect(
      await run(
        'extract',
        job.image(),
        'nothing',
        'DriveManifest.xml',
        '--to',
        at('some'),
        '--key-file',
        at('key.txt'),
      ),
    ).toMatchObject({ code: 1, stderr: expect.stringContaining('\\nothing: It does not exist on') as string });
    expect(existsSync(at('some/DriveManifest.xml'))).toBe(true);
    expect(await run('extract', job.image(), '/', '--to', at('x'))).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('is locked') as string,
    });
    writeFileSync(at('wrong.txt'), '471207-278498-422125-177177-561902-537405-468006-693451');
    expect(await run('ls', job.image(), '--key-file', at('wrong.txt'))).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringContaining('does not belong to this volume') as string,
    });
    expect((await run('extract', job.image(), '/')).code).toBe(2);
    expect((await run('extract', job.image(), '/', '--to', 'x', '--jrm', 'a', '--key-file', 'b')).code).toBe(2);
    expect(await run('ls', 'none.vhd')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('does not exist') as string,
    });
  });

  it('stops at Ctrl+C, and leaves no half of a file', async () => {
    const large = new PreparationJob();
    truncateSync(large.write('large.bin', 'x'), 800_000_000);
    large.row().drive();
    expect((await large.prep(['--no-verify'])).code).toBe(0);
    const started = startRunner(
      ['extract', large.image(), '/', '--to', join(large.folder, 'out'), '--jrm', large.jrmPath],
      { cwd: large.folder },
    );
    const file = join(large.folder, 'out/session#1/container/large.bin');
    // Only once: a second signal ends the process without waiting for unfinished work.
    const timer = setInterval(() => {
      if (!existsSync(file)) return;
      clearInterval(timer);
      started.child.kill('SIGINT');
    }, 20);
    const ended = await started.ended;
    clearInterval(timer);
    expect(ended).toMatchObject({ code: 130, stderr: expect.stringContaining('Cancelled') as string });
    expect(existsSync(file)).toBe(false);
    large.remove();
  });
});

describe('sneakernet ls', () => {
  it('lists a directory, with sizes and times', async () => {
    const { code, stdout } = await run('ls', job.image(), 'session#1\\container\\times', '--jrm', job.jrmPath);
    expect(code).toBe(0);
    expect(stdout).toBe(
      [
        '1901.txt 1901-12-31 00:00:00',
        '1969.txt 1969-07-20 20:17:40',
        '2039.txt 2039-03-01 12:00:00',
        '2400.txt 2400-01-01 00:00:00',
      ]
        .map((line) => {
          const [name, ...time] = line.split(' ');
          return `- ${String(statSync(join(job.source, 'times', name!)).size).padStart(15)}  ${time.join(' ')}  ${name!}\n`;
        })
        .join(''),
    );
    expect((await run('ls', job.image(), '--jrm', job.jrmPath)).stdout).toMatch(/^d +0 {2}.* {2}session#1\\$/m);
    expect((await run('ls', job.image(), 'session#1/container/times/1969.txt', '--jrm', job.jrmPath)).stdout).toMatch(
      /^- +11 {2}1969-07-20 20:17:40 {2}1969\.txt\n$/,
    );
  });

  it('lists all that is below as JSON, the same files that the sources have', async () => {
    const { code, stdout } = await run('ls', job.image(), 'session#1/container', '-R', '--json', '--jrm', job.jrmPath);
    expect(code).toBe(0);
    const entries = JSON.parse(stdout) as ListedEntry[];
    const found = new Map(
      entries.filter(({ type }) => type === 'file').map(({ path, size, modified }) => [path, { size, modified }]),
    );
    const expected = [...filesBelow(job.source)].map(
      ([path, { size, modified }]) =>
        [
          `\\session#1\\container\\${path.replaceAll('/', '\\')}`,
          { size, modified: new Date(Math.floor(modified)).toISOString() },
        ] as const,
    );
    expect(found).toEqual(new Map(expected));
    expect(JSON.parse((await run('ls', plainVolume(['a/b.txt']), 'a', '--json')).stdout)).toEqual([
      expect.objectContaining({ path: '\\a\\b.txt', size: 5000 }),
    ]);
  });

  it('says what is not there', async () => {
    expect(await run('ls', job.image(), 'nothing', '--jrm', job.jrmPath)).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringContaining('there is no \\nothing') as string,
    });
  });

  it.skipIf(process.platform !== 'linux' || (!existsSync('/usr/sbin/mkntfs') && process.env['CI'] !== 'true'))(
    'looks into volumes that others made',
    async () => {
      const image = at('mkntfs.img');
      writeFileSync(image, '');
      truncateSync(image, 20_000_000);
      execFileSync('/usr/sbin/mkntfs', ['-F', '-q', image], { stdio: 'ignore' });
      expect(await run('ls', image, '--json')).toMatchObject({ code: 0, stdout: '[]\n' });
    },
  );
});
