import { byteCount } from '#core/text/byteCount';
import { lookFailure, standingOf } from '../../drives/standing';
import type { Standing } from '../../drives/standing';
import { inspectTarget, targetState } from '../../drives/preparationTarget';
import type { PreparationTarget, TargetState } from '../../drives/preparationTarget';
import { sentence } from '../../language/sentence';
import { pathIdentity } from '../../model/pathIdentity';
import { parseDriveIdentity } from '../../session/driveIdentity';
import type { AgreedTargets, DriveToErase } from '../../session/preparationContext';
import type { JournalState } from '../../journal/readJournal';
import { UsageError } from '../../model/usageError';
import type { Questioner } from '../question';
import type { PrepOptions } from './prepOptions';

/** What the command line agrees to. */
export interface ErasingOptions extends Pick<PrepOptions, 'erase'> {
  /** Undefined where a yes to everything says nothing: only what names a medium agrees to it. */
  readonly yes: boolean | undefined;
}

/**
 * Asks before something is lost. What holds data is named, with what it is, and asked about whatever the driveset says; SilentMode
 * silences the question about what is blank. A file that this program did not make is never overwritten unless `--erase` names it.
 *
 * @returns for each drive what may be overwritten, as it is now; undefined where the answer was no
 * @throws UsageError where nobody can answer, or the answer would be no
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
  for (const drive of drives) {
    const inspected = inspectTarget(drive.target);
    // First the state, then the look: what changes in between is not what was agreed on.
    const state = targetState(drive.target);
    const standing = look(drive.target);
    checkNotFinished(drive, standing, journal);
    const isErased = erased.has(pathIdentity(drive.target));
    if (!isErased && !(await isAgreed(drive, inspected, standing, yes, questioner))) return undefined;
    agreed.set(drive.number, state);
  }
  return agreed;
}

async function isAgreed(
  { letter, target, prompts }: DriveToErase,
  { kind, length }: PreparationTarget,
  { text, holdsData, isOurs }: Standing,
  yes: boolean | undefined,
  questioner: Questioner,
): Promise<boolean> {
  const isThere = length !== undefined || kind === 'device';
  if (!holdsData && !(prompts && isThere)) return true;
  const place = sentence`drive ${letter}, ${target}`;
  if (holdsData && kind === 'image' && !isOurs) {
    throw new UsageError(
      sentence`${place}: there is ${text}, which this program did not make. Name another image with --drive ${letter}=…, or say --erase ${target} to overwrite it.`,
    );
  }
  if (yes) return true;
  if (!questioner.canAsk) {
    const remedy =
      yes === undefined
        ? sentence`Say --erase ${target} if that is meant.`
        : sentence`Say --erase ${target}, or --yes, if that is meant.`;
    throw new UsageError(
      sentence`${place} holds ${text}. It would be erased, and nobody is there to be asked. ${remedy}`,
    );
  }
  const size = length === undefined ? '' : ` (${byteCount(length)})`;
  if (kind === 'device')
    return (
      (await questioner.ask(
        `Everything on ${place}${size}, will be erased: it holds ${text}. Type the full path of the disk to go on: `,
      )) === target
    );
  return /^y(es)?$/i.test(
    await questioner.ask(`The image of ${place}${size}, will be made anew: it holds ${text}. Go on? [y/N] `),
  );
}

function look(target: string): Standing {
  try {
    return standingOf(target);
  } catch (error) {
    throw lookFailure(error) ?? error;
  }
}

/** What a session of the same journal has finished is not even overwritten when that is asked for. */
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
      sentence`drive ${letter}, ${target}: it holds a drive that session "${finished.id}" has finished. Name another place with --drive ${letter}=….`,
    );
}
