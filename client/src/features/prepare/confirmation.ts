import type { DriveSummary, EarlierSessions, PlanSummary } from '../../../../src-runner/src/protocol';
import type { Words } from '../../webview/words';
import { earlierSentences } from '../plan/planFacts';

/** What is at the place where a drive will be written. */
export interface TargetFacts {
  /** Absolute. */
  readonly path: string;
  /** Bytes of the existing image; undefined if there is none. */
  readonly length: number | undefined;
}

/** The question that is asked before anything is written. */
export interface Confirmation {
  readonly message: string;
  readonly detail: string;
  readonly button: string;
  /** Paths that will be lost; the runner erases no others. */
  readonly erase: readonly string[];
}

/** What the question is about. */
export interface ToConfirm {
  readonly jobName: string;
  /** The plan; everything fits. */
  readonly plan: PlanSummary;
  /** By letter. */
  readonly facts: ReadonlyMap<string, TargetFacts>;
  /** What is already on drives of earlier sessions. */
  readonly earlier?: EarlierSessions | undefined;
  /** Warnings of the plan that the user should see first. */
  readonly warnings: readonly string[];
}

/**
 * Names every drive that will be erased or created, with its target and how full it becomes, and what is already on
 * drives.
 */
export function confirmation({ jobName, plan, facts, earlier, warnings }: ToConfirm, words: Words): Confirmation {
  const { localize, quantities } = words;
  const written = plan.drives.filter(({ files }) => files > 0);
  const isLost = (drive: DriveSummary): boolean =>
    drive.kind === 'device' || facts.get(drive.letter)?.length !== undefined;
  const lost = written.filter(isLost);
  const again = earlier ? earlier.same.files + earlier.changed.files : 0;
  const lines = [
    ...written.map((drive) => driveLine(drive, facts.get(drive.letter), words)),
    ...plan.drives
      .filter(({ files }) => files === 0)
      .map(({ letter }) => localize('{0}: gets no data and stays as it is', letter)),
  ];
  const question =
    lost.length > 0
      ? localize(
          'Prepare {0}? Everything on these drives will be erased: {1}.',
          jobName,
          lost.map(({ letter }) => letter).join(', '),
        )
      : localize(
          'Prepare {0}? Images will be created for these drives: {1}.',
          jobName,
          written.map(({ letter }) => letter).join(', '),
        );
  const already =
    again > 0
      ? [
          localize(
            'Files already on drives of {0} that will be copied again: {1} of {2}.',
            earlier!.sessions.join(', '),
            quantities.count(again),
            quantities.count(plan.files),
          ),
        ]
      : [];
  return {
    message: [...already, question].join(' '),
    detail: [
      ...lines,
      '',
      sumLine(plan, words),
      ...[...earlierSentences(earlier, words), ...warnings].flatMap((sentence) => ['', sentence]),
    ].join('\n'),
    button:
      lost.length > 0 ? localize('Erase and Prepare') : again > 0 ? localize('Prepare Again') : localize('Prepare'),
    erase: lost.map(({ letter, target }) => facts.get(letter)?.path ?? target),
  };
}

function driveLine(
  { letter, kind, target, files, bytes, usedBytes, volumeBytes, diskBytes, capacity }: DriveSummary,
  facts: TargetFacts | undefined,
  { localize, quantities }: Words,
): string {
  const path = facts?.path ?? target;
  const place =
    kind === 'device'
      ? localize('{0}: the disk {1} ({2}) will be ERASED', letter, path, quantities.size(capacity ?? diskBytes))
      : facts?.length === undefined
        ? localize('{0}: the image {1} will be created ({2})', letter, path, quantities.size(diskBytes))
        : localize('{0}: the image {1} ({2}) will be REPLACED', letter, path, quantities.size(facts.length));
  const full =
    capacity === undefined
      ? []
      : [localize('{0} full', quantities.percent(volumeBytes === 0 ? 1 : usedBytes / volumeBytes))];
  return [place, localize('files: {0}, {1}', quantities.count(files), quantities.size(bytes)), ...full].join('; ');
}

function sumLine(
  { sessionId, files, bytes, copySeconds, verifySeconds }: PlanSummary,
  { localize, quantities }: Words,
): string {
  const duration = quantities.duration(copySeconds + verifySeconds);
  return localize(
    'Session {0}. Files: {1} ({2}). About {3}, including reading back.',
    sessionId,
    quantities.count(files),
    quantities.size(bytes),
    duration,
  );
}
