import { randomBytes } from 'node:crypto';
import { appendFileSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PreparationJob } from '../drives/preparationJob';
import type { EndedRun, StartedRun } from '../drives/runnerProcess';
import { startRunner } from '../drives/runnerProcess';
import { noise } from '../drives/uglyTree';

const MEGABYTE = 1024 * 1024;
const recoveryKey = /(?<!\d)\d{6}(?:-?\d{6}){7}(?!\d)/;
/** A key of a storage account is 64 bytes in base64. */
const storageKey = randomBytes(64).toString('base64');
const signature = randomBytes(32).toString('base64').replace('=', '%3D');
const containerSas = `https://account.blob.core.windows.net/container?sv=2024-11-04&sr=c&sig=${signature}`;

let job: PreparationJob;

beforeEach(() => {
  job = new PreparationJob();
  for (let index = 0; index < 40; index++) job.write(`${index}.bin`, noise(4 * MEGABYTE, index));
  job.row().drive();
});

afterEach(() => {
  job.remove();
});

/** The volume's keys in every form used in the recovery log. */
function volumeSecrets(): string[] {
  const journal = readFileSync(job.recovery, 'utf8');
  const keys = [...journal.matchAll(/\d{6}(?:-\d{6}){7}/g)].map(([key]) => key);
  const hex = [...journal.matchAll(/"(?:password|stretchedKey|masterKey|volumeKey)":"([0-9a-f]+)"/g)].map(
    ([, secret]) => secret!,
  );
  expect(keys.length).toBeGreaterThan(0);
  expect(hex.length).toBeGreaterThan(1);
  return [
    ...new Set([
      ...keys,
      ...keys.map((key) => key.replaceAll('-', '')),
      ...hex,
      ...hex.map((key) => Buffer.from(key, 'hex').toString('base64')),
    ]),
  ];
}

/**
 * All files below the job's folder except sources, CSVs and images, which contain keys by design or were not written by
 * us.
 */
function outputs(): string[] {
  const names = readdirSync(job.folder, { recursive: true, encoding: 'utf8' }).map((name) => join(job.folder, name));
  return names.filter(
    (path) => statSync(path).isFile() && !path.startsWith(job.source) && !/\.(csv|vhd|secret)$/.test(path),
  );
}

/** Only the JRM, the journal and the drive infos may contain keys of volumes, and nobody else may read those. */
function expectNoSecret(ended: EndedRun, credentials: readonly string[]): void {
  const secrets = [...volumeSecrets(), ...credentials];
  const hasOne = (text: string) => secrets.filter((secret) => text.includes(secret)).length;
  const screen = ended.stdout + ended.stderr;
  expect(hasOne(screen)).toBe(0);
  expect(screen).not.toMatch(recoveryKey);
  for (const path of outputs()) {
    const text = readFileSync(path, 'latin1');
    expect({ path, credentials: credentials.filter((secret) => text.includes(secret)).length }).toEqual({
      path,
      credentials: 0,
    });
    if (!/\.(jrm|jrn|recovery|xml)$/.test(path))
      expect({ path, secrets: hasOne(text), isKey: recoveryKey.test(text) }).toEqual({
        path,
        secrets: 0,
        isKey: false,
      });
    else if (process.platform !== 'win32')
      expect({ path, mode: statSync(path).mode & 0o777 }).toEqual({ path, mode: 0o600 });
  }
  expect(outputs().some((path) => path.endsWith('.log'))).toBe(true);
}

/** Stops a run as soon as it copies. */
async function stopped(start: (onOutput: (text: string) => void) => StartedRun): Promise<EndedRun> {
  const run = start((text) => {
    if (text.includes('"progress"')) run.child.kill('SIGINT');
  });
  const ended = await run.ended;
  expect(ended.code).toBe(130);
  return ended;
}

function prepImport(...args: readonly string[]): string[] {
  const [, dataset, , driveset] = job.csvs();
  return [
    'PrepImport',
    `/j:${job.journal}`,
    '/id:session#1',
    `/InitialDriveSet:${driveset!}`,
    `/DataSet:${dataset!}`,
    ...args,
  ];
}

/** The credential for the storage account in the drive's manifest. */
async function credentialOnDrive(): Promise<string | undefined> {
  const { code, stderr } = await job.run([
    'extract',
    job.image(),
    'DriveManifest.xml',
    '--jrm',
    job.jrmPath,
    '--to',
    join(job.folder, 'drives', 'H'),
  ]);
  expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
  const manifest = readFileSync(join(job.folder, 'drives', 'H', 'DriveManifest.xml'), 'utf8');
  return /<(?:StorageAccountKey|ContainerSas)>(.*?)<\//.exec(manifest)?.[1]?.replaceAll('&amp;', '&');
}

