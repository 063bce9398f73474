import { mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SaxesParser } from 'saxes';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PreparationJob } from '../drives/preparationJob';
import { expectDone } from '../drives/expectations';
import { noise } from '../drives/uglyTree';

const MEGABYTE = 1024 * 1024;

let job: PreparationJob;

beforeEach(() => {
  job = new PreparationJob();
});

afterEach(() => {
  job.remove();
});

/** Writes directories with some files each, large and small ones. */
function writeDirectories(count: number): string[] {
  const paths: string[] = [];
  for (let directory = 0; directory < count; directory++) {
    for (let file = 0; file < 7; file++) {
      const path = `directory ${directory}/${file}.bin`;
      job.write(path, noise(file === 0 ? MEGABYTE + directory : file * 301, directory * 100 + file));
      paths.push(path);
    }
  }
  return paths;
}

/** The content of an element: its text, or its children. */
type Content = string | readonly Element[];
type Element = readonly [name: string, content: Content];

/** @throws if it is not well-formed */
function elementsOf(xml: string): Element {
  const open: { name: string; children: Element[]; text: string }[] = [{ name: '', children: [], text: '' }];
  const parser = new SaxesParser();
  parser.on('opentag', ({ name, attributes }) => {
    open.push({ name, children: Object.entries(attributes), text: '' });
  });
  parser.on('text', (text) => {
    open.at(-1)!.text += text;
  });
  parser.on('closetag', () => {
    const { name, children, text } = open.pop()!;
    open.at(-1)!.children.push([name, children.length > 0 ? children : text]);
  });
  parser.on('error', (error) => {
    throw error;
  });
  parser.write(xml).close();
  expect(open).toHaveLength(1);
  return open[0]!.children[0]!;
}

/** Converts a JSON value to XML: members become elements, and so does each record of a list. */
function contentOf(value: unknown): Content {
  if (Array.isArray(value)) return value.map((item) => ['', contentOf(item)]);
  if (typeof value === 'object' && value !== null)
    return Object.entries(value).map(([name, member]) => [name, contentOf(member)]);
  return String(value);
}

/** Removes the names of list records, which only XML has. */
function withoutRecordNames([name, content]: Element): Element {
  if (typeof content === 'string') return [name, content];
  const isList = ['Drives', 'DataMapping', 'Checksums'].includes(name);
  return [name, content.map((child) => withoutRecordNames(isList ? ['', child[1]] : child))];
}

/** Removes what differs from session to session. */
function withoutRandomness([name, content]: Element): Element {
  if (['BitLockerKey', 'VolumeId', 'CreationDate', 'ManifestHash', 'Seal'].includes(name)) return [name, '…'];
  return [name, typeof content === 'string' ? content : content.map(withoutRandomness)];
}

