import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';

const runner = fileURLToPath(new URL('../../dist/runner.js', import.meta.url));
const header = 'BasePath,DstBlobPathOrPrefix,BlobType,Disposition,MetadataFile,PropertiesFile\n';
const row = (source: string, destination: string) => `${source},${destination},BlockBlob,rename,None,None\n`;
const drives = 'DriveLetter,FormatOption,SilentOrPromptOnFormat,Encryption,ExistingBitLockerKey\n';

interface Finding {
  readonly file: string;
  readonly code: string;
  readonly severity: string;
  readonly message: string;
  readonly range: { readonly start: { readonly line: number; readonly character: number } };
}

let folder: string;

beforeAll(() => {
  if (!existsSync(runner)) throw new Error('dist/runner.js is missing: run "npm run build" first.');
});

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sneakernet-validate-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

function write(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  return path;
}

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function run(
  args: readonly string[],
  { uid, onOutput }: { uid?: number; onOutput?: (child: ReturnType<typeof spawn>) => void } = {},
): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [runner, ...args], {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(uid === undefined ? {} : { uid }),
    });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (data: Buffer) => {
      stdout += data.toString();
      onOutput?.(child);
    });
    child.stderr.on('data', (data: Buffer) => (stderr += data.toString()));
    child.once('error', reject);
    child.once('close', (code) => {
      resolve({ code, stdout, stderr });
    });
  });
}

async function findings(...args: readonly string[]): Promise<Finding[]> {
  const { stdout } = await run(['validate', '--format', 'json', ...args]);
  return JSON.parse(stdout) as Finding[];
}

const codes = (found: readonly Finding[]) => found.map(({ file, code }) => `${file} ${code}`);

describe('sneakernet', () => {
  it('shows its help with examples, and its version', async () => {
    expect(await run(['--help'])).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('Examples:') as string,
      stderr: '',
    });
    expect(await run(['help', 'validate'])).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('--max-findings') as string,
    });
    expect((await run(['--version'])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  it.each([
    [['prep']],
    [['constructor']],
    [[]],
    [['validate']],
    [['validate', '.', '--fast']],
    [['validate', '.', '--format', 'xml']],
    [['validate', '.', '--max-findings', '0']],
    [['validate', '.', '--map', 'F:']],
    [['lsp']],
    [['help', 'me']],
  ])('refuses %j as wrong usage, on standard error alone', async (args) => {
    const { code, stdout, stderr } = await run(args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).not.toMatch(/\bat .*\.js:/);
    expect(stderr.length).toBeGreaterThan(20);
  });

  it('says which commands there are', async () => {
    expect((await run(['prepare'])).stderr).toMatch(
      /^sneakernet: there is no command "prepare"\. The commands are: validate, .*\bhelp\.\n$/,
    );
  });
});

