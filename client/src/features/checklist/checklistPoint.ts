import type { Mark } from '../../webview/components';
import type { Words } from '../../webview/words';
import type { ChecklistFacts, DriveFacts } from './checklistFacts';

/** What a fact says of a point: nothing is ticked that was not looked at. `error`: it is not so, and was meant to be. */
export type Tick = Extract<Mark, 'done' | 'error' | 'notYet' | 'unknown'>;

/** A point of the checklist. */
export interface ChecklistItem {
  readonly id: string;
  readonly title: string;
  readonly tick: Tick;
  /** The facts behind the tick, one a line. */
  readonly facts: readonly string[];
  /** The command that does what is lacking. */
  readonly action?: { readonly command: string; readonly label: string };
}

/** A point of the checklist, from what is known of the job. */
export type Point = (
  facts: Omit<ChecklistFacts, 'drives'> & { readonly drives: readonly NamedDrive[] },
  words: Words,
) => ChecklistItem;

export interface NamedDrive extends DriveFacts {
  /** What it is called among the drives of the job. */
  readonly name: string;
}

/** Drives of several sessions may have the same letter. */
export function withNames(drives: readonly DriveFacts[]): NamedDrive[] {
  const isShared = (letter: string) => drives.filter((drive) => drive.letter === letter).length > 1;
  return drives.map((drive) => ({
    ...drive,
    name: isShared(drive.letter) ? `${drive.letter} (${drive.driveId})` : drive.letter,
  }));
}

/** A fact for each drive, or that there is none. */
export function ofDrives(
  known: readonly (readonly [Tick, string])[],
  { localize }: Words,
): Pick<ChecklistItem, 'tick' | 'facts'> {
  return {
    tick: worst(known.map(([tick]) => tick)),
    facts: known.length === 0 ? [localize('No drive has been prepared yet.')] : known.map(([, fact]) => fact),
  };
}

/** Done where all are; otherwise what is worst. Nothing is done where there is nothing. */
export function worst(ticks: readonly Tick[]): Tick {
  if (ticks.length === 0) return 'notYet';
  return (['error', 'notYet', 'unknown'] as const).find((tick) => ticks.includes(tick)) ?? 'done';
}
