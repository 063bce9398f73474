import { compareDrives } from '#core/job/compareDrives';
import type { ComparedDrive } from '#core/job/compareDrives';
import type { DrivesetEntry } from '#core/driveset/drivesetEntry';
import type { JrmDrive } from '#core/jrm/jrm';
import { maskSecrets, maskedRecoveryKey } from '#core/text/maskSecrets';
import type { Localize } from '#core/text/localize';
import type { JrmComparison } from '../protocol/jobReview';

type Side = 'jrm' | 'drivesets';

/**
 * The drives of a JRM and of drivesets as two texts for a diff editor: one block per drive, with equal lines where both
 * agree. Keys are masked.
 */
export function comparisonText(
  jrmDrives: readonly JrmDrive[],
  entries: readonly DrivesetEntry[],
  localize: Localize,
): JrmComparison {
  const compared = compareDrives(jrmDrives, entries);
  const title = localize('Drives in the JRM and in the driveset');
  const textOf = (side: Side): string => {
    const blocks = compared
      .filter((drive) => (side === 'jrm' ? drive.jrm : drive.entry))
      .map((drive) => blockOf(drive, side, localize));
    return `${[[title], ...blocks].map((lines) => lines.map(oneLine).join('\n')).join('\n\n')}\n`;
  };
  const count = (is: (drive: ComparedDrive) => boolean): number => compared.filter(is).length;
  return {
    jrm: textOf('jrm'),
    drivesets: textOf('drivesets'),
    counts: {
      same: count(({ key }) => key === 'equal' || key === 'chosen'),
      different: count(({ key }) => key === 'different' || key === 'missing'),
      onlyInJrm: count(({ entry }) => entry === undefined),
      onlyInDrivesets: count(({ jrm }) => jrm === undefined),
    },
  };
}

function blockOf({ letter, jrm, entry, key }: ComparedDrive, side: Side, localize: Localize): string[] {
  const heading =
    letter === undefined ? localize('Drive without a letter, {0}', jrm!.DriveId) : localize('Drive {0}', letter);
  if (key === undefined) {
    const where = side === 'jrm' ? localize('only in the JRM') : localize('only in the driveset');
    const known = side === 'jrm' ? jrm!.BitLockerKey : entry!.key;
    return [
      heading,
      `  ${where}`,
      `  ${known === undefined ? localize('BitLocker key: chosen by the preparation') : localize('BitLocker key: {0}', maskedRecoveryKey(known))}`,
    ];
  }
  return [heading, `  ${localize('in both')}`, `  ${keyLine(jrm!, entry!, key, side, localize)}`];
}

/**
 * Two keys with the same first and last groups look alike when masked, so the line says in words whether they match.
 */
function keyLine(
  { BitLockerKey }: JrmDrive,
  entry: DrivesetEntry,
  key: ComparedDrive['key'],
  side: Side,
  localize: Localize,
): string {
  switch (key) {
    case 'equal':
      return localize('BitLocker key: {0}, the same in both', maskedRecoveryKey(BitLockerKey));
    case 'chosen':
      return localize('BitLocker key: chosen by the preparation');
    case 'missing':
      return side === 'jrm'
        ? localize('BitLocker key: {0}', maskedRecoveryKey(BitLockerKey))
        : localize('BitLocker key: missing, although the drive was already encrypted');
    default:
      return side === 'jrm'
        ? localize('BitLocker key: {0}, not the one in the driveset', maskedRecoveryKey(BitLockerKey))
        : localize('BitLocker key: {0}, not the one in the JRM', maskedRecoveryKey(entry.key ?? ''));
  }
}

/** A drive's id may contain anything that somebody typed. */
function oneLine(text: string): string {
  return maskSecrets(text).replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, '\ufffd');
}
