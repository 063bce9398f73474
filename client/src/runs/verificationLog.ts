import type { Localize } from '#core/text/localize';
import type { RunProgress } from './runProgress';

/** The results of a verification as the text of a log: a line for each drive, and one for each problem. */
export function verificationLog(
  { drives, findings, findingCount, errors, warnings }: RunProgress,
  localize: Localize,
): string {
  const lines = [
    ...errors,
    ...warnings,
    ...[...drives.values()].map(({ drive, driveId, target, files, verdict }) => {
      const name = [drive, ...(driveId === undefined ? [] : [driveId]), ...(target === undefined ? [] : [target])].join(
        ', ',
      );
      if (!verdict) return localize('{0}: verification did not finish.', name);
      return verdict.isSound
        ? localize('{0}: as written. Files: {1}.', name, String(files))
        : localize('{0}: NOT as written. Problems: {1}.', name, String(verdict.problems));
    }),
    ...findings.map(({ drive, path, message }) =>
      path === undefined ? `${drive}: ${message}` : `${drive}: ${path}: ${message}`,
    ),
    ...(findingCount > findings.length ? [localize('And {0} more.', String(findingCount - findings.length))] : []),
  ];
  // One line each, whatever characters a name contains.
  return lines.map((line) => `${line.replace(/\p{Cc}+/gu, ' ')}\n`).join('');
}
