import type { Mark } from '../../webview/components';
import type { Words } from '../../webview/words';
import type { ChecklistFacts, DriveFacts } from './checklistFacts';

/** The verdict on a point: nothing is ticked that was not looked at. `error`: it should be true, but is not. */
export type Tick = Extract<Mark, 'done' | 'error' | 'notYet' | 'unknown'>;

/** A point of the checklist. */
export interface ChecklistItem {
  readonly id: string;
  readonly title: string;
  readonly tick: Tick;
  /** The facts behind the verdict, one per line. */
  readonly facts: readonly string[];
  /** The command that does what is missing. */
  readonly action?: { readonly command: string; readonly label: string };
}

/** Derives a point of the checklist from the facts about the job. */
export type Point = (
  facts: Omit<ChecklistFacts, 'drives'> & { readonly drives: readonly NamedDrive[] },
  words: Words,
) => ChecklistItem;

export interface NamedDrive extends DriveFacts {
  /** Its name among the drives of the job. */
  readonly name: string;
}

/** Names the drives: those of different sessions may have the same letter. */
export function withNames(drives: readonly DriveFacts[]): NamedDrive[] {
  const isShared = (letter: string) => drives.filter((drive) => drive.letter === letter).length > 1;
  return drives.map((drive) => ({
    ...drive,
    name: isShared(drive.letter) ? `${drive.letter} (${drive.driveId})` : drive.letter,
  }));
}

/** A fact for each drive, or the fact that there is none. */
export function ofDrives(
  known: readonly (readonly [Tick, string])[],
  { localize }: Words,
): Pick<ChecklistItem, 'tick' | 'facts'> {
  return {
    tick: worst(known.map(([tick]) => tick)),
    facts: known.length === 0 ? [localize('No drive has been prepared yet.')] : known.map(([, fact]) => fact),
  };
}

/** Done if all are; otherwise the worst. An empty list is not done. */
export function worst(ticks: readonly Tick[]): Tick {
  if (ticks.length === 0) return 'notYet';
  return (['error', 'notYet', 'unknown'] as const).find((tick) => ticks.includes(tick)) ?? 'done';
}
