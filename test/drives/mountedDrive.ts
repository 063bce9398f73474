import { createHash } from 'node:crypto';
import { closeSync, lstatSync, mkdtempSync, openSync, readSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runReader } from '../readers/readers';

/** The offset of the partition in every image: 1 MiB. */
export const PARTITION_OFFSET = 1024 * 1024;

/** The facts compared for a file, whoever reads it. */
export interface FileFacts {
  readonly size: number;
  /** Milliseconds since 1970. */
  readonly modified: number;
  readonly sha256: string;
}

/** One buffer for all files: a tree may have a hundred thousand of them. */
const buffer = Buffer.alloc(4 * 1024 * 1024);

export function sha256OfFile(path: string): string {
  const hash = createHash('sha256');
  const file = openSync(path, 'r');
  try {
    for (let read = readSync(file, buffer); read > 0; read = readSync(file, buffer))
      hash.update(buffer.subarray(0, read));
  } finally {
    closeSync(file);
  }
  return hash.digest('hex');
}

/** All files below `root`, by path with `/`. */
export function filesBelow(root: string, prefix = ''): Map<string, FileFacts> {
  const files = new Map<string, FileFacts>();
  for (const entry of readdirSync(join(root, prefix), { withFileTypes: true })) {
    const path = prefix === '' ? entry.name : `${prefix}/${entry.name}`;
    if (entry.isDirectory()) for (const [name, facts] of filesBelow(root, path)) files.set(name, facts);
    else if (entry.isFile()) {
      const { size, mtimeMs } = lstatSync(join(root, path));
      files.set(path, { size, modified: mtimeMs, sha256: sha256OfFile(join(root, path)) });
    }
  }
  return files;
}

function must(
  { code, stdout, stderr }: { code: number | null; stdout: string; stderr: string },
  program: string,
): void {
  if (code !== 0) throw new Error(`${program} ended with ${code}: ${stdout}${stderr}`);
}

/** A prepared drive, opened by dislocker: the file system without its encryption. */
export class DecryptedDrive {
  /** The volume as one file. */
  readonly volume: string;
  private readonly place = mkdtempSync(join(tmpdir(), 'sneakernet-decrypted-'));

  constructor(image: string, key: string, { writable = false } = {}) {
    this.volume = join(this.place, 'dislocker-file');
    const access = writable ? [] : ['-r'];
    const opened = runReader('dislocker-fuse', [
      '-O',
      String(PARTITION_OFFSET),
      ...access,
      '-V',
      image,
      `-p${key}`,
      '--',
      this.place,
    ]);
    if (opened.code !== 0) this.close();
    must(opened, 'dislocker');
  }

  close(): void {
    runReader('umount', [this.place]);
    rmSync(this.place, { recursive: true });
  }
}

/** A prepared drive, opened by dislocker and mounted by ntfs-3g. */
export class MountedDrive {
  readonly root: string;
  private readonly decrypted: DecryptedDrive;

  constructor(image: string, key: string, { writable = false } = {}) {
    this.decrypted = new DecryptedDrive(image, key, { writable });
    // Created only now, because nobody would remove the folder if opening failed.
    this.root = mkdtempSync(join(tmpdir(), 'sneakernet-mounted-'));
    const mounted = runReader('ntfs-3g', ['-o', writable ? 'rw,big_writes' : 'ro', this.decrypted.volume, this.root]);
    if (mounted.code !== 0) this.unmount();
    must(mounted, 'ntfs-3g');
  }

  /** The file system without its encryption, as one file. */
  get volume(): string {
    return this.decrypted.volume;
  }

  unmount(): void {
    runReader('umount', [this.root]);
    rmSync(this.root, { recursive: true });
    this.decrypted.close();
  }
}
