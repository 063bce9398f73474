import { resolve } from 'node:path';
import { DRIVES_OF_JOB, PORTAL_JOURNAL_LIMIT } from '#core/limits/limits';
import { byteCount } from '#core/text/byteCount';
import { defaultTarget } from '../model/defaultTarget';
import { countText, durationText } from './quantities';
import type { OutputFile } from './outputFiles';

export interface SummaryDrive {
  readonly drive: string;
  readonly driveId: string;
  readonly target: string;
  /** Whether the data centre can open the drive, and whether it was read back. */
  readonly state: 'verified' | 'not-verified' | 'incomplete';
  readonly files: number;
  readonly bytes: number;
  readonly usedBytes: number;
  readonly capacity: number;
}

/** How a session ended. */
export type SessionOutcome = 'completed' | 'interrupted' | 'needs-drives' | 'failed';

/** The end of a session, for the screen and as an event. Sizes are in bytes. */
export interface SessionSummary {
  readonly outcome: SessionOutcome;
  readonly sessionId: string;
  readonly files: number;
  readonly bytes: number;
  /** Of this run. */
  readonly seconds: number;
  readonly bytesPerSecond: number;
  readonly failedFiles: number;
  readonly drives: readonly SummaryDrive[];
  readonly journal: OutputFile;
  /** Undefined if none was written. */
  readonly jrm?: OutputFile;
  readonly driveInfos: readonly OutputFile[];
  readonly log?: string;
}

/** The files to upload when the import job is made: the journal, or the drive infos where it is too large. */
export function filesToUpload({
  journal,
  driveInfos,
}: Pick<SessionSummary, 'journal' | 'driveInfos'>): readonly OutputFile[] {
  return journal.length <= PORTAL_JOURNAL_LIMIT ? [journal] : driveInfos;
}

/** The text that ends a session on screen, without a final line end. */
export function summaryText(summary: SessionSummary): string {
  const { files, bytes, seconds, bytesPerSecond, failedFiles, drives } = summary;
  const speed = bytesPerSecond > 0 ? `, ${byteCount(bytesPerSecond)}/s` : '';
  const lines = [
    titleOf(summary),
    '',
    `  ${countText(files, 'file')}, ${byteCount(bytes)}, ${countText(drives.length, 'drive')} in ${durationText(seconds)}${speed}`,
    ...(failedFiles === 0
      ? []
      : [
          `  ${countText(failedFiles, 'file')} could not be copied; each is named above${summary.log === undefined ? '' : ' and in the log'}`,
        ]),
    '',
    ...drivesTable(drives),
    '',
    ...outputsOf(summary),
    '',
    'What to do next:',
    ...stepsOf(summary).map((step, index) => `  ${index + 1}. ${step}`),
  ];
  return lines.join('\n');
}

function titleOf({ outcome, sessionId }: SessionSummary): string {
  switch (outcome) {
    case 'completed':
      return `Session "${sessionId}" is complete.`;
    case 'interrupted':
      return `Session "${sessionId}" was interrupted. Nothing that was copied is lost.`;
    case 'needs-drives':
      return `Session "${sessionId}" needs more drives: not all files fit on the ones it has.`;
    case 'failed':
      return `Session "${sessionId}" is not complete.`;
  }
}

const stateTexts: Readonly<Record<SummaryDrive['state'], string>> = {
  verified: 'verified',
  'not-verified': 'not verified',
  incomplete: 'INCOMPLETE',
};

function drivesTable(drives: readonly SummaryDrive[]): string[] {
  const rows = drives.map(({ drive, driveId, target, state, files, bytes, usedBytes, capacity }) => {
    const full = capacity > 0 ? `${Math.ceil((usedBytes / capacity) * 100)} % full` : '';
    return [drive, driveId, countText(files, 'file'), byteCount(bytes), full, stateTexts[state], target];
  });
  const widths = rows.reduce<number[]>(
    (widest, row) => row.map((cell, column) => Math.max(widest[column] ?? 0, cell.length)),
    [],
  );
  return rows.map(
    (row) =>
      `  ${row
        .map((cell, column) => cell.padEnd(widths[column]!))
        .join('  ')
        .trimEnd()}`,
  );
}

