import { closeSync, ftruncateSync, openSync } from 'node:fs';
import { layoutDisk } from '../../src-runner/src/volume/diskLayout';
import { hasReaders, runReader } from '../readers/readers';

/**
 * Whether files can be attached as block devices: on Linux, as root, with losetup. Otherwise a line on the console says
 * so.
 */
export function canAttach(): boolean {
  if (process.platform === 'linux' && process.getuid?.() === 0)
    return hasReaders('losetup', 'addpart', 'delpart', 'mkfs.ext4');
  console.warn('Skipped: only root can attach block devices, on Linux.');
  return false;
}

/** A file, attached as a disk. */
export class LoopDevice {
  /** `/dev/loop0` */
  readonly path: string;
  private hasPartition = false;
  isAttached = true;

  /** Creates the file, or changes its length; a disk keeps its length. */
  constructor(
    readonly file: string,
    private readonly length: number,
  ) {
    if (!file.startsWith('/dev/')) {
      const descriptor = openSync(file, 'a');
      ftruncateSync(descriptor, length);
      closeSync(descriptor);
    }
    this.path = must('losetup', ['--find', '--show', file]).trim();
  }

  get partition(): string {
    return `${this.path}p1`;
  }

  /** Tells the kernel about the only partition, as not every kernel reads the partition table of loop devices. */
  addPartition(): string {
    const { partitionOffset, partitionLength } = layoutDisk(this.length);
    must('addpart', [this.path, '1', ...[partitionOffset, partitionLength].map((bytes) => String(bytes / 512))]);
    this.hasPartition = true;
    return this.partition;
  }

  detach(): void {
    if (this.hasPartition) must('delpart', [this.path, '1']);
    must('losetup', ['--detach', this.path]);
    this.isAttached = false;
  }
}

function must(program: 'losetup' | 'addpart' | 'delpart', args: readonly string[]): string {
  const { code, stdout, stderr } = runReader(program, args);
  if (code !== 0) throw new Error(`${program} ended with ${code}: ${stderr}`);
  return stdout;
}
