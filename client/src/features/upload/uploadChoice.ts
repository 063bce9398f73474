import { PORTAL_JOURNAL_LIMIT } from '#core/limits/limits';
import type { JobState } from '../../jobs/jobState';
import type { Words } from '../../webview/words';

/** A file of a prepared job. */
export interface UploadFile {
  readonly path: string;
  /** Bytes. */
  readonly size: number;
}

/** The files available for upload. */
export interface UploadFacts {
  readonly state: JobState;
  readonly journal: UploadFile | undefined;
  readonly jrm: UploadFile | undefined;
  readonly driveInfos: readonly UploadFile[];
}

export type UploadRole = 'journal' | 'driveInfo' | 'jrm';

/** A file that can be uploaded, with the reason. */
export interface UploadCandidate extends UploadFile {
  readonly role: UploadRole;
  /** Whether the portal requires the file; the others are only for when it asks. */
  readonly isWanted: boolean;
  readonly reason: string;
}

/**
 * The files that the portal accepts for an import job: the journal up to 2 MB, or the drives' XML files if it is
 * longer. The JRM is for when a list of the drives is requested.
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
      ? localize('The journal: {0}, more than the 2 MB that the portal accepts', quantities.size(journal.size))
      : localize('The journal: the file that the portal asks for when an import job is created'),
  };
  const infos = driveInfos.map((file) => ({
    ...file,
    role: 'driveInfo' as const,
    isWanted: isTooLong,
    reason: isTooLong
      ? localize('The XML file of a drive: uploaded instead of the journal, which is too large')
      : localize('The XML file of a drive: for the portal only if the journal is larger than 2 MB'),
  }));
  const ofJrm = jrm && {
    ...jrm,
    role: 'jrm' as const,
    isWanted: false,
    reason:
      jrm.size > PORTAL_JOURNAL_LIMIT
        ? localize('The job response manifest: {0}, too large to upload', quantities.size(jrm.size))
        : localize('The job response manifest: if the portal asks for the list of drives'),
  };
  const all = [...(ofJournal ? [ofJournal] : []), ...infos, ...(ofJrm ? [ofJrm] : [])];
  return all.sort((a, b) => Number(b.isWanted) - Number(a.isWanted));
}

/** Why nothing should be uploaded yet; undefined if everything is ready. */
export function uploadObstacle({ state, journal, driveInfos }: UploadFacts, { localize }: Words): string | undefined {
  if (!journal) return localize('There is nothing to upload yet. Prepare the drives first.');
  if (state === 'running')
    return localize('The drives are still being prepared. Upload the journal when the preparation has ended.');
  if (state === 'interrupted' || state === 'needsDrives')
    return localize('The preparation is not complete. Resume it before you upload anything.');
  if (state === 'aborted') return localize('The preparation was aborted. Prepare the drives again.');
  if (journal.size > PORTAL_JOURNAL_LIMIT && driveInfos.length === 0)
    return localize(
      'The journal is larger than the 2 MB that the portal accepts, and the XML files of the drives are not next to it. Restore them from a backup.',
    );
  return undefined;
}
