import { existsSync } from 'node:fs';
import { capture } from './processes.mjs';

const codeServerBuild = [
  'libkrb5-dev',
  'libx11-dev',
  'libxkbfile-dev',
  'libsecret-1-dev',
  'pkg-config',
  'make',
  'g++',
  'python3',
];

/** The Debian packages needed for the tests and for the workbench in a browser, by use. */
export const debianPackages = {
  /** code-server compiles its native modules during installation. */
  codeServerBuild,
  /** The oldest version comes without a search binary. */
  oldestCodeServerBuild: [...codeServerBuild, 'ripgrep'],
  /** Drives the workbench; the font is for screenshots. */
  browser: ['chromium', 'fonts-dejavu-core'],
  /** Runs Windows' own Node. */
  wine: ['wine', 'wine64'],
  /** The other editor that the language server is tested with. */
  neovim: ['neovim'],
  /** Independent readers of prepared drives. */
  driveReaders: [
    'cryptsetup-bin',
    'libbde-utils',
    'dislocker',
    'ntfs-3g',
    'sleuthkit',
    'libfsntfs-utils',
    'gdisk',
    'parted',
    'qemu-utils',
    'fuse3',
    'age',
    'e2fsprogs',
    'dosfstools',
    'mtools',
    'exfatprogs',
  ],
};

async function missingOf(names) {
  const { stdout } = await capture('dpkg-query', ['-W', '-f', '${Package} ${db:Status-Abbrev}\n', ...names]);
  const installed = new Set(
    stdout
      .split('\n')
      .filter((line) => / ii/.test(line))
      .map((line) => line.split(' ')[0].split(':')[0]),
  );
  return names.filter((name) => !installed.has(name));
}

/** How long to wait for another installation. */
const lockSeconds = 900;

/** apt's messages if another process holds one of its locks; LC_ALL keeps them English. */
const isLocked = (said) => /Could not get lock|Unable to (acquire|lock)|is another process using it/i.test(said);

/**
 * Runs apt-get. It waits by itself for dpkg's lock but not for the others (lists, archives), for which it is run again.
 * @returns {Promise<number>} its exit code.
 */
export async function aptGet(
  args,
  { env = process.env, patienceSeconds = lockSeconds, pauseMilliseconds = 2000 } = {},
) {
  const options = ['-o', `DPkg::Lock::Timeout=${patienceSeconds}`, '-o', 'Acquire::Retries=3'];
  const end = Date.now() + patienceSeconds * 1000;
  for (let hasWaited = false; ; hasWaited = true) {
    const { code, stderr } = await capture('apt-get', [...options, ...args], {
      env: { ...env, LC_ALL: 'C' },
      timeoutSeconds: 2 * lockSeconds,
    });
    if (code === 0) return code;
    if (!isLocked(stderr) || Date.now() >= end) {
      console.error(stderr.trim());
      return code;
    }
    if (!hasWaited) console.log('Another installation of Debian packages is running: waiting for its end.');
    await new Promise((resolve) => setTimeout(resolve, pauseMilliseconds));
  }
}

/**
 * Installs missing packages, on Debian and as root.
 * @returns {Promise<string | undefined>} what to do by hand if that is not possible; undefined when all are installed.
 */
export async function ensureDebianPackages(names) {
  if (names.length === 0) return undefined;
  if (process.platform !== 'linux' || !existsSync('/usr/bin/apt-get')) {
    return `needs the equivalents of Debian's ${names.join(' ')}`;
  }
  let missing = await missingOf(names);
  if (missing.length === 0) return undefined;
  if (process.getuid?.() === 0) {
    console.log(`Installing Debian packages: ${missing.join(' ')}`);
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    await aptGet(['update', '-qq'], { env });
    await aptGet(['install', '-y', '-qq', '--no-install-recommends', ...missing], { env });
    missing = await missingOf(missing);
  }
  return missing.length === 0 ? undefined : `install with: sudo apt-get install ${missing.join(' ')}`;
}
