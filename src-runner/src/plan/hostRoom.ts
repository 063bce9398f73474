import { existsSync, statfsSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { byteCount } from '#core/text/byteCount';
import { sentence } from '../language/sentence';
import { VHD_FOOTER_LENGTH } from '../volume/vhd/vhdFooter';
import type { DrivePlan } from './jobPlan';

/** Bytes for what is written besides a drive's files and their clusters: partition table, metadata, footer. */
const AROUND_BYTES = 2 * 1024 * 1024;
/** FAT's number in `statfs`, and the length of the longest file that it can hold. */
const FAT_TYPE = 0x4d44;
const FAT_LONGEST = 2 ** 32 - 1;

interface Host {
  readonly folder: string;
  readonly freeBytes: number;
  readonly type: number;
  readonly drives: DrivePlan[];
}

/** Why the images of a plan do not fit where they will be created, in words. Empty if they fit. */
export function roomProblems(drives: readonly DrivePlan[]): string[] {
  const hosts = new Map<number, Host>();
  for (const drive of drives) {
    if (drive.kind !== 'image' || drive.columns.files.length === 0) continue;
    const folder = existingFolder(drive.target);
    const { dev } = statSync(folder);
    const host = hosts.get(dev) ?? hostAt(folder);
    host.drives.push(drive);
    hosts.set(dev, host);
  }
  return [...hosts.values()].flatMap(problemsOf);
}

function hostAt(folder: string): Host {
  const { bavail, bsize, type } = statfsSync(folder);
  return { folder, freeBytes: bavail * bsize, type, drives: [] };
}

function problemsOf({ folder, freeBytes, type, drives }: Host): string[] {
  const problems: string[] = [];
  // The space of an existing image becomes free when the image is created again.
  const needed = drives.reduce((sum, { usedBytes, target }) => sum + usedBytes + AROUND_BYTES - heldBytes(target), 0);
  if (needed > freeBytes) {
    const letters = drives.map(({ letter }) => letter).join(', ');
    problems.push(
      sentence`the images (drive ${letters}) need ${byteCount(needed)}, but their folder (${folder}) has only ${byteCount(freeBytes)} free. Free some space, or specify another location with --drive.`,
    );
  }
  for (const { letter, target, diskBytes } of drives) {
    if (type === FAT_TYPE && diskBytes + VHD_FOOTER_LENGTH > FAT_LONGEST) {
      problems.push(
        sentence`the image of drive ${letter} has ${byteCount(diskBytes)}, but the file system (FAT) of ${target} cannot hold files of 4 GiB or more. Specify another location with --drive ${letter}=….`,
      );
    }
  }
  return problems;
}

function heldBytes(target: string): number {
  const facts = statSync(target, { throwIfNoEntry: false });
  return facts?.isFile() ? facts.blocks * 512 : 0;
}

function existingFolder(path: string): string {
  let folder = dirname(resolve(path));
  while (!existsSync(folder)) folder = dirname(folder);
  return folder;
}
