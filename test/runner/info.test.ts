import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { diskAround, testDrive } from '../../src-runner/test/driveInMemory';
import { otherRecoveryPassword, testSecrets } from '../../src-runner/test/bitlockerSecrets';
import { vhdFooter } from '../../src-runner/src/volume/vhd/vhdFooter';

const runner = fileURLToPath(new URL('../../dist/runner.js', import.meta.url));
const key = testSecrets().recoveryPassword;
const drive = testDrive();
const digest = createHash('sha256').update(drive.plain).digest('hex');
/** util-linux's `script`, with its options, provides a terminal. */
const hasScript = process.platform === 'linux' && existsSync('/usr/bin/script');
let folder: string;

beforeAll(() => {
  if (!existsSync(runner)) throw new Error('dist/runner.js is missing: run "npm run build" first.');
  folder = mkdtempSync(join(tmpdir(), 'sneakernet-info-'));
  write('drive.vhd', drive.vhd);
  write('volume.img', drive.volume);
  write('plain.img', diskAround(drive.plain));
  write('key.txt', `${key}\n`);
  write('wrong.txt', otherRecoveryPassword);
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

function write(name: string, content: string | Uint8Array): string {
  writeFileSync(join(folder, name), content);
  return name;
}

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function run(
  command: string,
  args: readonly string[],
  environment: NodeJS.ProcessEnv = {},
  answer?: { readonly to: string; readonly with: string },
): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: folder,
      stdio: [answer ? 'pipe' : 'ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...environment },
    });
    const ended = { stdout: '', stderr: '' };
    let isAnswered = false;
    for (const stream of ['stdout', 'stderr'] as const) {
      child[stream]!.on('data', (data: Buffer) => {
        ended[stream] += data.toString();
        if (!isAnswered && answer && ended[stream].includes(answer.to)) {
          isAnswered = true;
          child.stdin!.write(answer.with);
        }
      });
    }
    child.once('error', reject);
    child.once('close', (code) => {
      resolve({ code, ...ended });
    });
  });
}

const info = (args: readonly string[], environment?: NodeJS.ProcessEnv) =>
  run(process.execPath, [runner, 'info', ...args], environment);

async function json(
  args: readonly string[],
  environment?: NodeJS.ProcessEnv,
): Promise<{ code: number | null; report: unknown }> {
  const { code, stdout } = await info([...args, '--json'], environment);
  return { code, report: JSON.parse(stdout) };
}

