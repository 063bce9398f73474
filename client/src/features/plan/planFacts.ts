import { DRIVES_OF_JOB, PORTAL_JOURNAL_LIMIT } from '#core/limits/limits';
import type { DriveSummary, EarlierSessions, FileGroup, PlanSummary } from '../../../../src-runner/src/protocol';
import type { Words } from '../../webview/words';
import { drivesNeeded } from './jobPlan';

/** A fact about a plan, as the page and its copies in Markdown show it. */
export interface PlanFact {
  readonly name: string;
  readonly text: string;
}

/** How full a drive becomes: from 0 to 1, and in words. */
export function fullnessOf(
  { files, usedBytes, volumeBytes, capacity }: DriveSummary,
  { localize, quantities }: Words,
): { readonly part: number; readonly text: string } {
  if (files === 0) return { part: 0, text: localize('stays empty') };
  const part = volumeBytes === 0 ? 1 : usedBytes / volumeBytes;
  const percent = quantities.percent(part);
  return { part, text: capacity === undefined ? localize('{0}, as large as its contents', percent) : percent };
}

/** What a plan says beyond its drives. */
export function planFacts(plan: PlanSummary, words: Words): PlanFact[] {
  const { localize, quantities } = words;
  const { sessionId, jobs, journalBytes, copySeconds, verifySeconds } = plan;
  return [
    { name: localize('Session'), text: sessionId },
    { name: localize('Drives needed'), text: quantities.count(drivesNeeded(plan)) },
    {
      name: localize('Import jobs'),
      text: localize('{0}, of at most {1} drives each', quantities.count(jobs), DRIVES_OF_JOB),
    },
    { name: localize('Journal'), text: journalText(journalBytes, words) },
    {
      name: localize('Time'),
      text: localize(
        'about {0} to copy, and {1} to read everything back',
        quantities.duration(copySeconds),
        quantities.duration(verifySeconds),
      ),
    },
  ];
}

function journalText(bytes: number, { localize, quantities }: Words): string {
  const size = quantities.size(bytes);
  if (bytes <= PORTAL_JOURNAL_LIMIT) return localize('at most {0}; the portal takes 2 MB', size);
  return localize(
    'at most {0}, more than the 2 MB that the portal takes: the XML files of the drives are uploaded in its place',
    size,
  );
}

/** What no drive has room for, in sentences; none where all fits. */
export function leftOverSentences({ leftOver }: PlanSummary, { localize, quantities }: Words): string[] {
  if (!leftOver) return [];
  const { files, bytes, drives, driveBytes, tooLarge } = leftOver;
  return [
    localize('No drive has room for some files: {0} ({1}).', quantities.count(files), quantities.size(bytes)),
    ...(drives > 0
      ? [
          localize(
            'Further drives of {0} that would take the rest: {1}. Add them to the driveset.',
            quantities.size(driveBytes),
            quantities.count(drives),
          ),
        ]
      : []),
    ...(tooLarge.length > 0
      ? [localize('Files that are larger than any drive: {0}.', quantities.count(tooLarge.length))]
      : []),
  ];
}

/** How many files there are, and the first of them. */
function fileGroupSentence({ files, bytes, first }: FileGroup, { localize, quantities }: Words): string {
  const listed = first.slice(0, NAMED_FILES);
  const names = [...listed, ...(files > listed.length ? ['…'] : [])].join(', ');
  return localize('files: {0}, {1}: {2}', quantities.count(files), quantities.size(bytes), names);
}

/** What is on drives of earlier sessions already, and what has changed since; nothing where none is complete. */
export function earlierSentences(earlier: EarlierSessions | null | undefined, words: Words): string[] {
  if (!earlier) return [];
  const { sessions, same, changed, added, gone, unreadable } = earlier;
  const { localize, quantities } = words;
  return [
    localize(
      'On drives of {0} already, as they are now: files: {1}, {2}.',
      sessions.join(', '),
      quantities.count(same.files),
      quantities.size(same.bytes),
    ),
    ...(changed.files > 0 ? [localize('Changed since they were copied: {0}', fileGroupSentence(changed, words))] : []),
    ...(added.files > 0 ? [localize('On no drive: {0}', fileGroupSentence(added, words))] : []),
    ...(gone.files > 0
      ? [localize('On a drive, and not among the sources any more: {0}', fileGroupSentence(gone, words))]
      : []),
    ...unreadable.map((jrm) => localize('{0} cannot be read: what is on its drives is not known.', jrm)),
  ];
}

/** Of a group of files so many are named. */
const NAMED_FILES = 3;
