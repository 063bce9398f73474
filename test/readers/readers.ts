import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Independent programs, and the Debian packages that contain them. */
const packages = {
  age: 'age',
  'age-keygen': 'age',
  tar: 'tar',
  cryptsetup: 'cryptsetup-bin',
  bdeinfo: 'libbde-utils',
  bdemount: 'libbde-utils',
  'dislocker-fuse': 'dislocker',
  'dislocker-metadata': 'dislocker',
  'ntfs-3g': 'ntfs-3g',
  mkntfs: 'ntfs-3g',
  ntfsfix: 'ntfs-3g',
  ntfsinfo: 'ntfs-3g',
  ntfscluster: 'ntfs-3g',
  ntfsls: 'ntfs-3g',
  ntfscat: 'ntfs-3g',
  ntfssecaudit: 'ntfs-3g',
  ntfscp: 'ntfs-3g',
  fsstat: 'sleuthkit',
  fls: 'sleuthkit',
  icat: 'sleuthkit',
  tsk_recover: 'sleuthkit',
  fsntfsinfo: 'libfsntfs-utils',
  sgdisk: 'gdisk',
  parted: 'parted',
  'qemu-img': 'qemu-utils',
  fusermount: 'fuse3',
  losetup: 'mount',
  addpart: 'util-linux',
  delpart: 'util-linux',
  'mkfs.ext4': 'e2fsprogs',
  debugfs: 'e2fsprogs',
  'mkfs.ntfs': 'ntfs-3g',
  'mkfs.vfat': 'dosfstools',
  mcopy: 'mtools',
  'mkfs.exfat': 'exfatprogs',
} as const;

export type Reader = keyof typeof packages;

/** System programs lie there too, even if the user's PATH does not contain it. */
const directories = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/sbin'];

function isInstalled(program: string): boolean {
  return directories.some((directory) => {
    try {
      accessSync(join(directory, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/**
 * Whether all these programs are installed. If not, a line says what is skipped; with CI=true nothing may be skipped,
 * so it throws.
 */
export function hasReaders(...programs: readonly Reader[]): boolean {
  const missing = programs.filter((program) => !isInstalled(program));
  const hint = [...new Set(missing.map((program) => packages[program]))].join(' ');
  return missing.length === 0 || skip(`${missing.join(', ')} not found (apt-get install ${hint})`);
}

/** Whether file systems in user space can be mounted: on Linux, with access to the device. */
export function hasFuse(): boolean {
  try {
    accessSync('/dev/fuse', constants.R_OK | constants.W_OK);
    return true;
  } catch {
    return skip('/dev/fuse cannot be opened');
  }
}

const fixtureFolder = fileURLToPath(new URL('../../../shared/fixtures/', import.meta.url));

/**
 * The folder with this test data beside the repository, not part of it. If it is missing, a line says so and the result
 * is undefined.
 */
export function sharedFixtures(name: string): string | undefined {
  const folder = join(fixtureFolder, name);
  if (existsSync(folder)) return folder;
  skip(`${folder} does not exist`);
  return undefined;
}

function skip(reason: string): false {
  if (process.env['CI'] === 'true') throw new Error(`${reason}: CI must have it.`);
  console.warn(`Skipped: ${reason}.`);
  return false;
}

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a reader to its end, in English. */
export function runReader(program: Reader | 'sha256sum' | 'umount', args: readonly string[], input = ''): Ended {
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    input,
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
    env: { ...process.env, LC_ALL: 'C.UTF-8', PATH: directories.join(delimiter) },
  });
  if (error) throw error;
  return { code: status, stdout, stderr };
}
