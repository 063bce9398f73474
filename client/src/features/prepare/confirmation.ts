import type { DriveSummary, PlanSummary } from '../../../../src-runner/src/protocol';
import type { Words } from '../../webview/words';

/** What stands at the place where a drive will be written. */
export interface TargetFacts {
  /** Absolute. */
  readonly path: string;
  /** Bytes of the image that is there; undefined where there is none. */
  readonly length: number | undefined;
}

/** The question that comes before anything is written. */
export interface Confirmation {
  readonly message: string;
  readonly detail: string;
  readonly button: string;
  /** Paths that are lost; the runner erases no others. */
  readonly erase: readonly string[];
}

/**
 * Names every drive that will be erased or made, with its target and how full it becomes.
 *
 * @param plan without anything left over
 * @param facts by letter
 * @param warnings of the plan, for the user to know before
 */
export function confirmation(jobName: string, plan: PlanSummary, facts: ReadonlyMap<string, TargetFacts>, warnings: readonly string[], words: Words): Confirmation {
  const { localize } = words;
  const written = plan.drives.filter(({ files }) => files > 0);
  const isLost = (drive: DriveSummary): boolean => drive.kind === 'device' || facts.get(drive.letter)?.length !== undefined;
  const lost = written.filter(isLost);
  const lines = [
    ...written.map((drive) => driveLine(drive, facts.get(drive.letter), words)),
    ...plan.drives.filter(({ files }) => files === 0).map(({ letter }) => localize('{0}: gets no data, and is left as it is', letter)),
  ];
  return {
    message:
      lost.length > 0
        ? localize('Prepare {0}? What is on these drives now will be erased: {1}.', jobName, lost.map(({ letter }) => letter).join(', '))
        : localize('Prepare {0}? Images are made for these drives: {1}.', jobName, written.map(({ letter }) => letter).join(', ')),
    detail: [...lines, '', sumLine(plan, words), ...warnings.flatMap((warning) => ['', warning])].join('\n'),
    button: lost.length > 0 ? localize('Erase and Prepare') : localize('Prepare'),
    erase: lost.map(({ letter, target }) => facts.get(letter)?.path ?? target),
  };
}

function driveLine({ letter, kind, target, files, bytes, usedBytes, volumeBytes, diskBytes, capacity }: DriveSummary, facts: TargetFacts | undefined, { localize, quantities }: Words): string {
  const path = facts?.path ?? target;
  const place =
    kind === 'device'
      ? localize('{0}: the disk {1} ({2}) is ERASED', letter, path, quantities.size(capacity ?? diskBytes))
      : facts?.length === undefined
        ? localize('{0}: the image {1} is made ({2})', letter, path, quantities.size(diskBytes))
        : localize('{0}: the image {1} ({2}) is REPLACED', letter, path, quantities.size(facts.length));
  const full = capacity === undefined ? [] : [localize('{0} full', quantities.percent(volumeBytes === 0 ? 1 : usedBytes / volumeBytes))];
  return [place, localize('files: {0}, {1}', quantities.count(files), quantities.size(bytes)), ...full].join('; ');
}

function sumLine({ sessionId, files, bytes, copySeconds, verifySeconds }: PlanSummary, { localize, quantities }: Words): string {
  const duration = quantities.duration(copySeconds + verifySeconds);
  return localize('Session {0}: files: {1}, {2}. About {3}, reading back included.', sessionId, quantities.count(files), quantities.size(bytes), duration);
}