function outputsOf({ journal, jrm, driveInfos, log }: SessionSummary): string[] {
  const rows: (readonly [string, string])[] = [
    ...(jrm ? [['JRM', jrm.path] as const] : []),
    ['Journal', journal.path],
    ...driveInfos.map(({ path }) => ['Drive info', path] as const),
    ...(log === undefined ? [] : [['Log', log] as const]),
  ];
  const secrets = jrm || driveInfos.length > 0 ? 'JRM, journal and drive info hold' : 'The journal holds';
  return [
    ...rows.map(([name, path]) => `  ${name.padEnd(10)}  ${path}`),
    `  ${secrets} the keys of the drives: keep them apart from the drives, and do not share them.`,
  ];
}

function stepsOf(summary: SessionSummary): string[] {
  const { outcome, sessionId, journal, drives } = summary;
  const command = `--journal ${quoted(journal.path)} --session ${quoted(sessionId)}`;
  switch (outcome) {
    case 'completed':
      return shippingSteps(summary);
    case 'interrupted':
      return [`Continue with: sneakernet prep ${command} --resume`];
    case 'needs-drives':
      return [
        `Add more drives in a driveset, and continue with: sneakernet prep ${command} --additional-driveset <file>`,
      ];
    case 'failed':
      return [
        'Fix the errors above first.',
        `Continue with: sneakernet prep ${command} --resume`,
        ...(summary.failedFiles > 0 ? ['To skip the files that cannot be copied, add --leave-out-changed.'] : []),
        ...(drives.some(({ state }) => state !== 'incomplete')
          ? ['Do not ship anything yet: the job is incomplete without the other drives.']
          : []),
      ];
  }
}

function shippingSteps(summary: SessionSummary): string[] {
  const { drives, journal, jrm } = summary;
  const images = drives.some(({ target }) => !/^(?:\/dev\/|\\\\\.\\)/.test(target));
  const upload = filesToUpload(summary);
  const jobs = Math.ceil(drives.length / DRIVES_OF_JOB);
  const names = upload.map(({ path }) => path).join(', ');
  const others =
    jrm && jrm.length <= PORTAL_JOURNAL_LIMIT && upload.includes(journal)
      ? ` (or ${jrm.path} if it asks for the JRM)`
      : '';
  const why = upload.includes(journal)
    ? ''
    : ` The journal is too large for the portal: it is ${byteCount(journal.length)} and the limit is 2 MB.`;
  return [
    ...readingSteps(summary),
    ...(images ? ['Write each image to a separate disk, starting at the first sector.'] : []),
    'Label each drive with its id, and pack it so that it is protected from shocks.',
    jobs > 1
      ? `In the Azure portal create ${jobs} import jobs, each with at most ${DRIVES_OF_JOB} drives, and upload ${names}${others}.${why}`
      : `In the Azure portal create an import job, and upload ${names}${others}.${why}`,
    'Ship the drives to the address that the job shows, and enter the tracking number there.',
  ];
}

/**
 * How to read back the drives that were not. They need not be named if they are all of them and lie where `verify`
 * looks.
 */
function readingSteps({ drives, jrm }: SessionSummary): string[] {
  const unread = drives.filter(({ state }) => state === 'not-verified');
  if (unread.length === 0) return [];
  const isDefault =
    unread.length === drives.length &&
    unread.every(({ drive, target }) => resolve(target) === resolve(defaultTarget(drive)));
  const options = isDefault
    ? ''
    : unread.map(({ drive, target }) => ` --drive ${quoted(`${drive}=${target}`)}`).join('');
  const which = `${unread.length === 1 ? 'drive' : 'drives'} ${unread.map(({ drive }) => drive).join(', ')}`;
  return [`Read ${which} back: sneakernet verify --jrm ${quoted(jrm?.path ?? '<file>')}${options}`];
}

/** Quoted for a shell. */
function quoted(text: string): string {
  return /^[\w./:@%+=,-]+$/.test(text) ? text : `"${text.replace(/(["$`])/g, '\\$1')}"`;
}
