import { existsSync } from 'node:fs';
import { capture, run } from './processes.mjs';

/** What the tests and the workbench in a browser need of a Debian machine, by use. */
export const debianPackages = {
  /** code-server compiles its native modules while it installs. */
  codeServerBuild: ['libkrb5-dev', 'libx11-dev', 'libxkbfile-dev', 'libsecret-1-dev', 'pkg-config', 'make', 'g++', 'python3'],
  /** Drives the workbench; a font so that a screenshot shows letters. */
  browser: ['chromium', 'fonts-dejavu-core'],
  /** The other editor that the language server is tried from. */
  neovim: ['neovim'],
  /** Readers of prepared drives that nobody here wrote. */
  driveReaders: ['cryptsetup-bin', 'libbde-utils', 'dislocker', 'ntfs-3g', 'sleuthkit', 'libfsntfs-utils', 'gdisk', 'parted', 'qemu-utils', 'fuse3', 'age', 'e2fsprogs', 'dosfstools', 'mtools', 'exfatprogs'],
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

/**
 * Installs the packages that are missing, where this is a Debian machine and we are root.
 * @returns {Promise<string | undefined>} what to do by hand when it could not; undefined when all are there.
 */
export async function ensureDebianPackages(names) {
  if (process.platform !== 'linux' || !existsSync('/usr/bin/apt-get')) {
    return `needs the equivalents of Debian's ${names.join(' ')}`;
  }
  let missing = await missingOf(names);
  if (missing.length === 0) return undefined;
  if (process.getuid?.() === 0) {
    console.log(`Installing Debian packages: ${missing.join(' ')}`);
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    const quiet = { env, stdio: ['ignore', 'ignore', 'inherit'] };
    await run('apt-get', ['update', '-qq'], quiet);
    await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...missing], quiet);
    missing = await missingOf(missing);
  }
  return missing.length === 0 ? undefined : `install with: sudo apt-get install ${missing.join(' ')}`;
}
