import type { Standing } from '../../drives/standing';
import type { TargetState } from '../../drives/drive';
import { sentence } from '../../language/sentence';
import { pathIdentity } from '../../model/pathIdentity';
import { parseDriveIdentity } from '../../drives/driveIdentity';
import type { AgreedTargets, DriveToErase } from '../../session/preparationContext';
import type { JournalState } from '../../journal/readJournal';
import { UsageError } from '../../model/usageError';
import { isLossAgreed, lookAtTarget } from '../lossAgreement';
import type { LookedAt } from '../lossAgreement';
import type { Questioner } from '../question';
import type { PrepOptions } from './prepOptions';

/** What the command line agrees to erase. */
export interface ErasingOptions extends Pick<PrepOptions, 'erase'> {
  /** Undefined if a general yes does not count, but only naming the medium. */
  readonly yes: boolean | undefined;
}

/**
 * Asks before anything is lost. A target that holds data is described and asked about, whatever the driveset says;
 * SilentMode only suppresses the question about blank targets. A file that this program did not create is never
 * overwritten unless `--erase` names it.
 *
 * @returns for each drive what may be overwritten, in its current state; undefined if the answer was no
 * @throws UsageError if nobody can answer, or the answer would be no
 * @throws TargetError for a target that cannot be written or read
 */
export async function confirmErasing(
  drives: readonly DriveToErase[],
  { yes, erase }: ErasingOptions,
  questioner: Questioner,
  journal: JournalState | undefined,
): Promise<AgreedTargets | undefined> {
  const erased = new Set([...erase].map(pathIdentity));
  const agreed = new Map<number, TargetState>();
  for (const toErase of drives) {
    const looks = lookAtTarget(toErase.target);
    checkNotFinished(toErase, looks.standing, journal);
    const isErased = erased.has(pathIdentity(toErase.target));
    if (!isErased && !(await isAgreed(toErase, looks, yes, questioner))) return undefined;
    agreed.set(toErase.number, looks.state);
  }
  return agreed;
}

async function isAgreed(
  { letter, target, prompts }: DriveToErase,
  looks: LookedAt,
  yes: boolean | undefined,
  questioner: Questioner,
): Promise<boolean> {
  const {
    kind,
    length,
    standing: { text, holdsData, isOurs },
  } = looks;
  const isThere = length !== undefined || kind === 'device';
  if (!holdsData && !(prompts && isThere)) return true;
  const place = sentence`drive ${letter}, ${target}`;
  if (holdsData && kind === 'image' && !isOurs) {
    throw new UsageError(
      sentence`${place}: there is ${text}, which this program did not create. Specify another image with --drive ${letter}=…, or use --erase ${target} to overwrite it.`,
    );
  }
  return isLossAgreed(place, target, looks, yes, questioner);
}

/** What a session of the same journal has finished is not overwritten, even on request. */
function checkNotFinished(
  { letter, target }: DriveToErase,
  { volumeId }: Standing,
  journal: JournalState | undefined,
): void {
  if (volumeId === undefined || !journal) return;
  const finished = journal.sessions.find((session) =>
    session.drives.some(
      ({ state, description }) =>
        state === 'Verified' && parseDriveIdentity(description.bitLockerSecrets).bitlocker.volumeGuid === volumeId,
    ),
  );
  if (finished)
    throw new UsageError(
      sentence`drive ${letter}, ${target}: it holds a drive that session "${finished.id}" has finished. Specify another location with --drive ${letter}=….`,
    );
}
