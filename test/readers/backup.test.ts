import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runRunner } from '../drives/runnerProcess';
import { hasReaders } from './readers';

const folder = mkdtempSync(join(tmpdir(), 'age-'));
const at = (name: string): string => join(folder, name);
const program = (name: string, ...args: string[]): string =>
  execFileSync(name, args, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
const names = [
  'job.jrm',
  'job.jrn',
  'a name that is longer than a header of a tar has room for, which is a hundred bytes, with ümläuts, too.xml',
];

describe.skipIf(!hasReaders('age', 'age-keygen', 'tar'))('Encrypted backups', () => {
  let recipient: string;

  beforeAll(() => {
    program('age-keygen', '-o', 'identity.txt');
    recipient = program('age-keygen', '-y', 'identity.txt').trim();
    names.forEach((name, index) => {
      writeFileSync(at(name), Buffer.alloc(70_000 * index, name));
    });
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  it('of ours are decrypted by age, and unpacked by tar', async () => {
    expect(
      await runRunner(['backup', ...names, '--to', 'ours.age', '--recipient', recipient], { cwd: folder }),
    ).toMatchObject({ code: 0 });
    program('age', '-d', '-i', 'identity.txt', '-o', 'ours.tar', 'ours.age');
    expect(program('tar', '--quoting-style=literal', '-tf', 'ours.tar').trimEnd().split('\n')).toEqual(names);
    program('tar', '-xf', 'ours.tar', '--one-top-level=unpacked');
    for (const name of names) expect(readFileSync(at(`unpacked/${name}`))).toEqual(readFileSync(at(name)));
  });

  it.each([
    ['', []],
    [' in letters', ['-a']],
  ])('of age and tar are read by ours%s', async (_, options) => {
    program('tar', '-cf', 'theirs.tar', ...names);
    program('age', ...options, '-r', recipient, '-o', `theirs${options.length}.age`, 'theirs.tar');
    const done = await runRunner(
      [
        'restore',
        `theirs${options.length}.age`,
        '--to',
        `restored${options.length}`,
        '--identity-file',
        'identity.txt',
      ],
      { cwd: folder },
    );
    expect(done).toMatchObject({ code: 0, stderr: '' });
    for (const name of names)
      expect(readFileSync(at(`restored${options.length}/${name}`))).toEqual(readFileSync(at(name)));
  });
});
