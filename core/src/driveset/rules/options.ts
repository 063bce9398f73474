import type { Field } from '../../csv/field';
import { contentOf, contentSpan } from '../../csv/fieldContent';
import { contentEdit } from '../../csv/fieldEdit';
import { nearestValue } from '../../names/nearestValue';
import { isRecoveryKey } from '../../names/recoveryKey';
import type { Finding, Fix } from '../../rules/finding';
import type { RuleCode } from '../../rules/catalogue';
import { drivesetValues } from '../drivesetColumns';
import type { DrivesetRow, DrivesetRule } from '../drivesetRow';

const formatValues = drivesetValues('formatOption');
const silentValues = drivesetValues('silentOption');
const encryptionValues = drivesetValues('encryption');

/** The value that a text is, or that the quick fix would write for it. */
function meant(text: string | undefined, values: readonly string[]): string | undefined {
  if (text === undefined || values.includes(text)) return text;
  return nearestValue(text, values)?.value;
}

/** What Encryption says; where only case or punctuation is wrong, what it was meant to say. */
export function encryptionOf(row: DrivesetRow): string | undefined {
  const text = contentOf(row.encryption);
  if (text === undefined || encryptionValues.includes(text)) return text;
  const nearest = nearestValue(text, encryptionValues);
  return nearest === undefined || nearest.likeness === 'near' ? undefined : nearest.value;
}

/** True where FormatOption says, or was meant to say, that the drive is formatted. */
export function isFormatted(row: DrivesetRow): boolean {
  return meant(contentOf(row.formatOption), formatValues) === 'Format';
}

const write = (field: Field, text: string, value: string): Fix => ({ title: 'Write {0}', args: [value], edits: [contentEdit(field, 0, text.length, value)] });

/** @param suggested the values to offer, the preferred one first */
function valueFinding(code: RuleCode, field: Field, text: string, values: readonly string[], suggested: readonly string[]): Finding {
  const fixes = (): readonly Fix[] => suggested.map((value) => write(field, text, value));
  if (text === '') return { code, variant: 'missing', args: [values.join(', ')], start: field.start, end: field.end, fixes };
  const span = contentSpan(field, 0, text.length);
  const nearest = nearestValue(text, values);
  if (nearest === undefined || nearest.value !== suggested[0]) return { code, args: [values.join(', ')], ...span, fixes };
  return { code, variant: nearest.likeness === 'case' ? 'case' : 'near', args: [nearest.value], ...span, fixes };
}

const nearestOf = (text: string, values: readonly string[]): readonly string[] => {
  const nearest = nearestValue(text, values);
  return nearest ? [nearest.value] : [];
};

/** FormatOption. An empty one is offered the value that erases nothing, first. */
export const formatOptionRule: DrivesetRule = {
  codes: ['driveset/format-option'],
  check({ formatOption: field }, _context, report) {
    const text = contentOf(field);
    if (field === undefined || text === undefined || formatValues.includes(text)) return;
    const suggested = text === '' ? ['AlreadyFormatted'] : nearestOf(text, formatValues);
    report(valueFinding('driveset/format-option', field, text, formatValues, suggested));
  },
};

/** SilentOrPromptOnFormat. An empty one is offered the value that asks, first. */
export const silentOptionRule: DrivesetRule = {
  codes: ['driveset/silent-option'],
  check({ silentOption: field }, _context, report) {
    const text = contentOf(field);
    if (field === undefined || text === undefined || silentValues.includes(text)) return;
    const suggested = text === '' ? ['PromptOnFormat', 'SilentMode'] : nearestOf(text, silentValues);
    report(valueFinding('driveset/silent-option', field, text, silentValues, suggested));
  },
};

/** What Encryption was meant to be; where that is open, what does not contradict the other columns. */
function suggestedEncryption(row: DrivesetRow): readonly string[] {
  const sure = encryptionOf(row);
  if (sure !== undefined && sure !== '') return [sure];
  const key = contentOf(row.key) ?? '';
  if (key === '') return ['Encrypt'];
  return !isFormatted(row) && isRecoveryKey(key) ? ['AlreadyEncrypted'] : [];
}

/** Encryption by itself. */
export const encryptionRule: DrivesetRule = {
  codes: ['driveset/encryption'],
  check(row, _context, report) {
    const field = row.encryption;
    const text = contentOf(field);
    if (field === undefined || text === undefined || encryptionValues.includes(text)) return;
    report(valueFinding('driveset/encryption', field, text, encryptionValues, suggestedEncryption(row)));
  },
};

/** Encryption against FormatOption. */
export const formatNeedsEncryptRule: DrivesetRule = {
  codes: ['driveset/format-needs-encrypt'],
  check(row, _context, report) {
    const { encryption, formatOption, key } = row;
    const text = contentOf(encryption);
    if (encryption === undefined || text === undefined || encryptionOf(row) !== 'AlreadyEncrypted' || !isFormatted(row)) return;
    const keyText = contentOf(key) ?? '';
    const format = contentOf(formatOption) ?? '';
    report({
      code: 'driveset/format-needs-encrypt',
      ...contentSpan(encryption, 0, text.length),
      fixes: () => {
        const encrypt = write(encryption, text, 'Encrypt');
        if (key === undefined || keyText === '') return [encrypt];
        const withoutKey: Fix = {
          title: 'Write Encrypt and remove the key',
          edits: [...encrypt.edits, { start: key.start, end: key.end, text: '' }],
        };
        // A record that has a key is about a drive that is in use.
        return formatOption && isRecoveryKey(keyText) ? [write(formatOption, format, 'AlreadyFormatted'), withoutKey] : [withoutKey];
      },
    });
  },
};
