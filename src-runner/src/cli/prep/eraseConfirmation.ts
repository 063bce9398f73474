import type { DrivesetEntry } from '#core/driveset/drivesetEntry';
import { openDrive } from '../../drives/openDrive';
import { inspectTarget } from '../../drives/preparationTarget';
import { sentence } from '../../language/sentence';
import { sizeText } from '../../report/quantities';
import type { JournalState } from '../../session/readJournal';
import { DriveFormatError, DriveReadError } from '../../volume/byteSource';
import { UsageError } from '../exitCode';
import type { Questioner } from '../question';
import type { PrepOptions } from './prepOptions';

/** A drive that is about to be erased. */
export interface DriveToErase {
  readonly entry: DrivesetEntry;
  readonly target: string;
}

/**
 * Asks before something is lost. A disk is named once more, in full; an image is made anew without a question where the driveset says
 * SilentMode, unless it holds something else than a disk, or a drive that the journal has finished.
 *
 * @param confirmed what need not be asked: nothing at all, or the paths of some targets
 * @returns false where the answer was no
 * @throws UsageError where nobody can answer, or the answer would be no
 */
export async function confirmErasing(drives: readonly DriveToErase[], { yes, erase }: Pick<PrepOptions, 'yes' | 'erase'>, questioner: Questioner, journal: JournalState | undefined): Promise<boolean> {
  for (const { entry, target } of drives) {
    const { kind, length } = inspectTarget(target);
    if (kind === 'image' && (length ?? 0) === 0) continue;
    const place = sentence`drive ${entry.letter}, ${target}`;
    if (kind === 'image') {
      const finished = journal?.sessions.find((session) => session.drives.some(({ state, description }) => state === 'Verified' && description.target === target));
      if (finished) throw new UsageError(sentence`${place}: the image holds a drive that session "${finished.id}" has finished. Name another image with --drive ${entry.letter}=….`);
      if (!yes && !isDiskImage(target)) throw new UsageError(sentence`${place}: there is a file that is no disk image. Name another one with --drive ${entry.letter}=…, or say --yes to overwrite it.`);
      if (!entry.prompts) continue;
    }
    if (yes || erase.has(target)) continue;
    if (!questioner.canAsk) throw new UsageError(sentence`${place} would be erased, and nobody is there to be asked. Say --erase ${target}, or --yes, if that is meant.`);
    const size = length === undefined ? '' : ` (${sizeText(length)})`;
    if (kind === 'device') {
      const answer = await questioner.ask(`Everything on ${place}${size} will be erased. Type the full path of the disk to go on: `);
      if (answer !== target) return false;
    } else {
      const answer = await questioner.ask(`The image of ${place}${size} will be made anew. Go on? [y/N] `);
      if (!/^y(es)?$/i.test(answer)) return false;
    }
  }
  return true;
}

/** True of what has a partition table, a volume, or the mark of a preparation. */
function isDiskImage(target: string): boolean {
  try {
    const drive = openDrive(target);
    drive.close();
    return drive.table !== undefined || drive.container !== undefined || drive.contents.kind !== 'unknown';
  } catch (error) {
    // Damaged, or of another kind, but a disk.
    if (error instanceof DriveFormatError || error instanceof DriveReadError) return true;
    throw error;
  }
}
