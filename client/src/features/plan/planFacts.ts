import { DRIVES_OF_JOB, PORTAL_JOURNAL_LIMIT } from '#core/limits/limits';
import type { DriveSummary, EarlierSessions, FileGroup, PlanSummary } from '../../../../src-runner/src/protocol';
import type { Words } from '../../webview/words';
import { drivesNeeded } from './jobPlan';

/** A fact about a plan, for the page and its copies in Markdown. */
export interface PlanFact {
  readonly name: string;
  readonly text: string;
}

/** How full a drive becomes: as a number from 0 to 1, and in words. */
export function fullnessOf(
  { files, usedBytes, volumeBytes, capacity }: DriveSummary,
  { localize, quantities }: Words,
): { readonly part: number; readonly text: string } {
  if (files === 0) return { part: 0, text: localize('stays empty') };
  const part = volumeBytes === 0 ? 1 : usedBytes / volumeBytes;
  const percent = quantities.percent(part);
  return { part, text: capacity === undefined ? localize('{0}, as large as its contents', percent) : percent };
}

/** The facts of a plan besides its drives. */
export function planFacts(plan: PlanSummary, words: Words): PlanFact[] {
  const { localize, quantities } = words;
  const { sessionId, jobs, journalBytes, copySeconds, verifySeconds } = plan;
  return [
    { name: localize('Session'), text: sessionId },
    { name: localize('Drives needed'), text: quantities.count(drivesNeeded(plan)) },
    {
      name: localize('Import jobs'),
      text: localize('{0}, with at most {1} drives each', quantities.count(jobs), DRIVES_OF_JOB),
    },
    { name: localize('Journal'), text: journalText(journalBytes, words) },
    {
      name: localize('Time'),
      text: localize(
        'about {0} to copy and {1} to read everything back',
        quantities.duration(copySeconds),
        quantities.duration(verifySeconds),
      ),
    },
  ];
}

function journalText(bytes: number, { localize, quantities }: Words): string {
  const size = quantities.size(bytes);
  if (bytes <= PORTAL_JOURNAL_LIMIT) return localize('at most {0}; the portal accepts up to 2 MB', size);
  return localize(
    'at most {0}, more than the 2 MB that the portal accepts: the XML files of the drives are uploaded instead',
    size,
  );
}

/** Sentences about what no drive has room for; empty if everything fits. */
export function leftOverSentences({ leftOver }: PlanSummary, { localize, quantities }: Words): string[] {
  if (!leftOver) return [];
  const { files, bytes, drives, driveBytes, tooLarge } = leftOver;
  return [
    localize('Files that do not fit on any drive: {0} ({1}).', quantities.count(files), quantities.size(bytes)),
    ...(drives > 0
      ? [
          localize(
            'Additional drives of {0} needed for the rest: {1}. Add them to the driveset.',
            quantities.size(driveBytes),
            quantities.count(drives),
          ),
        ]
      : []),
    ...(tooLarge.length > 0 ? [localize('Files larger than any drive: {0}.', quantities.count(tooLarge.length))] : []),
  ];
}

/** How many files there are, and the first of them. */
function fileGroupSentence({ files, bytes, first }: FileGroup, { localize, quantities }: Words): string {
  const listed = first.slice(0, NAMED_FILES);
  const names = [...listed, ...(files > listed.length ? ['…'] : [])].join(', ');
  return localize('files: {0}, {1}: {2}', quantities.count(files), quantities.size(bytes), names);
}

/** What is already on drives of earlier sessions, and what has changed since; empty if no session is complete. */
export function earlierSentences(earlier: EarlierSessions | null | undefined, words: Words): string[] {
  if (!earlier) return [];
  const { sessions, same, changed, added, gone, unreadable } = earlier;
  const { localize, quantities } = words;
  return [
    localize(
      'Files already on drives of {0}, as they are now: {1} ({2}).',
      sessions.join(', '),
      quantities.count(same.files),
      quantities.size(same.bytes),
    ),
    ...(changed.files > 0 ? [localize('Changed since they were copied: {0}', fileGroupSentence(changed, words))] : []),
    ...(added.files > 0 ? [localize('Not on any drive: {0}', fileGroupSentence(added, words))] : []),
    ...(gone.files > 0
      ? [localize('On a drive, but no longer among the sources: {0}', fileGroupSentence(gone, words))]
      : []),
    ...unreadable.map((jrm) => localize('{0} cannot be read, so the contents of its drives are unknown.', jrm)),
  ];
}

/** How many files of a group are named. */
const NAMED_FILES = 3;
