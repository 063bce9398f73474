import { contentOf, contentSpan } from '../csv/fieldContent';
import { isRecoveryKeyShaped } from '../names/recoveryKey';
import type { Span } from '../text/position';
import type { DrivesetRow } from '../columns/drivesetColumns';
import { driveLetter } from '../names/driveLetter';

/** What the rules that compare drives need from a record: plain values that outlive it. */
export interface Drive {
  /** Upper-case; empty where the record has no valid letter. */
  readonly letter: string;
  readonly letterSpan: Span;
  /** Empty where the record has no key. A secret: never shown. */
  readonly key: string;
  readonly keySpan: Span;
}

const nowhere: Span = { start: 0, end: 0 };

/** Takes a snapshot of a record. */
export function driveOf({ driveLetter: letterField, key: keyField }: DrivesetRow): Drive {
  const letter = contentOf(letterField) ?? '';
  const key = contentOf(keyField) ?? '';
  return {
    letter: driveLetter(letter) ?? '',
    letterSpan: letterField ? contentSpan(letterField, 0, letter.length) : nowhere,
    key: isRecoveryKeyShaped(key) ? key : '',
    keySpan: keyField ? contentSpan(keyField, 0, key.length) : nowhere,
  };
}