describe('sneakernet validate', () => {
  it('ends with 0 for a sound job, and writes nothing to standard output', async () => {
    write('dataset.csv', header + row('F:\\Photos\\', 'photos/'));
    write('driveset.csv', `${drives}G,Format,SilentMode,Encrypt,\n`);
    expect(await run(['validate', '.'])).toEqual({
      code: 0,
      stdout: '',
      stderr: '0 errors, 0 warnings, 0 hints in 2 records of 2 files.\n',
    });
  });

  it('ends with 1 for an error and with 0 for a warning', async () => {
    write('dataset.csv', header + row('F:\\Photos\\', '/photos/'));
    expect(await run(['validate', 'dataset.csv'])).toMatchObject({
      code: 1,
      stdout: expect.stringMatching(/^dataset\.csv:2:12 error dataset\/destination-leading-slash /) as string,
    });
    write('dataset.csv', header + row('F:\\Photos\\', 'photos'));
    expect((await run(['validate', 'dataset.csv'])).code).toBe(0);
  });

  it('searches folders, but neither hidden ones nor node_modules, and tells files by name or header', async () => {
    const wrong = header + row('F:\\Photos\\', '/photos/');
    for (const name of [
      'a/DATASET.CSV',
      'a/b/list.csv',
      '.git/dataset.csv',
      'node_modules/x/dataset.csv',
      'a/other.bin',
    ])
      write(name, wrong);
    write('a/c/dataset.txt', wrong);
    write('a/names.csv', 'first,last\nAda,Lovelace\n');
    expect(codes(await findings('.'))).toEqual(
      ['a/DATASET.CSV', 'a/b/list.csv', 'a/c/dataset.txt'].map((name) => `${name} dataset/destination-leading-slash`),
    );
  });

  it('shows no key and no signature, in whatever column or header they stand', async () => {
    const key = '060456-014509-132033-080300-252615-584177-672089-411631';
    write('driveset.csv', `DriveLetter,FormatOption,${key}\nG,AlreadyFormatted,SilentMode,AlreadyEncrypted,${key}\n`);
    write(
      'rows.csv',
      `BasePath,DstBlobPathOrPrefix,BlobType,https://a.blob.core.windows.net/c?sv=1&sig=SECRET\nF:\\a?sig=SECRET\\,photos/?sig=SECRET,?sig=SECRET,x\nF:\\a?sig=SECRET\\b\\,photos/,${key},x\n`,
    );
    for (const format of ['text', 'json', 'sarif', 'github']) {
      const { stdout, stderr, code } = await run(['validate', '--format', format, '.']);
      expect(code).toBe(1);
      expect(stdout + stderr).not.toMatch(/SECRET|014509/);
    }
  });

  it('checks a named file whatever it is called', async () => {
    write('rows.data', header + row('F:\\Photos\\', '/photos/'));
    expect(codes(await findings('rows.data'))).toEqual(['rows.data dataset/destination-leading-slash']);
  });

  it('reads the files of a folder together, and reports only what was asked for', async () => {
    write('dataset.csv', header + row('H:\\Photos\\', 'photos/'));
    write('driveset.csv', `${drives}H,Format,SilentMode,Encrypt,\nC,Format,SilentMode,Encrypt,\n`);
    write(
      'job.json',
      '{ "dataset": ["dataset.csv"], "driveset": ["driveset.csv"], "journal": "H:\\\\job.jrn", "sessionId": "x" }',
    );
    expect(codes(await findings('dataset.csv'))).toEqual(['dataset.csv job/source-on-formatted-drive']);
    expect(codes(await findings('job.json'))).toEqual([
      'job.json job/journal-on-target-drive',
      'job.json job/session-id',
    ]);
    expect(codes(await findings('.'))).toEqual([
      'driveset.csv driveset/drive-letter-system',
      'dataset.csv job/source-on-formatted-drive',
      'job.json job/journal-on-target-drive',
      'job.json job/session-id',
    ]);
  });

  it('takes severities and accepted findings from the sneakernet.json beside the file, or from the one that is named', async () => {
    write('dataset.csv', header + row('F:\\Photos\\', '/photos/') + row('F:\\Music\\', 'music'));
    write(
      'sneakernet.json',
      '{ "rules": { "dataset/destination-kind": "off" }, "suppress": [{ "file": "dataset.csv", "code": "dataset/destination-leading-slash", "basePath": "F:\\\\Photos\\\\", "reason": "known" }] }',
    );
    expect(await findings('.')).toEqual([]);
    const other = write('other/settings.json', '{ "rules": { "dataset/destination-kind": "error" } }');
    expect(
      (await findings('dataset.csv', '--config', other)).map(({ code, severity }) => `${severity} ${code}`),
    ).toEqual(['error dataset/destination-leading-slash', 'error dataset/destination-kind']);
    write('sneakernet.json', '{ "rules": ');
    // A broken file gets a finding, and the rest is still checked.
    expect(codes(await findings('.'))).toEqual([
      'dataset.csv dataset/destination-leading-slash',
      'dataset.csv dataset/destination-kind',
      'sneakernet.json job/syntax',
    ]);
  });

  it("lets its options have the last word, and the editor's settings the first", async () => {
    write('dataset.csv', header + row('F:\\Photos\\', '/photos/'));
    const severity = async (...args: string[]) =>
      (await findings('dataset.csv', ...args)).map((finding) => finding.severity);
    const editor = ['--editor-settings', '{ "rules": { "dataset/destination-leading-slash": "warning" } }'];
    expect(await severity(...editor)).toEqual(['warning']);
    write('sneakernet.json', '{ "rules": { "dataset/destination-leading-slash": "information" } }');
    expect(await severity(...editor)).toEqual(['information']);
    expect(await severity(...editor, '--rule', 'dataset/destination-leading-slash=error')).toEqual(['error']);
  });

  it('lists the first findings of each file, and counts the others', async () => {
    write('dataset.csv', header + row('F:\\Photos\\', '/photos/').repeat(20));
    expect((await findings('.', '--max-findings', '3')).map(({ code }) => code)).toEqual([
      'dataset/destination-leading-slash',
      'dataset/base-path-duplicate',
      'dataset/destination-leading-slash',
      'csv/more-findings',
    ]);
    expect(await findings('.', '--max-findings', 'all')).toHaveLength(39);
  });

  it('looks at this machine where paths are mapped to it', async () => {
    write('data/Photos/a.txt', 'x');
    write('data/disk.vhd', 'x'.repeat(100));
    write(
      'dataset.csv',
      header +
        row('F:\\Photos', 'photos/') +
        row('F:\\Fotos\\', 'photos/more/') +
        'F:\\disk.vhd,disks/disk.vhd,PageBlob,rename,None,None\n',
    );
    expect((await findings('dataset.csv')).map(({ code }) => code)).not.toContain('dataset/base-path-not-found');
    const found = await findings('dataset.csv', '--map', `f:\\=${join(folder, 'data')}`);
    expect(found.map(({ code, range }) => `${range.start.line} ${code}`)).toEqual([
      '1 dataset/base-path-kind',
      '2 dataset/base-path-not-found',
      '3 dataset/page-blob-size',
    ]);
  });

  it('checks as the dialect that is asked for', async () => {
    write('dataset.csv', 'BasePath,DstItemPathOrPrefix,ItemType\nF:\\Photos\\,photos/,file\n');
    expect(await findings('.')).toEqual([]);
    expect((await findings('.', '--dialect', 'blob')).map(({ code }) => code)).toContain('csv/column-unknown');
  });

  it.each([
    ['little-endian, with a byte order mark', (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le')],
    ['little-endian, without', (text: string) => Buffer.from(text, 'utf16le')],
    ['big-endian, with', (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le').swap16()],
    ['big-endian, without', (text: string) => Buffer.from(text, 'utf16le').swap16()],
  ])('has one finding for UTF-16, %s', async (_, encode) => {
    write('dataset.csv', encode(header + row('F:\\Photos\\', 'photos/')));
    const found = await findings('.');
    expect(found.map(({ code, message }) => [code, message])).toEqual([
      ['csv/encoding', 'The file is UTF-16. Save it as UTF-8.'],
    ]);
  });

  it('names the first byte that is no UTF-8, and checks the rest', async () => {
    write(
      'dataset.csv',
      Buffer.concat([
        Buffer.from('\ufeff'),
        Buffer.from(`${header}F:\\Z\u00fcrich\\,/photos/,BlockBlob,rename,None,None\n`, 'latin1'),
      ]),
    );
    const found = await findings('.');
    expect(found.map(({ code }) => code)).toEqual(['csv/encoding', 'dataset/destination-leading-slash']);
    expect(found[0]!.message).toContain(`offset ${3 + header.length + 4} `);
  });

  it('has one finding for a file that is no text', async () => {
    write('dataset.csv', Buffer.from(Array.from({ length: 300_000 }, (_, i) => (i * 7919) % 256)));
    expect((await findings('.')).map(({ code }) => code)).toEqual(['csv/encoding']);
    write('picture.csv', Buffer.from('89504e470d0a1a0a0000000d49484452ffff', 'hex'));
    expect(codes(await findings('picture.csv'))).toEqual(['picture.csv csv/encoding']);
  });

  it.each([
    ['an empty file', 'dataset.csv', '', 'dataset.csv is empty.'],
    ['a file of empty lines', 'dataset.csv', '\r\n\r\n', 'dataset.csv is empty.'],
    [
      'a file of something else',
      'names.csv',
      'first,last\nAda,Lovelace\n',
      'names.csv is neither a dataset nor a driveset',
    ],
  ])('says what is wrong with %s', async (_, name, text, message) => {
    write(name, text);
    expect(await run(['validate', name])).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining(message) as string,
    });
  });

  it('says that a path does not exist, and that a folder holds no job', async () => {
    expect(await run(['validate', 'nowhere.csv'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('nowhere.csv cannot be read: it does not exist.') as string,
    });
    expect(await run(['validate', '.'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining(
        'no dataset, driveset, job.json, JRM, journal, manifest or copy log in .',
      ) as string,
    });
  });

  const jrm = (container: string) =>
    `{\n  "JobId": "a", "CustomerName": "b", "CreationDate": "2025-04-20T18:20:00Z",\n  "Drives": [{ "DriveId": "A1", "BitLockerKey": "060456", "VolumeLabel": "D", "DriveLetter": "H" }],\n` +
    `  "DataMapping": [{ "SourcePath": "F:\\\\a\\\\", "DestinationContainer": "${container}", "BlobType": "BlockBlob" }],\n  "Checksums": [{ "FilePath": "F:\\\\a\\\\1", "SHA256": "12" }]\n}\n`;

  it('checks a JRM with the job that it lies beside', async () => {
    write('dataset.csv', `${header}${row('F:\\a\\', 'photos/')}`);
    write('driveset.csv', `${drives}G,Format,SilentMode,Encrypt,\n`);
    write('job.jrm', jrm('Photos'));
    expect((await findings('job.jrm')).map(({ file, code, range }) => `${file}:${range.start.line} ${code}`)).toEqual([
      'job.jrm:2 jrm/driveset-drive-missing',
      'job.jrm:2 jrm/key-format',
      'job.jrm:2 jrm/drive-not-in-driveset',
      'job.jrm:3 jrm/container-name',
      'job.jrm:3 jrm/mapping-not-in-dataset',
      'job.jrm:4 jrm/checksum-format',
    ]);
    expect((await run(['validate', '.'])).stdout).not.toContain('060456');
  });

  it('obeys sneakernet.json for a JRM in XML', async () => {
    write('JOB.JRM', '<?xml version="1.0"?>\n<JobResponseManifest><JobId>a</JobId></JobResponseManifest>\n');
    write('sneakernet.json', '{ "rules": { "jrm/missing": "warning" } }');
    expect((await findings('.')).map(({ file, code, severity }) => `${file} ${code} ${severity}`)).toEqual([
      ...Array<string>(5).fill('JOB.JRM jrm/missing warning'),
    ]);
  });

  it('reads a line of ten million characters', async () => {
    write('dataset.csv', `${header}${row(`F:\\${'x'.repeat(10_000_000)}\\`, 'photos/')}${row('F:\\b\\', '/photos/')}`);
    expect((await findings('.')).map(({ code, range }) => `${range.start.line} ${code}`)).toEqual([
      '1 dataset/base-path-too-long',
      '2 dataset/destination-leading-slash',
    ]);
  });

  const nobody = process.getuid?.() === 0 ? 65534 : undefined;

  it.skipIf(process.platform === 'win32')(
    'goes on without a file or folder that it may not read, and says so',
    async () => {
      write('sound/dataset.csv', header + row('F:\\Photos\\', 'photos/'));
      chmodSync(write('closed/dataset.csv', header), 0o000);
      const locked = dirname(write('locked/dataset.csv', header));
      chmodSync(locked, 0o000);
      chmodSync(folder, 0o755);
      const { code, stderr } = await run(['validate', '.'], nobody === undefined ? {} : { uid: nobody });
      chmodSync(locked, 0o755);
      expect(stderr).toContain('closed/dataset.csv cannot be read: permission is denied.');
      expect(stderr).toContain('the folder locked cannot be read: permission is denied.');
      expect(stderr).toContain('in 1 record of 1 file.');
      expect(code).toBe(2);
    },
  );

  const manyRows = () =>
    header + Array.from({ length: 300_000 }, (_, i) => row(`F:\\Photos\\${i}\\`, `/photos/${i}/`)).join('');

  it('ends with 130 when it is cancelled', async () => {
    write('a.csv', header + row('F:\\Photos\\', '/photos/'));
    write('b.csv', manyRows());
    const ended = await run(['validate', '.'], { onOutput: (child) => child.kill('SIGINT') });
    expect(ended).toMatchObject({ code: 130, stderr: 'Cancelled.\n' });
  });

  it('is quiet when nobody reads its results any more', async () => {
    write('dataset.csv', manyRows());
    const { stderr } = await run(['validate', '.', '--max-findings', 'all'], {
      onOutput: (child) => child.stdout?.destroy(),
    });
    expect(stderr).not.toContain('EPIPE');
  });

  it('keeps keys to itself', async () => {
    const key = '060456-014509-132033-080300-252615-584177-672089-411632';
    write(
      'driveset.csv',
      `${drives}G,AlreadyFormatted,SilentMode,AlreadyEncrypted,${key}\nH,Format,SilentMode,Encrypt,${key}\n`,
    );
    for (const format of ['text', 'json', 'sarif', 'github']) {
      const { stdout, stderr } = await run(['validate', '.', '--format', format]);
      expect(stdout).toContain('driveset/key-checksum');
      for (const group of key.split('-')) expect(stdout + stderr).not.toContain(group);
    }
  });
});
