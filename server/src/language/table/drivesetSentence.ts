import { contentOf } from '#core/csv/fieldContent';
import { driveLetter } from '#core/names/driveLetter';
import type { DrivesetRow } from '#core/columns/drivesetColumns';
import { template } from '#core/text/template';
import type { Localize } from '#core/text/localize';

/** Templates for what *Format* and *Encrypt* do, by SilentOrPromptOnFormat. */
const erasing: Readonly<Record<string, string>> = {
  '': template('Erases {0} and encrypts it with a new BitLocker key.'),
  SilentMode: template('Erases {0} without asking and encrypts it with a new BitLocker key.'),
  PromptOnFormat: template('After asking, erases {0} and encrypts it with a new BitLocker key.'),
};

/** One Markdown sentence about what happens to a drive. Never shows the key. */
export function drivesetSentence(row: DrivesetRow, localize: Localize): string {
  const letter = driveLetter(contentOf(row.driveLetter) ?? '');
  const drive = letter === undefined ? localize('the drive') : localize('drive {0}', letter);
  const format = contentOf(row.formatOption) ?? '';
  const encryption = contentOf(row.encryption) ?? '';
  switch (`${format} ${encryption}`) {
    case 'Format Encrypt':
      return localize(erasing[contentOf(row.silentOption) ?? ''] ?? erasing['']!, drive);
    case 'Format AlreadyEncrypted':
      return localize('Does nothing: the tool refuses to format {0} unless it also encrypts it.', drive);
    case 'AlreadyFormatted Encrypt':
      return localize('Keeps what is on {0}, adds the data, and encrypts it with a new BitLocker key.', drive);
    case 'AlreadyFormatted AlreadyEncrypted':
      return contentOf(row.key)
        ? localize('Unlocks {0} with its BitLocker key, keeps what is on it, and adds the data.', drive)
        : localize('Does nothing yet: {0} is encrypted, and its BitLocker key is missing.', drive);
    default:
      return localize('What happens to {0} is undecided: it depends on FormatOption and Encryption.', drive);
  }
}
