import { byteCount } from '#core/text/byteCount';
import type { DriveSummary, PlanSummary } from '../../plan/planSummary';

const BAR_LENGTH = 20;
/** The most containers of a drive that are listed. */
const LISTED = 10;

/** A plan as a table. */
export function planText(summary: PlanSummary): string {
  const rows = [['Drive', 'Files', 'Data', 'Used', 'Disk', ''], ...summary.drives.flatMap(driveRows)];
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  const lines = rows.map((row) =>
    row
      .map((cell, column) =>
        column === 0 || column === row.length - 1 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!),
      )
      .join('  ')
      .trimEnd(),
  );
  return [...lines, '', ...closing(summary), ''].join('\n');
}

function driveRows(drive: DriveSummary): string[][] {
  const { letter, target, files, bytes, usedBytes, volumeBytes, diskBytes, capacity, containers } = drive;
  const full = volumeBytes === 0 ? 1 : usedBytes / volumeBytes;
  // An image without a fixed size is always full.
  const fullness = capacity === undefined ? 'as large as its contents' : `${bar(full)} ${Math.round(100 * full)} %`;
  const disk = files === 0 && capacity === undefined ? '' : byteCount(diskBytes);
  const head = [
    `${letter}  ${target}`,
    count(files),
    byteCount(bytes),
    byteCount(usedBytes),
    disk,
    files === 0 ? 'stays empty' : fullness,
  ];
  const listed = containers
    .slice(0, LISTED)
    .map(({ name, files: its, bytes: its2 }) => [`   ${name}`, count(its), byteCount(its2), '', '', '']);
  const more = containers.length - listed.length;
  return [head, ...listed, ...(more > 0 ? [[`   and ${more} more containers`, '', '', '', '', '']] : [])];
}

function closing({
  sessionId,
  files,
  bytes,
  drives,
  jobs,
  leftOver,
  journalBytes,
  copySeconds,
  verifySeconds,
}: PlanSummary): string[] {
  const used = drives.filter((drive) => drive.files > 0).length;
  const left = leftOver
    ? [
        `Left over: ${counted(leftOver.files, 'file')} (${byteCount(leftOver.bytes)})${leftOver.drives > 0 ? `, for ${counted(leftOver.drives, 'more drive')} of ${byteCount(leftOver.driveBytes)}` : ''}.`,
      ]
    : [];
  return [
    `Session ${sessionId}: ${counted(files, 'file')} (${byteCount(bytes)}), ${counted(used, 'drive')}, ${counted(jobs, 'import job')}.`,
    ...left,
    `Journal: at most ${byteCount(journalBytes)}. Time: about ${duration(copySeconds)}, and ${duration(verifySeconds)} to read everything back.`,
  ];
}

function bar(part: number): string {
  const filled = Math.min(BAR_LENGTH, Math.max(part > 0 ? 1 : 0, Math.round(part * BAR_LENGTH)));
  return '█'.repeat(filled) + '░'.repeat(BAR_LENGTH - filled);
}

function count(number: number): string {
  return number.toLocaleString('en-US');
}

function counted(number: number, noun: string): string {
  return `${count(number)} ${noun}${number === 1 ? '' : 's'}`;
}

/** In the two largest units, which is exact enough. */
export function duration(seconds: number): string {
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  if (minutes < 48 * 60) return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
  return `${Math.floor(minutes / 1440)} d ${Math.round((minutes % 1440) / 60)} h`;
}
