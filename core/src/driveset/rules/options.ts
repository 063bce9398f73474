import type { Field } from '../../csv/field';
import { contentOf, contentSpan } from '../../csv/fieldContent';
import { contentEdit } from '../../csv/fieldEdit';
import { nearestValue } from '../../names/nearestValue';
import { isRecoveryKey } from '../../names/recoveryKey';
import type { Finding, Fix } from '../../rules/finding';
import type { RuleCode } from '../../rules/catalogue';
import { template } from '../../text/template';
import { drivesetValues } from '../../columns/drivesetColumns';
import type { DrivesetRule } from '../drivesetRow';
import type { DrivesetRow } from '../../columns/drivesetColumns';

const formatValues = drivesetValues('formatOption');
const silentValues = drivesetValues('silentOption');
const encryptionValues = drivesetValues('encryption');

/**
 * The value that a text certainly means: only case, spaces or quotes differ. `NoFormat` and `Unencrypted` have no
 * certain meaning.
 */
function surely(text: string | undefined, values: readonly string[]): string | undefined {
  if (text === undefined || values.includes(text)) return text;
  const bare = (value: string): string => value.replaceAll(/[\s"'\u2018-\u201f]/g, '').toLowerCase();
  return values.find((value) => bare(value) === bare(text));
}

/** The value of Encryption, or the one that is certainly meant. */
export function encryptionOf(row: DrivesetRow): string | undefined {
  return surely(contentOf(row.encryption), encryptionValues) ?? (contentOf(row.encryption) === '' ? '' : undefined);
}

/** True where FormatOption is, or certainly means, that the drive is formatted. */
export function isFormatted(row: DrivesetRow): boolean {
  return surely(contentOf(row.formatOption), formatValues) === 'Format';
}

/** What each fix that writes a value assumes. The first two values can cause a drive to be erased. */
const assumptions: Readonly<Record<string, string>> = {
  Format: template('Use {0} (assumes that the drive may be erased)'),
  Encrypt: template('Use {0} (assumes that the drive is not encrypted yet)'),
  AlreadyFormatted: template('Use {0} (assumes that the drive keeps its content)'),
  AlreadyEncrypted: template('Use {0} (assumes that the key belongs to the drive)'),
  PromptOnFormat: template('Use {0} (assumes that someone is there to answer)'),
  SilentMode: template('Use {0} (assumes that no confirmation is needed)'),
};

const erasing = ['Format', 'Encrypt'];

const writing = (field: Field, text: string, value: string) => ({
  args: [value],
  edits: [contentEdit(field, 0, text.length, value)],
});
const guess = (field: Field, text: string, value: string): Fix => ({
  title: assumptions[value]!,
  certainty: 'guess',
  ...writing(field, text, value),
});

/** @param suggested the values to offer where none is certain */
function valueFinding(
  code: RuleCode,
  field: Field,
  text: string,
  values: readonly string[],
  suggested: readonly string[],
): Finding {
  const fixes = (): readonly Fix[] => suggested.map((value) => guess(field, text, value));
  if (text === '')
    return { code, variant: 'missing', args: [values.join(', ')], start: field.start, end: field.end, fixes };
  const span = contentSpan(field, 0, text.length);
  const sure = surely(text, values);
  if (sure === undefined) {
    const nearest = nearestValue(text, values)?.value;
    // The message must not suggest a value that can cause a drive to be erased.
    if (nearest === undefined || nearest !== suggested[0] || erasing.includes(nearest))
      return { code, args: [values.join(', ')], ...span, fixes };
    return { code, variant: 'near', args: [nearest], ...span, fixes };
  }
  const variant = sure.toLowerCase() === text.toLowerCase() ? 'case' : 'near';
  return {
    code,
    variant,
    args: [sure],
    ...span,
    fixes: () => [{ title: 'Change to {0}', certainty: 'certain', ...writing(field, text, sure) }],
  };
}

/** Rule for FormatOption. For an empty field, the value that erases nothing is offered. */
export const formatOptionRule: DrivesetRule = {
  codes: ['driveset/format-option'],
  check({ formatOption: field }, _context, report) {
    const text = contentOf(field);
    if (field === undefined || text === undefined || formatValues.includes(text)) return;
    // The value that erases nothing comes first.
    const suggested =
      text !== '' && nearestValue(text, formatValues)?.value === 'Format'
        ? ['AlreadyFormatted', 'Format']
        : ['AlreadyFormatted'];
    report(valueFinding('driveset/format-option', field, text, formatValues, suggested));
  },
};

/** Rule for SilentOrPromptOnFormat. For an empty field, the value that asks the user comes first. */
export const silentOptionRule: DrivesetRule = {
  codes: ['driveset/silent-option'],
  check({ silentOption: field }, _context, report) {
    const text = contentOf(field);
    if (field === undefined || text === undefined || silentValues.includes(text)) return;
    const nearest = nearestValue(text, silentValues);
    const suggested = text === '' ? ['PromptOnFormat', 'SilentMode'] : nearest ? [nearest.value] : [];
    report(valueFinding('driveset/silent-option', field, text, silentValues, suggested));
  },
};

/** The value of Encryption that is certainly meant; otherwise those that agree with the other columns. */
function suggestedEncryption(row: DrivesetRow): readonly string[] {
  const sure = encryptionOf(row);
  if (sure !== undefined && sure !== '') return [sure];
  const key = contentOf(row.key) ?? '';
  if (key === '') return ['Encrypt'];
  return !isFormatted(row) && isRecoveryKey(key) ? ['AlreadyEncrypted'] : [];
}

/** Rule for Encryption alone. */
export const encryptionRule: DrivesetRule = {
  codes: ['driveset/encryption'],
  check(row, _context, report) {
    const field = row.encryption;
    const text = contentOf(field);
    if (field === undefined || text === undefined || encryptionValues.includes(text)) return;
    report(valueFinding('driveset/encryption', field, text, encryptionValues, suggestedEncryption(row)));
  },
};

/** Rule for Encryption together with FormatOption. */
export const formatNeedsEncryptRule: DrivesetRule = {
  codes: ['driveset/format-needs-encrypt'],
  check(row, _context, report) {
    const { encryption, formatOption, key } = row;
    const text = contentOf(encryption);
    if (encryption === undefined || text === undefined || encryptionOf(row) !== 'AlreadyEncrypted' || !isFormatted(row))
      return;
    const keyText = contentOf(key) ?? '';
    const format = contentOf(formatOption) ?? '';
    report({
      code: 'driveset/format-needs-encrypt',
      ...contentSpan(encryption, 0, text.length),
      fixes: () => {
        const encrypt = guess(encryption, text, 'Encrypt');
        if (key === undefined || keyText === '') return [encrypt];
        const withoutKey: Fix = {
          title: 'Use Encrypt and remove the key (assumes that the drive may be erased)',
          certainty: 'guess',
          edits: [...(encrypt.edits ?? []), { start: key.start, end: key.end, text: '' }],
        };
        // If a record has a key, its drive is already in use.
        return formatOption && isRecoveryKey(keyText)
          ? [guess(formatOption, format, 'AlreadyFormatted'), withoutKey]
          : [withoutKey];
      },
    });
  },
};
