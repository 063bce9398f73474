import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { sentence } from '../../language/sentence';

/** What Linux knows of a block device. */
export interface BlockDevice {
  /** Bytes. */
  readonly length: number;
  readonly logicalSectorBytes: number;
  readonly readOnly: boolean;
  readonly isPartition: boolean;
  /** The manufacturer's serial number, if udev or the kernel knows it. */
  readonly serial?: string;
  /** Why the device or a partition of it cannot be overwritten now, in words: mount points, swap, volume managers. */
  readonly uses: readonly string[];
}

/** Where the kernel and udev keep their information; tests use other directories. */
export interface SystemRoots {
  readonly sys: string;
  readonly proc: string;
  readonly udev: string;
}

const systemRoots: SystemRoots = { sys: '/sys', proc: '/proc', udev: '/run/udev/data' };

/** What Linux knows of the block device `number` (`8:16`); undefined if there is no sysfs or no such device. */
export function linuxBlockDevice(
  number: string,
  { sys, proc, udev }: SystemRoots = systemRoots,
): BlockDevice | undefined {
  const folder = join(sys, 'dev/block', number);
  if (!existsSync(folder)) return undefined;
  const fact = (path: string) => textOf(join(folder, path)).trim();
  const isPartition = existsSync(join(folder, 'partition'));
  const parts = isPartition ? [] : readdirSync(folder).filter((name) => existsSync(join(folder, name, 'partition')));
  const mounts = textOf(join(proc, 'self/mountinfo'));
  const swaps = textOf(join(proc, 'swaps'));
  const uses = [
    ...usesOf(folder, number, mounts, swaps),
    ...parts.flatMap((part) => usesOf(join(folder, part), textOf(join(folder, part, 'dev')).trim(), mounts, swaps)),
  ];
  const serial = serialOf(textOf(join(udev, `b${number}`))) ?? nonEmpty(fact('device/serial'));
  return {
    length: Number(fact('size')) * 512,
    logicalSectorBytes: Number(fact(isPartition ? '../queue/logical_block_size' : 'queue/logical_block_size')) || 512,
    readOnly: fact('ro') === '1',
    isPartition,
    uses,
    ...(serial === undefined ? {} : { serial }),
  };
}

function usesOf(folder: string, number: string, mounts: string, swaps: string): string[] {
  const name = nonEmpty(/^DEVNAME=(.*)$/m.exec(textOf(join(folder, 'uevent')))?.[1] ?? '') ?? number;
  const uses: string[] = [];
  for (const line of mounts.split('\n')) {
    const [, , device, , mountPoint = ''] = line.split(' ');
    if (device === number) uses.push(sentence`/dev/${name} is mounted at ${unescapeOctal(mountPoint)}`);
  }
  if (swaps.split('\n').some((line) => line.split(/\s/)[0] === `/dev/${name}`))
    uses.push(sentence`/dev/${name} is swap space`);
  for (const holder of listOf(join(folder, 'holders'))) uses.push(sentence`/dev/${name} is part of ${holder}`);
  return uses;
}

/** The kernel escapes spaces and similar characters in mount points: a space is `\040`. */
function unescapeOctal(text: string): string {
  return text.replace(/\\([0-7]{3})/g, (_whole, digits: string) => String.fromCharCode(Number.parseInt(digits, 8)));
}

function serialOf(udevRecord: string): string | undefined {
  return /^E:ID_SERIAL_SHORT=(.+)$/m.exec(udevRecord)?.[1];
}

function nonEmpty(text: string): string | undefined {
  return text === '' ? undefined : text;
}

/** The text of a file, or an empty one if the file is missing, which means that the fact is unknown. */
function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function listOf(path: string): string[] {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}