describe('No secret is told', () => {
  it.each([
    ['/sk', storageKey, [storageKey]],
    ['/csas', containerSas, [containerSas, signature]],
  ])(
    "where the tool's command line holds one as %s: it is warned of, and written to the drive alone",
    async (option, value, secrets) => {
      const done = await job.run(prepImport(`${option}:${value}`, '--events', 'ndjson'));
      expect({ code: done.code, stderr: done.code === 0 ? '' : done.stderr }).toEqual({ code: 0, stderr: '' });
      expect(done.stderr).toContain('a key on the command line can be seen by other users');
      expectNoSecret(done, secrets);
      expect(await credentialOnDrive()).toBe(value);
    },
  );

  it('when a session is stopped and resumed, which asks for the credential again', async () => {
    const first = await stopped((onOutput) =>
      startRunner(prepImport(`/sk:${storageKey}`, '--events', 'ndjson'), { cwd: job.folder, onOutput }),
    );
    expectNoSecret(first, [storageKey]);
    const without = await job.resume(['--events', 'ndjson']);
    expect(without.code).toBe(2);
    expect(without.stderr).toContain('was started with the storage account key');
    expectNoSecret(without, [storageKey]);
    const other = await job.resume([], { environment: { SNEAKERNET_CONTAINER_SAS: containerSas } });
    expect(other.code).toBe(2);
    const resumed = await job.resume(['--events', 'ndjson'], { environment: { SNEAKERNET_STORAGE_KEY: storageKey } });
    expect({ code: resumed.code, stderr: resumed.code === 0 ? '' : resumed.stderr }).toEqual({ code: 0, stderr: '' });
    expectNoSecret(resumed, [storageKey]);
    expect(await credentialOnDrive()).toBe(storageKey);
  });

  it('when a preparation fails, is resumed in vain, and is verified against a JRM that is not its own', async () => {
    const file = join(job.folder, 'storage.secret');
    writeFileSync(file, storageKey);
    await stopped((onOutput) => job.start(['--events', 'ndjson', '--storage-key-file', file], { onOutput }));
    for (let index = 0; index < 40; index++) appendFileSync(join(job.source, `${index}.bin`), 'more');
    const failed = await job.resume(['--events', 'ndjson', '--storage-key-file', file]);
    expect(failed.code).toBe(1);
    expectNoSecret(failed, [storageKey]);
    const done = await job.resume(['--events', 'ndjson', '--storage-key-file', file, '--leave-out-changed']);
    expect(done.code).toBe(0);
    expectNoSecret(done, [storageKey]);
    const text = readFileSync(job.jrmPath, 'utf8');
    const key = job.keyOf();
    writeFileSync(job.jrmPath, text.replace(key, '060456-014509-132033-080300-252615-584177-672089-411631'));
    const refused = await job.verify(['--events', 'ndjson']);
    expect(refused.code).toBe(1);
    expect(refused.stdout + refused.stderr).not.toMatch(recoveryKey);
  });

  it('when a driveset with a key has mistakes, or a credential stands where none belongs', async () => {
    const mistyped = '060456-014509-132033-080300-252615-584177-672089-411632';
    job.drive('G', `AlreadyFormatted,SilentMode,AlreadyEncrypted,${mistyped}`);
    const findings = await job.prep(['--events', 'ndjson']);
    expect(findings.code).toBe(1);
    expect(findings.stdout + findings.stderr).not.toMatch(recoveryKey);
    for (const args of [
      prepImport(storageKey),
      prepImport(`/sk ${storageKey}`),
      prepImport(`/skey:${storageKey}`),
      ['prep', '--storage-key', storageKey],
      [
        'prep',
        `--storage-key-file=${storageKey}`,
        '--journal',
        'x.jrn',
        '--session',
        'abc',
        '--dataset',
        'dataset.csv',
        '--driveset',
        'driveset.csv',
      ],
    ]) {
      const { code, stdout, stderr } = await job.run(args);
      expect(code).not.toBe(0);
      expect({
        args: args.map((word) => word.replace(storageKey, '…')),
        told: (stdout + stderr).includes(storageKey),
      }).toEqual({ args: args.map((word) => word.replace(storageKey, '…')), told: false });
    }
  });
});
