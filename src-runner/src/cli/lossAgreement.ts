import type { Drive, DriveFacts, TargetState } from '../drives/drive';
import { driveAt } from '../drives/driveAt';
import type { Standing } from '../drives/standing';
import { sentence } from '../language/sentence';
import { UsageError } from '../model/usageError';
import { byteCount } from '#core/text/byteCount';
import type { Questioner } from './question';

/** What stands at a target. */
export interface LookedAt extends Pick<Drive, 'kind'>, Pick<DriveFacts, 'length'> {
  /** What was looked at, for whoever claims it. */
  readonly state: TargetState;
  readonly standing: Standing;
}

/** Looks at a target before anybody is asked about it. @throws TargetError where it cannot be written or read */
export function lookAtTarget(path: string): LookedAt {
  const drive = driveAt(path);
  const { length } = drive.inspect();
  // First the state, then the look: what changes in between is not what was agreed on.
  const state = drive.state();
  const standing = drive.standing();
  return { kind: drive.kind, state, standing, ...(length === undefined ? {} : { length }) };
}

/**
 * Asks whether what stands at a target may be lost: of a disk the person types the path.
 *
 * @param place what the target is called in the question
 * @param yes whether a yes to everything was said; undefined where it says nothing
 * @throws UsageError where nobody can answer
 */
export async function isLossAgreed(
  place: string,
  target: string,
  { kind, length, standing: { text } }: LookedAt,
  yes: boolean | undefined,
  questioner: Questioner,
): Promise<boolean> {
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
        `Everything on ${place}${size}, will be erased: it holds ${text}. To continue, type the full path of the disk: `,
      )) === target
    );
  return /^y(es)?$/i.test(
    await questioner.ask(`The image of ${place}${size}, will be created again: it holds ${text}. Continue? [y/N] `),
  );
}
