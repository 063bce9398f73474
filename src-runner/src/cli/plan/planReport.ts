import { byteCount } from '#core/text/byteCount';
import type { DriveSummary, PlanSummary } from '../../plan/planSummary';
import { countText, durationText } from '../../report/quantities';

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
    files.toLocaleString('en-US'),
    byteCount(bytes),
    byteCount(usedBytes),
    disk,
    files === 0 ? 'stays empty' : fullness,
  ];
  const listed = containers
    .slice(0, LISTED)
    .map(({ name, files: its, bytes: its2 }) => [
      `   ${name}`,
      its.toLocaleString('en-US'),
      byteCount(its2),
      '',
      '',
      '',
    ]);
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
        `Left over: ${countText(leftOver.files, 'file')} (${byteCount(leftOver.bytes)})${leftOver.drives > 0 ? `, for ${countText(leftOver.drives, 'more drive')} of ${byteCount(leftOver.driveBytes)}` : ''}.`,
      ]
    : [];
  return [
    `Session ${sessionId}: ${countText(files, 'file')} (${byteCount(bytes)}), ${countText(used, 'drive')}, ${countText(jobs, 'import job')}.`,
    ...left,
    `Journal: at most ${byteCount(journalBytes)}. Time: about ${durationText(copySeconds)}, and ${durationText(verifySeconds)} to read everything back.`,
  ];
}

function bar(part: number): string {
  const filled = Math.min(BAR_LENGTH, Math.max(part > 0 ? 1 : 0, Math.round(part * BAR_LENGTH)));
  return '█'.repeat(filled) + '░'.repeat(BAR_LENGTH - filled);
}
