import { PORTAL_JOURNAL_LIMIT } from '#core/limits/limits';
import type { JobState } from '../../jobs/jobState';
import type { Words } from '../../webview/words';

/** A file of a prepared job. */
export interface UploadFile {
  readonly path: string;
  /** Bytes. */
  readonly size: number;
}

/** What is there to be uploaded. */
export interface UploadFacts {
  readonly state: JobState;
  readonly journal: UploadFile | undefined;
  readonly jrm: UploadFile | undefined;
  readonly driveInfos: readonly UploadFile[];
}

export type UploadRole = 'journal' | 'driveInfo' | 'jrm';

/** A file that can be uploaded, with why. */
export interface UploadCandidate extends UploadFile {
  readonly role: UploadRole;
  /** True of the files that the portal asks for; the others are taken where it asks for them. */
  readonly isWanted: boolean;
  readonly reason: string;
}

/**
 * Which files the portal takes when the import job is made: the journal up to 2 MB, the drives' XML files where it is longer. The JRM is
 * taken where a list of the drives is asked for.
 */
export function uploadCandidates(
  { journal, jrm, driveInfos }: UploadFacts,
  { localize, quantities }: Words,
): UploadCandidate[] {
  const isTooLong = journal !== undefined && journal.size > PORTAL_JOURNAL_LIMIT;
  const ofJournal = journal && {
    ...journal,
    role: 'journal' as const,
    isWanted: !isTooLong,
    reason: isTooLong
      ? localize('The journal: {0}, more than the 2 MB that the portal takes', quantities.size(journal.size))
      : localize('The journal: what the portal asks for when an import job is made'),
  };
  const infos = driveInfos.map((file) => ({
    ...file,
    role: 'driveInfo' as const,
    isWanted: isTooLong,
    reason: isTooLong
      ? localize('The XML file of a drive: uploaded in place of the journal, which is too long')
      : localize('The XML file of a drive: for the portal only where the journal is longer than 2 MB'),
  }));
  const ofJrm = jrm && {
    ...jrm,
    role: 'jrm' as const,
    isWanted: false,
    reason:
      jrm.size > PORTAL_JOURNAL_LIMIT
        ? localize('The job response manifest: {0}, too long to be uploaded', quantities.size(jrm.size))
        : localize('The job response manifest: where the portal asks for the list of drives'),
  };
  const all = [...(ofJournal ? [ofJournal] : []), ...infos, ...(ofJrm ? [ofJrm] : [])];
  return all.sort((a, b) => Number(b.isWanted) - Number(a.isWanted));
}

/** Why nothing should be uploaded yet; undefined where all is ready. */
export function uploadObstacle({ state, journal, driveInfos }: UploadFacts, { localize }: Words): string | undefined {
  if (!journal) return localize('There is nothing to upload yet: prepare the drives first.');
  if (state === 'running')
    return localize('The drives are still being prepared: upload the journal when that has ended.');
  if (state === 'interrupted' || state === 'needsDrives')
    return localize('The preparation is not complete: go on with it before anything is uploaded.');
  if (state === 'aborted') return localize('The preparation was given up: prepare the drives anew.');
  if (journal.size > PORTAL_JOURNAL_LIMIT && driveInfos.length === 0)
    return localize(
      'The journal is longer than the 2 MB that the portal takes, and the XML files of the drives are not beside it. Restore them from a backup.',
    );
  return undefined;
}
