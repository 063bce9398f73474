import { byteCount } from '#core/text/byteCount';
import type { Standing } from '../../drives/standing';
import type { Drive, DriveFacts, TargetState } from '../../drives/drive';
import { driveAt } from '../../drives/driveAt';
import { sentence } from '../../language/sentence';
import { pathIdentity } from '../../model/pathIdentity';
import { parseDriveIdentity } from '../../drives/driveIdentity';
import type { AgreedTargets, DriveToErase } from '../../session/preparationContext';
import type { JournalState } from '../../journal/readJournal';
import { UsageError } from '../../model/usageError';
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
    const drive = driveAt(toErase.target);
    const { kind } = drive;
    const facts = drive.inspect();
    // The state is taken before the look: what changes in between was not agreed on.
    const state = drive.state();
    const standing = drive.standing();
    checkNotFinished(toErase, standing, journal);
    const isErased = erased.has(pathIdentity(toErase.target));
    if (!isErased && !(await isAgreed(toErase, { kind, standing, ...facts }, yes, questioner))) return undefined;
    agreed.set(toErase.number, state);
  }
  return agreed;
}

/** What stands at a drive. */
interface LookedAt extends Pick<Drive, 'kind'>, Pick<DriveFacts, 'length'> {
  readonly standing: Standing;
}

async function isAgreed(
  { letter, target, prompts }: DriveToErase,
  { kind, length, standing: { text, holdsData, isOurs } }: LookedAt,
  yes: boolean | undefined,
  questioner: Questioner,
): Promise<boolean> {
  const isThere = length !== undefined || kind === 'device';
  if (!holdsData && !(prompts && isThere)) return true;
  const place = sentence`drive ${letter}, ${target}`;
  if (holdsData && kind === 'image' && !isOurs) {
    throw new UsageError(
      sentence`${place}: there is ${text}, which this program did not create. Specify another image with --drive ${letter}=…, or use --erase ${target} to overwrite it.`,
    );
  }
  if (yes) return true;
  if (!questioner.canAsk) {
    const remedy =
      yes === undefined
        ? sentence`If you want to erase it, use --erase ${target}.`
        : sentence`If you want to erase it, use --erase ${target} or --yes.`;
    throw new UsageError(sentence`${place} holds ${text}. It would be erased, and there is nobody to ask. ${remedy}`);
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
