import {
  chmodSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readDriveInfo } from '#core/driveInfo/driveInfo';
import type { JrmHeader } from '#core/jrm/jrm';
import { testFolder, testKey } from '../../test/session';
import { driveInfoName, writeDriveInfo, writeJrm } from './outputFiles';
import { ReportError, TakenPlaceError, writePrivateFile, type OutputCalls } from './privateFile';
import { JrmFileError, readJrmFile } from './readJrmFile';
import { GrowingFile } from './growingFile';
import { RunLog } from './runLog';
import { SecretMask } from './secretMask';

let folder: string;
beforeEach(() => {
  folder = testFolder();
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const pause = () => Promise.resolve();
const onWindows = process.platform === 'win32';
const modeOf = (path: string) => statSync(path).mode & 0o777;
const system: OutputCalls = { open: openSync, write: writeSync, sync: fsyncSync, rename: renameSync, link: linkSync };
const failing = (code: string) => () => {
  throw Object.assign(new Error(code), { code });
};

describe('A private file', () => {
  it.skipIf(onWindows)(
    'can be read by its owner only, from the moment at which it is there, whatever was there before',
    async () => {
      const umask = process.umask(0);
      const path = join(folder, 'job.jrm');
      writeFileSync(path, 'old');
      chmodSync(path, 0o666);
      const modes: number[] = [];
      try {
        const open: OutputCalls['open'] = (...args) => {
          const descriptor = system.open(...args);
          modes.push(
            ...readdirSync(folder)
              .filter((name) => name.endsWith('.tmp'))
              .map((name) => modeOf(join(folder, name))),
          );
          return descriptor;
        };
        expect(await writePrivateFile(path, ['new', 'er'], true, pause, { ...system, open })).toBe(5);
      } finally {
        process.umask(umask);
      }
      expect(modes).toEqual([0o600]);
      expect(modeOf(path)).toBe(0o600);
      expect(readFileSync(path, 'utf8')).toBe('newer');
      expect(readdirSync(folder)).toEqual(['job.jrm']);
    },
  );

  it.each([
    ['the disk is full', 'write', 'ENOSPC', 'the disk is full (ENOSPC). Free some space'],
    ['the disk fails', 'sync', 'EIO', 'the system reports EIO'],
    ['its name is taken by a folder', 'rename', 'EISDIR', 'there is a folder with that name'],
    ['nobody may write there', 'open', 'EACCES', 'permission is denied'],
  ] as const)('is there as before when %s', async (_, call, code, message) => {
    const path = join(folder, 'job.jrm');
    writeFileSync(path, 'old');
    const writing = writePrivateFile(path, ['new'], true, pause, { ...system, [call]: failing(code) });
    await expect(writing).rejects.toThrow(ReportError);
    await expect(writing).rejects.toThrow(`job.jrm cannot be written: ${message}`);
    await expect(writing).rejects.toThrow('--resume');
    expect(readFileSync(path, 'utf8')).toBe('old');
    expect(readdirSync(folder)).toEqual(['job.jrm']);
  });

  it('is there as before when its text cannot be made', async () => {
    const text = function* () {
      yield 'half';
      throw new RangeError('no more');
    };
    await expect(writePrivateFile(join(folder, 'job.jrm'), text(), false, pause)).rejects.toThrow(RangeError);
    expect(readdirSync(folder)).toEqual([]);
  });

  it.each(['with hard links', 'without hard links'])(
    'replaces nothing that came to its place while it was made, on a file system %s',
    async (kind) => {
      const link = kind === 'with hard links' ? linkSync : failing('EPERM');
      const path = join(folder, 'job.jrm');
      expect(await writePrivateFile(path, ['first'], false, pause, { ...system, link })).toBe(5);
      expect(modeOf(path) & 0o077).toBe(onWindows ? modeOf(path) & 0o077 : 0);
      await expect(writePrivateFile(path, ['second'], false, pause, { ...system, link })).rejects.toThrow(
        TakenPlaceError,
      );
      expect(readFileSync(path, 'utf8')).toBe('first');
      expect(readdirSync(folder)).toEqual(['job.jrm']);
    },
  );

  it('leaves its place free where it cannot be put there', async () => {
    const calls = { ...system, link: failing('EPERM'), rename: failing('EIO') };
    await expect(writePrivateFile(join(folder, 'job.jrm'), ['a'], false, pause, calls)).rejects.toThrow(ReportError);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('says so when its folder is missing', async () => {
    await expect(writePrivateFile(join(folder, 'x', 'job.jrm'), ['a'], false, pause)).rejects.toThrow(
      'its folder does not exist',
    );
  });
});

const header: JrmHeader = {
  JobId: 'job',
  CustomerName: 'Contoso',
  CreationDate: '2025-04-20T18:20:00Z',
  Drives: [{ DriveId: 'WD-1', BitLockerKey: testKey, VolumeLabel: 'DATA01' }],
  DataMapping: [],
};

describe('The JRM of a session', () => {
  it.each([
    ['job.jrm', '{'],
    ['job.json', '{'],
    ['job.xml', '<'],
    ['JOB.XML', '<'],
  ])('has the form that its name asks for, and is read back: %s', async (name, first) => {
    let pauses = 0;
    const checksums = Array.from({ length: 2000 }, (_, index) => ({
      FilePath: `F:\\${index}`,
      SHA256: 'ab'.repeat(32),
    }));
    const { path, length } = await writeJrm(join(folder, name), header, checksums, () => {
      pauses++;
      return Promise.resolve();
    });
    expect(length).toBe(statSync(path).size);
    expect(pauses).toBeGreaterThan(1);
    if (!onWindows) expect(modeOf(path)).toBe(0o600);
    expect(readFileSync(path, 'utf8').startsWith(first)).toBe(true);
    const read: unknown[] = [];
    expect(await readJrmFile(path, (one) => read.push(one), pause)).toEqual({
      header,
      checksumCount: 2000,
      seal: 'sound',
    });
    expect(read).toEqual(checksums);
  });

  it.each([
    ['is not there', undefined, 'job.jrm cannot be read (ENOENT). Check --jrm.'],
    ['is a folder', null, 'job.jrm cannot be read (it is a folder)'],
    ['is no JRM', '{\n"JobId": 5}', 'job.jrm, line 2: "JobId" must be a string. Specify the JRM'],
    ['ends too early', '{', 'job.jrm, line 1: The file ends where'],
    ['is not UTF-8', Buffer.from([0x7b, 0xff]), 'job.jrm is not UTF-8'],
  ])('that %s is refused in words', async (_, content, message) => {
    const path = join(folder, 'job.jrm');
    if (content === null) mkdirSync(path);
    else if (content !== undefined) writeFileSync(path, content);
    const reading = readJrmFile(path, () => undefined, pause);
    await expect(reading).rejects.toThrow(JrmFileError);
    await expect(reading).rejects.toThrow(message);
  });
});

describe("A JRM that stands at the place of a session's", () => {
  const own: JrmHeader = { ...header, SessionId: 's' };
  const drive = own.Drives[0]!;

  it.each([
    ['its own, of a run that ended behind it', own, true],
    ['one of another session', { ...own, SessionId: 't' }, false],
    [
      'one with another key',
      { ...own, Drives: [{ ...drive, BitLockerKey: '135795-246807-357808-468809-579810-690811-011847-122848' }] },
      false,
    ],
    ['one with a drive more', { ...own, Drives: [drive, { ...drive, DriveId: 'WD-2' }] }, false],
  ] as const)('is written over only where it is its own: %s', async (_, standing, isReplaced) => {
    for (const name of ['job.jrm', 'job.xml']) {
      const path = join(folder, name);
      await writeJrm(path, standing, [], pause);
      const before = readFileSync(path, 'utf8');
      const writing = writeJrm(path, own, [{ FilePath: 'F:\\a', SHA256: 'ab'.repeat(32) }], pause);
      if (isReplaced) {
        await writing;
        expect(readFileSync(path, 'utf8')).toContain('F:\\');
      } else {
        await expect(writing).rejects.toThrow(
          `${path} already exists and is not the JRM of this session, so it is left unchanged.`,
        );
        expect(readFileSync(path, 'utf8')).toBe(before);
      }
    }
  });

  it('is no obstacle where it is empty, and is one where it is a link that leads nowhere', async () => {
    const path = join(folder, 'job.jrm');
    writeFileSync(path, '');
    await writeJrm(path, own, [], pause);
    symlinkSync(join(folder, 'nowhere'), join(folder, 'link.jrm'));
    await expect(writeJrm(join(folder, 'link.jrm'), own, [], pause)).rejects.toThrow(ReportError);
  });
});

describe('A drive info', () => {
  it('is called after its drive', async () => {
    const info = {
      driveId: 'WD/12:3*',
      bitLockerKey: testKey,
      manifestFile: '\\DriveManifest.xml',
      manifestHash: 'AB',
    };
    const { path } = await writeDriveInfo(folder, info, pause);
    expect(path).toBe(join(folder, 'WD_12_3_.xml'));
    expect(readDriveInfo(readFileSync(path, 'utf8'))).toMatchObject({ info, problems: [] });
    if (!onWindows) expect(modeOf(path)).toBe(0o600);
    expect(driveInfoName('WD-1')).toBe('WD-1.xml');
  });

  it('does not take the place of one with another key, and takes that of its own', async () => {
    const info = { driveId: 'WD-1', bitLockerKey: testKey, manifestFile: '\\DriveManifest.xml', manifestHash: 'AB' };
    const { path } = await writeDriveInfo(folder, info, pause);
    await writeDriveInfo(folder, { ...info, manifestHash: 'CD' }, pause);
    const before = readFileSync(path, 'utf8');
    expect(before).toContain('CD');
    await expect(
      writeDriveInfo(
        folder,
        { ...info, bitLockerKey: '135795-246807-357808-468809-579810-690811-011847-122848' },
        pause,
      ),
    ).rejects.toThrow(
      `${path} already exists and is not the drive info of this session's drive, so it is left unchanged. Move it to another folder, then continue with --resume.`,
    );
    expect(readFileSync(path, 'utf8')).toBe(before);
  });
});

describe('The log of a session', () => {
  it('holds a line for each message, with its time, and no secret', () => {
    const mask = new SecretMask();
    mask.add('top-secret');
    const open = () => RunLog.open(join(folder, 'logs', 'session#1.log'), mask, (error) => expect.fail(String(error)));
    const log = open();
    log.write('info', `drive G has the key ${testKey} and the top-secret`);
    log.write('error', '/srv/a\nb\r\n: is not there');
    log.close();
    const resumed = open();
    resumed.write('warning', 'once more');
    resumed.close();
    resumed.write('info', 'too late');
    expect(log.path).toBe(join(folder, 'logs', 'session#1.log'));
    const lines = readFileSync(log.path, 'utf8').trimEnd().split('\n');
    expect(lines.map((line) => line.replace(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z /, ''))).toEqual([
      'info    drive G has the key 060456-••••••-…-411631 and the ••••••',
      'error   /srv/a b : is not there',
      'warning once more',
    ]);
    if (!onWindows) expect(modeOf(log.path)).toBe(0o600);
  });

  it('that cannot be written any more stops nothing, and says so once', () => {
    const failures: unknown[] = [];
    const full = () => {
      throw Object.assign(new Error('full'), { code: 'ENOSPC', syscall: 'write' });
    };
    const log = GrowingFile.open(join(folder, 'session#1.log'), /^/, (error) => failures.push(error), full);
    log.write('a');
    log.write('b');
    log.close();
    expect(failures.map(String)).toEqual([expect.stringContaining('the disk is full') as string]);
  });

  it('appends to nothing that somebody else wrote, and to no device', () => {
    const path = join(folder, 'session#1.log');
    writeFileSync(path, 'my notes');
    expect(() => RunLog.open(path, new SecretMask(), () => undefined)).toThrow(
      /is a different kind of file, so nothing was appended/,
    );
    expect(readFileSync(path, 'utf8')).toBe('my notes');
    rmSync(path);
    symlinkSync('/dev/null', path);
    expect(() => RunLog.open(path, new SecretMask(), () => undefined)).toThrow(/is not a file/);
  });

  it('that cannot be begun says why', () => {
    writeFileSync(join(folder, 'logs'), '');
    expect(() => RunLog.open(join(folder, 'logs', 'session#1.log'), new SecretMask(), () => undefined)).toThrow(
      ReportError,
    );
  });
});
