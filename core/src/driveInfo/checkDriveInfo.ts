import { isMd5Hex } from '../bytes/hex';
import { wrongRecoveryKey } from '../names/recoveryKey';
import type { FileFinding } from '../rules/fileFinding';
import { LineIndex } from '../text/lineIndex';
import type { Span } from '../text/position';
import { readDriveInfo, type DriveInfoProblem } from './driveInfo';

/**
 * The findings of a `<Drive>` document, all under `journal/drive-info`.
 *
 * @param firstLine the line on which the document begins in a larger text
 */
export function checkDriveInfo(text: string, firstLine = 0): FileFinding[] {
  const { info, places, problems } = readDriveInfo(text);
  const lines = new LineIndex(text);
  const place = (offset: number) => {
    const { line, character } = lines.position(offset);
    return { line: firstLine + line, character };
  };
  const finding = (variant: string, args: readonly string[], { start, end }: Span): FileFinding => {
    return { code: 'journal/drive-info', variant, args, start: place(start), end: place(end) };
  };
  const findings = problems.map((problem) =>
    finding(...variantOf(problem), problem.kind === 'xml' ? problem.problem : problem),
  );
  const { bitLockerKey, manifestHash } = info;
  const wrong = bitLockerKey === undefined || bitLockerKey === '' ? undefined : wrongRecoveryKey(bitLockerKey);
  if (wrong) findings.push(finding(...wrong, places.bitLockerKey!));
  if (manifestHash !== undefined && manifestHash !== '' && !isMd5Hex(manifestHash))
    findings.push(finding('manifest-hash', [], places.manifestHash!));
  return findings;
}

function variantOf(problem: DriveInfoProblem): [variant: string, args: readonly string[]] {
  return problem.kind === 'xml'
    ? [problem.problem.kind, problem.problem.args]
    : [problem.kind, [`<${problem.element}>`]];
}