describe('a job of several drives', () => {
  it('puts every file on exactly one of twelve, tells each drive, and calls for two import jobs', async () => {
    const letters = 'GHIJKLMNOPQR'.split('');
    const paths = writeDirectories(24);
    job.row();
    for (const letter of letters) job.drive(letter);
    const done = await job.prep(['--spread', 'balance']);
    expectDone(done);
    expect(done.stderr).toContain('12 drives, 2 import jobs');
    expect(done.stderr).toContain('create 2 import jobs, each with at most 10 drives');
    const { Drives, Checksums } = job.jrm() as unknown as {
      Drives: { DriveId: string; DriveLetter: string; BitLockerKey: string; ManifestHash: string }[];
      Checksums: { BlobPath: string; DriveId: string }[];
    };
    expect(Drives.map(({ DriveLetter }) => DriveLetter)).toEqual(letters);
    for (const name of ['DriveId', 'BitLockerKey', 'ManifestHash'] as const)
      expect(new Set(Drives.map((drive) => drive[name])).size, name).toBe(12);
    expect(Checksums.map(({ BlobPath }) => BlobPath).sort()).toEqual(paths.map((path) => `container/${path}`).sort());
    // Directories stay together, and every drive gets data.
    const drivesOfDirectories = new Map<string, Set<string>>();
    for (const { BlobPath, DriveId } of Checksums) {
      const directory = BlobPath.split('/')[1]!;
      drivesOfDirectories.set(directory, (drivesOfDirectories.get(directory) ?? new Set()).add(DriveId));
    }
    expect([...drivesOfDirectories.values()].every((drives) => drives.size === 1)).toBe(true);
    expect(new Set(Checksums.map(({ DriveId }) => DriveId))).toEqual(new Set(Drives.map(({ DriveId }) => DriveId)));
    expect(
      readdirSync(job.folder)
        .filter((name) => name.endsWith('.xml'))
        .sort(),
    ).toEqual(Drives.map(({ DriveId }) => `${DriveId}.xml`).sort());
    for (const { DriveId, BitLockerKey, ManifestHash } of Drives) {
      const [, content] = elementsOf(readFileSync(join(job.folder, `${DriveId}.xml`), 'utf8'));
      const flat = JSON.stringify(content);
      for (const value of [DriveId, BitLockerKey, ManifestHash]) expect(flat).toContain(value);
      expect(done.stderr).toContain(`${DriveId}.xml`);
    }
    const onDrives: string[] = [];
    for (const { DriveId, DriveLetter } of Drives) {
      const listed = await job.run([
        'ls',
        job.image(DriveLetter),
        'session#1/container',
        '--recursive',
        '--json',
        '--jrm',
        job.jrmPath,
      ]);
      const files = (JSON.parse(listed.stdout) as { path: string; type: string }[])
        .filter(({ type }) => type === 'file')
        .map(({ path }) => path.replace('\\session#1\\', '').replaceAll('\\', '/'));
      expect(files.sort()).toEqual(
        Checksums.filter((checksum) => checksum.DriveId === DriveId)
          .map(({ BlobPath }) => BlobPath)
          .sort(),
      );
      onDrives.push(...files);
    }
    expect(onDrives.sort()).toEqual(paths.map((path) => `container/${path}`).sort());
    const verified = await job.run(['verify', '--jrm', job.jrmPath]);
    expectDone(verified);
    expect(verified.stdout.match(/\bok\b/g)).toHaveLength(12);
  }, 120_000);

  it('refuses an additional driveset with mistakes, and names them', async () => {
    writeDirectories(24);
    job.row().drive();
    expect((await job.prep(['--drive', `H=${job.image()},size=20MiB`])).code).toBe(1);
    const more = join(job.folder, 'more.csv');
    writeFileSync(
      more,
      'DriveLetter,FormatOption,SilentOrPromptOnFormat,Encryption,ExistingBitLockerKey\nI,Fromat,SilentMode,Encrypt,\n',
    );
    const refused = await job.run([
      'prep',
      '--journal',
      job.journal,
      '--session',
      'session#1',
      '--additional-driveset',
      more,
    ]);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain(`${more}:2:3 error`);
    expect(readdirSync(job.folder)).not.toContain('drives');
  });

  it('leaves the info of a drive of another session alone, and says what to do', async () => {
    writeDirectories(1);
    job.row().drive('H');
    const drive = (name: string) => ['--drive', `H=${join(job.folder, `${name}.vhd`)},id=SERIAL-H`];
    expectDone(await job.prep(drive('first')));
    const info = join(job.folder, 'SERIAL-H.xml');
    const before = readFileSync(info, 'utf8');
    for (const [journal, session] of [
      ['second.jrn', 'session#1'],
      ['job.jrn', 'session#2'],
    ] as const) {
      const refused = await job.run([
        'prep',
        ...job.csvs(),
        '--journal',
        join(job.folder, journal),
        '--session',
        session,
        '--jrm',
        join(job.folder, `${session}.jrm`),
        ...drive('second'),
      ]);
      expect(refused.code).toBe(2);
      expect(refused.stderr).toContain(
        `${info} already exists and holds the key of a drive from another session. Move that file to another folder`,
      );
      expect(readFileSync(info, 'utf8')).toBe(before);
      expect(readdirSync(job.folder)).not.toContain('second.vhd');
    }
    mkdirSync(join(job.folder, 'kept'));
    renameSync(info, join(job.folder, 'kept', 'SERIAL-H.xml'));
    expectDone(
      await job.run([
        'prep',
        ...job.csvs(),
        '--journal',
        join(job.folder, 'second.jrn'),
        '--session',
        'session#1',
        ...drive('second'),
      ]),
    );
    expect(readFileSync(info, 'utf8')).not.toBe(before);
  });

  it('has the same content in an XML JRM as in a JSON one', async () => {
    writeDirectories(4);
    job.write('names/a & b <c> "d" \'é\' 😀.txt'.replace(/[<>"]/g, ''), '&');
    job.row().drive('H').drive('I');
    const drives = (folder: string) =>
      ['H', 'I'].flatMap((letter) => [
        '--drive',
        `${letter}=${join(job.folder, folder, `${letter}.vhd`)},id=SERIAL-${letter}`,
      ]);
    const facts = ['--customer', 'Smith & Sons <"x">', '--job-id', 'job'];
    expectDone(await job.prep([...drives('json'), ...facts]));
    const xmlPath = join(job.folder, 'second.XML');
    const again = [
      'prep',
      ...job.csvs(),
      '--journal',
      join(job.folder, 'second', 'second.jrn'),
      '--session',
      'session#1',
      ...drives('xml'),
      ...facts,
      '--jrm',
      xmlPath,
    ];
    expectDone(await job.run(again));
    if (process.platform !== 'win32') expect(statSync(xmlPath).mode & 0o777).toBe(0o600);
    const [root, content] = elementsOf(readFileSync(xmlPath, 'utf8'));
    expect(root).toBe('JobResponseManifest');
    const fromXml = withoutRandomness(withoutRecordNames(['', content]));
    const fromJson = withoutRandomness(['', contentOf(job.jrm())]);
    expect(fromXml).toEqual(fromJson);
    const verified = await job.run([
      'verify',
      '--jrm',
      xmlPath,
      ...['H', 'I'].flatMap((letter) => ['--drive', `${letter}=${join(job.folder, 'xml', `${letter}.vhd`)}`]),
    ]);
    expectDone(verified);
  });
});
