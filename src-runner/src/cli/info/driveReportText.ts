import { byteCount } from '#core/text/byteCount';
import type { BitlockerReport, DriveReport } from './driveReport';

/** The report as text. */
export function driveReportText(report: DriveReport): string {
  const { volume, bitlocker, fileSystem } = report;
  const lines = [`${report.target}: ${placeOf(report)}`];
  if (report.partition)
    lines.push(`Partition: ${byteCount(report.partition.length)} at byte ${report.partition.offset}`);
  lines.push(`Volume: ${contentsOf(report)}, ${byteCount(volume.length)}`);
  if (bitlocker) lines.push(...bitlockerLines(bitlocker));
  if (fileSystem) {
    const label = fileSystem.label === null || fileSystem.label === '' ? '' : ` "${fileSystem.label}"`;
    const serial = fileSystem.serial === null ? '' : `, serial number ${fileSystem.serial}`;
    const free = fileSystem.freeBytes === null ? '' : `, ${byteCount(fileSystem.freeBytes)} free`;
    lines.push(
      `File system: ${fileSystem.name ?? 'none that is known'}${label}${serial}, ${byteCount(fileSystem.length)}${free}`,
    );
  }
  if (report.decryptedSha256 !== null)
    lines.push(`SHA-256 of the ${bitlocker ? 'decrypted ' : ''}volume: ${report.decryptedSha256}`);
  lines.push(...report.remarks.map((remark) => `Note: ${remark}`));
  return lines.map((line) => `${printable(line)}\n`).join('');
}

function placeOf({ kind, length, container, partitionTable }: DriveReport): string {
  const medium = kind === 'device' ? 'disk' : 'image';
  const layers = [container, partitionTable].filter((layer) => layer !== null);
  return `${medium}, ${byteCount(length)}${layers.length === 0 ? '' : ` (${layers.join(', ')})`}`;
}

function contentsOf({ volume, bitlocker }: DriveReport): string {
  switch (volume.contents) {
    case 'bitlocker':
      return `BitLocker${bitlocker?.toGo ? ' To Go' : ''}, ${bitlocker?.cipher ?? ''}`;
    case 'file system':
      return 'not encrypted';
    case 'incomplete':
      return `not finished (session ${volume.sessionId ?? ''})`;
    case 'unreadable':
      return 'BitLocker, unreadable';
    case 'empty':
      return 'empty';
    case 'unknown':
      return 'no file system that is known';
  }
}

function bitlockerLines(bitlocker: BitlockerReport): string[] {
  const made = bitlocker.created === null ? '' : `, made ${bitlocker.created}`;
  const sound = bitlocker.metadataCopies.filter(({ fault }) => fault === null).length;
  return [
    `  State: ${bitlocker.state}${bitlocker.suspended ? ', protection suspended' : ''}, ${bitlocker.unlockedBy === null ? 'locked' : `unlocked by protector ${bitlocker.unlockedBy}`}`,
    `  Identifier: ${bitlocker.volumeGuid}${made}`,
    `  Description: ${bitlocker.description}`,
    `  Sectors: ${bitlocker.sectorLength} bytes`,
    ...bitlocker.protectors.map(
      ({ kind, guid, name }) => `  Protector: ${kind} ${guid}${name === '' ? '' : ` "${name}"`}`,
    ),
    `  Metadata: ${sound} of ${bitlocker.metadataCopies.length} copies sound`,
    ...bitlocker.metadataCopies.flatMap(({ offset, fault }) =>
      fault === null ? [] : [`    at byte ${offset}: ${fault}`],
    ),
  ];
}

/** The drive may be anybody's: its names must not control the terminal. */
function printable(line: string): string {
  return line.replace(/\p{C}/gu, '\ufffd');
}