describe('sneakernet info', () => {
  it('tells what a drive is without its key', async () => {
    const { code, stdout, stderr } = await info(['drive.vhd']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    for (const fact of [
      'fixed VHD',
      'GPT',
      'BitLocker, aes-xts-128',
      'locked',
      testSecrets().volumeGuid,
      'recovery password',
      '3 of 3 copies sound',
    ])
      expect(stdout).toContain(fact);
  });

  it('tells with the key what is in it, and the sum of all of it', async () => {
    expect(await json(['drive.vhd', '--key-file', 'key.txt', '--digest'])).toMatchObject({
      code: 0,
      report: {
        container: 'fixed VHD',
        partition: { offset: 1024 * 1024 },
        bitlocker: {
          cipher: 'aes-xts-128',
          state: 'encrypted',
          suspended: false,
          unlocked: true,
          unlockedBy: testSecrets().protectorGuid,
        },
        fileSystem: { name: 'NTFS', label: 'Sneakernet', serial: '123456789ABCDEF0', length: drive.plain.length },
        decryptedSha256: digest,
        remarks: [],
        problems: [],
      },
    });
    const { stdout } = await info(['volume.img', '--key-file', 'key.txt', '--digest']);
    expect(stdout).toContain(digest);
    expect(stdout).toMatch(/NTFS "Sneakernet".* MB free/);
  });

  it('takes the key from the environment', async () => {
    expect(await json(['volume.img'], { SNEAKERNET_BITLOCKER_KEY: key })).toMatchObject({
      code: 0,
      report: { partition: null, bitlocker: { unlocked: true } },
    });
  });

  it('takes the key from the text that Windows saves', async () => {
    const text = `BitLocker Drive Encryption recovery key\r\n\r\nIdentifier:\r\n\r\n\t${testSecrets().protectorGuid.toUpperCase()}\r\n\r\nRecovery Key:\r\n\r\n\t${key}\r\n`;
    write('saved.txt', Buffer.from(`\ufeff${text}`, 'utf16le'));
    expect(await json(['volume.img', '--key-file', 'saved.txt'])).toMatchObject({
      code: 0,
      report: { bitlocker: { unlocked: true } },
    });
  });

  it.runIf(hasScript)('asks for the key on a terminal, where it is not shown', async () => {
    const command = `'${process.execPath}' '${runner}' info volume.img`;
    const { code, stdout } = await run(
      'script',
      ['-qec', command, '/dev/null'],
      {},
      { to: 'Recovery key of volume.img', with: `${key}\r` },
    );
    expect(code).toBe(0);
    expect(stdout).toContain('unlocked by protector');
    expect(stdout).not.toContain(key.slice(0, 13));
  });

  it.runIf(hasScript)('is cancelled by Ctrl+C, and ends with 130', async () => {
    write('long.img', drive.plain);
    truncateSync(join(folder, 'long.img'), 2 ** 36);
    const command = `'${process.execPath}' '${runner}' info long.img --digest`;
    const { code, stdout } = await run('script', ['-qec', command, '/dev/null'], {}, { to: ' %', with: '\u0003' });
    expect(code).toBe(130);
    expect(stdout).toContain('Cancelled.');
  });

  it("ends with 1 where the key is another drive's, and says whose is wanted", async () => {
    const { code, stdout, stderr } = await info(['drive.vhd', '--key-file', 'wrong.txt']);
    expect(code).toBe(1);
    expect(stdout).toContain('locked');
    expect(stderr).toContain(testSecrets().protectorGuid.toUpperCase());
  });

  it('tells what the import service would not take', async () => {
    expect(await json(['plain.img'])).toMatchObject({
      code: 0,
      report: {
        bitlocker: null,
        fileSystem: { name: 'NTFS', label: 'Sneakernet' },
        remarks: [expect.stringContaining('not encrypted with BitLocker')],
        problems: [],
      },
    });
    expect(await json(['plain.img', '--key-file', 'key.txt'])).toMatchObject({
      code: 1,
      report: { problems: [expect.stringContaining('no key unlocks it')] },
    });
  });

  it('ends with 1 for what is no finished drive', async () => {
    write('noise.img', new Uint8Array(4096).fill(3));
    expect(await info(['noise.img'])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('contains no readable volume') as string,
    });
    expect(await info(['volume.img', '--digest'])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('--digest requires its key') as string,
    });
    const vhd = Buffer.from(vhdFooter(1024 * 1024, testSecrets().volumeGuid, new Date()));
    write('cut.vhd', vhd);
    expect(await info(['cut.vhd'])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('damaged VHD') as string,
    });
  });

  it('ends with 2 for a file that is missing, and for one without a key', async () => {
    write('none.txt', 'no key');
    write('two.txt', `${key}\n${otherRecoveryPassword}`);
    write('mistyped.txt', key.replace(/^\d/, '9'));
    expect(await info(['missing.vhd'])).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining('missing.vhd does not exist') as string,
    });
    expect(await info(['drive.vhd', '--key-file', 'missing.txt'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('missing.txt cannot be read') as string,
    });
    expect(await info(['drive.vhd', '--key-file', 'none.txt'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('no recovery key found') as string,
    });
    expect(await info(['drive.vhd', '--key-file', 'two.txt'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('contains 2 recovery keys') as string,
    });
    expect(await info(['drive.vhd', '--key-file', 'mistyped.txt'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('group 1 of the recovery key is mistyped') as string,
    });
    expect(await info([])).toMatchObject({ code: 2 });
    expect(await info(['drive.vhd', 'volume.img'])).toMatchObject({ code: 2 });
  });

  it('never shows a key', async () => {
    const runs = [
      await info(['drive.vhd', '--key-file', 'key.txt', '--json']),
      await info(['drive.vhd', '--key-file', 'wrong.txt']),
      await info(['drive.vhd', '--key-file', 'two.txt']),
      await info(['drive.vhd', '--key-file', 'mistyped.txt']),
    ];
    for (const { stdout, stderr } of runs) expect(stdout + stderr).not.toMatch(/\d{6}-\d{6}/);
  });
});
