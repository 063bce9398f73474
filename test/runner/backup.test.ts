import { spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Encrypter, generateX25519Identity, identityToRecipient } from 'age-encryption';
import fc from 'fast-check';
import { packTar } from 'modern-tar';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { JrmHeader, Sha256 } from '../../core/src/jrm/jrm';
import { jrmJson } from '../../core/src/jrm/jrmText';
import type { BackupResult, RestoreResult } from '../../src-runner/src/protocol';
import type { EndedRun } from '../drives/runnerProcess';

const runner = fileURLToPath(new URL('../../dist/runner.js', import.meta.url));
const PASSPHRASE = 'correct horse battery staple';
const KEY = '060456-014509-132033-080300-252615-584177-672089-411631';

const sha256: Sha256 = () => {
  const hash = createHash('sha256');
  return { update: (text) => hash.update(text), digest: () => hash.digest('hex') };
};
const header: JrmHeader = {
  JobId: 'j',
  CustomerName: 'c',
  CreationDate: '2025-04-20T18:20:00Z',
  Drives: [{ DriveId: 'D', BitLockerKey: KEY, VolumeLabel: 'L' }],
  DataMapping: [],
};

/** The most memory that a process of the test used, in bytes. */
let mostMemory = 0;

/** 0 for a process that has ended, or if the system does not say. */
function residentBytes(pid: number): number {
  try {
    return 1024 * Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1] ?? 0);
  } catch {
    return 0;
  }
}

let identity: string;
let recipient: string;
let folder: string;
const at = (name: string): string => join(folder, name);

/** Runs a command like an editor, with arguments and secrets on standard input. */
function run(command: string, options: object, operands: readonly string[], secrets: object = {}): Promise<EndedRun> {
  const child = spawn(process.execPath, [runner, command, '--options-file', '-'], { cwd: folder });
  child.stdin.end(JSON.stringify({ options, operands, secrets }));
  const sampling = setInterval(() => {
    mostMemory = Math.max(mostMemory, residentBytes(child.pid!));
  }, 20);
  return new Promise((resolve) => {
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (data: Buffer) => (stdout += data.toString()));
    child.stderr.on('data', (data: Buffer) => (stderr += data.toString()));
    child.once('close', (code, signal) => {
      clearInterval(sampling);
      resolve({ code, signal, stdout, stderr });
    });
  });
}

const toRecipient = (options: object = {}, files: readonly string[] = ['job.jrm', 'job.jrn']) =>
  run('backup', { to: 'job.age', recipient: [recipient], json: true, ...options }, files);
const restored = (options: object = {}, backup = 'job.age') =>
  run('restore', { to: 'out', 'identity-file': 'identity.txt', json: true, ...options }, [backup]);

beforeAll(async () => {
  identity = await generateX25519Identity();
  recipient = await identityToRecipient(identity);
});
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'backup-'));
  folders.push(folder);
  writeFileSync(at('job.jrm'), [...jrmJson(header, [], sha256)].join(''));
  writeFileSync(at('job.jrn'), 'a journal');
  writeFileSync(at('identity.txt'), `# created: today\n${identity}\n`);
});
const folders: string[] = [];
afterAll(() => {
  for (const each of folders) rmSync(each, { recursive: true });
});

