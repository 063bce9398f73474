import type { FileFinding } from '../../rules/fileFinding';
import type { JobDrive } from '../../driveset/jobDrives';
import { template } from '../../text/template';
import type { Range } from '../../text/position';
import type { SealVerdict } from '../jrmReader';

/** The drives of a job's drivesets, for comparing them with those of a JRM. */
export interface DrivesetDrives {
  /** By upper-case letter. */
  readonly letters: ReadonlyMap<string, Pick<JobDrive, 'file' | 'fileName' | 'range'>>;
  /** Letters of drives that were encrypted already, by key. Secrets: nothing of them goes into a finding. */
  readonly letterOfKey: ReadonlyMap<string, string>;
  /** Names of the drivesets, as messages show them. */
  readonly fileNames: readonly string[];
}

/** A drive of a JRM. `range` is that of one of its fields, or of all of it. */
export interface JrmDriveFacts {
  readonly id: string | undefined;
  readonly letter: string | undefined;
  readonly key: string | undefined;
  range(field: string): Range;
}

/** The letter by which a driveset knows a drive: it is given, or the id is one, or the key is that of a drive that was encrypted already. */
function letterOf({ id, letter, key }: JrmDriveFacts, { letterOfKey }: DrivesetDrives): { letter: string; field: string } | undefined {
  if (letter !== undefined && /^[A-Za-z]$/.test(letter)) return { letter: letter.toUpperCase(), field: 'DriveLetter' };
  const fromId = /^([A-Za-z]):?\\?$/.exec(id ?? '')?.[1];
  if (letter === undefined && fromId !== undefined) return { letter: fromId.toUpperCase(), field: 'DriveId' };
  const fromKey = letterOfKey.get(key ?? '');
  return fromKey === undefined ? undefined : { letter: fromKey, field: 'DriveId' };
}

/**
 * Drives of the JRM that no driveset has, and the other way round. A drive whose letter cannot be told is taken for any of them, so that
 * then nothing is missing.
 */
export function* compareDrives(
  drives: readonly JrmDriveFacts[],
  driveset: DrivesetDrives,
  list: Range,
  seal: SealVerdict | undefined,
  isSealed: boolean,
): Generator<FileFinding> {
  if (driveset.letters.size === 0) return;
  const known = new Set<string>();
  let allKnown = true;
  for (const drive of drives) {
    const found = letterOf(drive, driveset);
    if (!found) {
      allKnown = false;
      continue;
    }
    known.add(found.letter);
    if (driveset.letters.has(found.letter)) continue;
    const related = [...driveset.letters.values()].slice(0, 1).map(({ file, range }) => ({ file, range, message: template('The drives of the job'), line: range.start.line }));
    yield { code: 'jrm/drive-not-in-driveset', args: [found.letter, driveset.fileNames.join(', ')], ...drive.range(found.field), related };
  }
  if (!allKnown) return;
  for (const [letter, { file, fileName, range }] of driveset.letters) {
    if (known.has(letter)) continue;
    yield {
      code: 'jrm/driveset-drive-missing',
      // What was sealed names all drives that were prepared.
      ...(isSealed && seal !== 'broken' ? { variant: 'not-prepared' } : {}),
      args: [letter, fileName, String(range.start.line + 1)],
      ...list,
      related: [{ file, range, message: template('Drive {0}'), args: [letter], line: range.start.line }],
    };
  }
}
