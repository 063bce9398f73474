import { createHash } from 'node:crypto';
import { closeSync, lstatSync, mkdirSync, mkdtempSync, openSync, readSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runReader } from '../readers/readers';

/** The partition's place on every image: 1 MiB. */
export const PARTITION_OFFSET = 1024 * 1024;

/** What is compared of a file, whoever reads it. */
export interface FileFacts {
  readonly size: number;
  /** Milliseconds since 1970. */
  readonly modified: number;
  readonly sha256: string;
}

export function sha256OfFile(path: string): string {
  const hash = createHash('sha256');
  const buffer = Buffer.alloc(4 * 1024 * 1024);
  const file = openSync(path, 'r');
  try {
    for (let read = readSync(file, buffer); read > 0; read = readSync(file, buffer)) hash.update(buffer.subarray(0, read));
  } finally {
    closeSync(file);
  }
  return hash.digest('hex');
}

/** All files below `root`, by their path with `/`. */
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

/** A prepared drive, opened by dislocker and mounted by ntfs-3g. */
export class MountedDrive {
  readonly root: string;
  private readonly folder: string;
  private readonly decrypted: string;

  constructor(image: string, key: string, { writable = false } = {}) {
    this.folder = mkdtempSync(join(tmpdir(), 'sneakernet-mount-'));
    this.decrypted = join(this.folder, 'decrypted');
    this.root = join(this.folder, 'root');
    mkdirSync(this.decrypted);
    mkdirSync(this.root);
    const access = writable ? [] : ['-r'];
    const opened = runReader('dislocker-fuse', ['-O', String(PARTITION_OFFSET), ...access, '-V', image, `-p${key}`, '--', this.decrypted]);
    if (opened.code !== 0) this.unmount();
    this.must(opened, 'dislocker');
    const options = writable ? 'rw,big_writes' : 'ro';
    const mounted = runReader('ntfs-3g', ['-o', options, join(this.decrypted, 'dislocker-file'), this.root]);
    if (mounted.code !== 0) this.unmount();
    this.must(mounted, 'ntfs-3g');
  }

  /** The decrypted volume, as dislocker shows it. */
  get volume(): string {
    return join(this.decrypted, 'dislocker-file');
  }

  unmount(): void {
    for (const place of [this.root, this.decrypted]) runReader('umount', [place]);
    rmSync(this.folder, { recursive: true });
  }

  private must({ code, stdout, stderr }: { code: number | null; stdout: string; stderr: string }, program: string): void {
    if (code !== 0) throw new Error(`${program} ended with ${code}: ${stdout}${stderr}`);
  }
}
