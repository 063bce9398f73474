import type { DrivesetRule } from '../drivesetRow';
import { driveLetterRule } from './driveLetter';
import { keyRule } from './key';
import { encryptionRule, formatNeedsEncryptRule, formatOptionRule, silentOptionRule } from './options';

export { checkDrives, drivesRuleCodes, type DriveReport, type PlacedDrive } from './drives';

/** All rules for single driveset records, in the order of the columns. */
export const drivesetRules: readonly DrivesetRule[] = [
  driveLetterRule,
  formatOptionRule,
  silentOptionRule,
  encryptionRule,
  formatNeedsEncryptRule,
  keyRule,
];