describe('An encrypted backup', () => {
  it('is opened by its passphrase, and by no other', async () => {
    const made = await run('backup', { to: 'job.age', json: true }, ['job.jrm', 'job.jrn'], { passphrase: PASSPHRASE });
    expect(made.code).toBe(0);
    const { files } = JSON.parse(made.stdout) as BackupResult;
    expect(files.map(({ name, size, sha256: sum }) => [name, size, sum])).toEqual(
      ['job.jrm', 'job.jrn'].map((name) => [
        name,
        statSync(at(name)).size,
        createHash('sha256')
          .update(readFileSync(at(name)))
          .digest('hex'),
      ]),
    );
    expect(statSync(at('job.age')).mode & 0o777).toBe(0o600);
    expect(readFileSync(at('job.age'), 'latin1')).not.toContain(KEY);
    const wrong = await run('restore', { list: true }, ['job.age'], { passphrase: 'another one entirely' });
    expect(wrong).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringContaining('The passphrase does not open') as string,
    });
    expect(made.stderr + wrong.stderr).not.toMatch(/horse|another one/);
    const done = await run('restore', { to: 'out', json: true }, ['job.age'], { passphrase: PASSPHRASE });
    expect(done).toMatchObject({ code: 0, stderr: '' });
    expect((JSON.parse(done.stdout) as RestoreResult).files).toEqual([
      expect.objectContaining({ name: 'job.jrm', path: join('out', 'job.jrm'), seal: 'sound' }),
      expect.objectContaining({ name: 'job.jrn', path: join('out', 'job.jrn') }),
    ]);
    for (const name of ['job.jrm', 'job.jrn']) {
      expect(readFileSync(at(`out/${name}`))).toEqual(readFileSync(at(name)));
      expect(statSync(at(`out/${name}`)).mode & 0o777).toBe(0o600);
      expect(Math.floor(statSync(at(`out/${name}`)).mtimeMs / 1000)).toBe(
        Math.floor(statSync(at(name)).mtimeMs / 1000),
      );
    }
    expect((await run('backup', { to: 'weak.age' }, ['job.jrm'], { passphrase: '1234567' })).code).toBe(2);
    expect((await run('backup', { to: 'none.age' }, ['job.jrm'])).code).toBe(2);
    expect(readdirSync(folder).sort()).toEqual(['identity.txt', 'job.age', 'job.jrm', 'job.jrn', 'out']);
  });

  it('is listed without being written', async () => {
    await toRecipient();
    const listed = await run('restore', { list: true, 'identity-file': 'identity.txt', json: true }, ['job.age']);
    expect((JSON.parse(listed.stdout) as RestoreResult).files.map(({ name, size }) => [name, size])).toEqual(
      ['job.jrm', 'job.jrn'].map((name) => [name, statSync(at(name)).size]),
    );
    expect(existsSync(at('out'))).toBe(false);
  });

  it('replaces nothing that it was not told to', async () => {
    await toRecipient();
    expect(await toRecipient()).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('already exists') as string,
    });
    expect((await toRecipient({ force: true })).code).toBe(0);
    mkdirSync(at('out'));
    writeFileSync(at('out/job.jrn'), 'mine');
    expect(await restored()).toMatchObject({ code: 1, stderr: expect.stringContaining('already exists') as string });
    expect(readdirSync(at('out'))).toEqual(['job.jrn']);
    const kept = JSON.parse((await restored({ keep: true })).stdout) as RestoreResult;
    expect(kept.files.map((file) => 'path' in file)).toEqual([true, false]);
    expect(readFileSync(at('out/job.jrn'), 'utf8')).toBe('mine');
    expect((await restored({ force: true })).code).toBe(0);
    expect(readFileSync(at('out/job.jrn'), 'utf8')).toBe('a journal');
    expect(readdirSync(at('out')).sort()).toEqual(['job.jrm', 'job.jrn']);
  });

  it('says of a JRM whether it is what was sealed', async () => {
    const text = readFileSync(at('job.jrm'), 'utf8');
    writeFileSync(at('edited.jrm'), text.replace('"j"', '"k"'));
    writeFileSync(at('other.jrm'), 'no JRM');
    await toRecipient({}, ['job.jrm', 'edited.jrm', 'other.jrm']);
    const { files } = JSON.parse((await restored()).stdout) as RestoreResult;
    expect(files.map((file) => 'seal' in file && file.seal)).toEqual(['sound', 'broken', 'unreadable']);
  });

  it('is there as a whole or not at all', async () => {
    expect(await toRecipient({}, ['job.jrm', 'missing.jrn'])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('missing.jrn cannot be read') as string,
    });
    expect(await toRecipient({ recipient: ['age1nonsense'] })).toMatchObject({
      code: 1,
      stderr: expect.not.stringContaining('nonsense') as string,
    });
    expect(await toRecipient({ to: 'nowhere/job.age' })).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('cannot be written') as string,
    });
    mkdirSync(at('sub'));
    writeFileSync(at('sub/JOB.jrm'), '');
    expect((await toRecipient({}, ['job.jrm', 'sub/JOB.jrm'])).code).toBe(1);
    expect(readdirSync(folder).filter((name) => /age|tmp/.test(name))).toEqual([]);
  });

  it('that is damaged writes nothing, wherever it is damaged', async () => {
    writeFileSync(at('job.jrn'), randomBytes(200_000));
    await toRecipient();
    const whole = readFileSync(at('job.age'));
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 1), fc.boolean(), async (place, isCut) => {
        const broken = isCut ? whole.subarray(0, place) : Buffer.from(whole);
        if (!isCut) broken[place]! ^= 1;
        writeFileSync(at('broken.age'), broken);
        const { code, stderr } = await restored({}, 'broken.age');
        expect([code, stderr]).toEqual([
          1,
          expect.stringMatching(/damaged|not an age file|None of the identities|not a backup/),
        ]);
        expect(existsSync(at('out')) ? readdirSync(at('out')) : []).toEqual([]);
      }),
      { numRuns: 12 },
    );
  });

  it('leads nowhere else, whoever made it', async () => {
    const names = ['../escape', '/etc/x', 'a/b', '..', 'a\\b', 'x\0y'];
    for (const name of names) {
      const encrypter = new Encrypter();
      encrypter.addRecipient(recipient);
      writeFileSync(
        at('evil.age'),
        await encrypter.encrypt(await packTar([{ header: { name, size: 1, type: 'file' }, body: 'x' }])),
      );
      const { code, stderr } = await restored({ force: true }, 'evil.age');
      if (name !== 'x\0y')
        expect([name, code, stderr]).toEqual([name, 1, expect.stringContaining('it is not a backup of a job')]);
    }
    for (const entry of [
      { header: { name: 'l', size: 0, type: 'symlink' as const, linkname: '/etc/passwd' } },
      { header: { name: 'd/', size: 0, type: 'directory' as const } },
    ]) {
      const encrypter = new Encrypter();
      encrypter.addRecipient(recipient);
      writeFileSync(at('evil.age'), await encrypter.encrypt(await packTar([entry])));
      expect((await restored({ force: true }, 'evil.age')).code).toBe(1);
    }
    expect(existsSync(join(folder, '..', 'escape'))).toBe(false);
    expect(readdirSync(folder).sort()).not.toContain('escape');
  });

  it('wants an identity that is one', async () => {
    await toRecipient();
    for (const text of ['', '# nothing\n', 'AGE-SECRET-KEY-1XYZ', recipient]) {
      writeFileSync(at('identity.txt'), text);
      const { code, stderr } = await restored();
      expect(code).toBe(1);
      expect(stderr).toMatch(/identity file/);
      if (text !== '') expect(stderr).not.toContain(text);
    }
    writeFileSync(at('identity.txt'), await generateX25519Identity());
    expect(await restored()).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('None of the identities') as string,
    });
    expect((await restored({ 'identity-file': 'none.txt' })).code).toBe(2);
    expect((await restored({ to: undefined })).code).toBe(2);
    expect((await restored({ force: true, keep: true })).code).toBe(2);
  });

  it('of a large file takes no memory for it', async () => {
    mostMemory = 0;
    writeFileSync(at('large.jrn'), '');
    truncateSync(at('large.jrn'), 250_000_000);
    chmodSync(at('large.jrn'), 0o600);
    expect((await toRecipient({}, ['large.jrn'])).code).toBe(0);
    expect(statSync(at('job.age')).size).toBeGreaterThan(250_000_000);
    expect((await restored()).code).toBe(0);
    expect(statSync(at('out/large.jrn')).size).toBe(250_000_000);
    expect(mostMemory).toBeLessThan(200_000_000);
  });
});
