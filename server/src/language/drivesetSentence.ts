import { contentOf } from '#core/csv/fieldContent';
import { driveLetter } from '#core/driveset/drive';
import type { DrivesetRow } from '#core/driveset/drivesetRow';

/** What happens to a drive, in one sentence of Markdown. Never shows the key. */
export function drivesetSentence(row: DrivesetRow): string {
  const letter = driveLetter(contentOf(row.driveLetter) ?? '');
  const drive = letter === undefined ? 'the drive' : `drive ${letter}`;
  const format = contentOf(row.formatOption) ?? '';
  const encryption = contentOf(row.encryption) ?? '';
  switch (`${format} ${encryption}`) {
    case 'Format Encrypt':
      return `Erases ${drive}${askingClause(row)} and encrypts it with a new BitLocker key.`;
    case 'Format AlreadyEncrypted':
      return `Does nothing: the tool refuses to format ${drive} unless it encrypts it anew.`;
    case 'AlreadyFormatted Encrypt':
      return `Keeps what is on ${drive}, adds the data and encrypts it with a new BitLocker key.`;
    case 'AlreadyFormatted AlreadyEncrypted':
      return contentOf(row.key)
        ? `Unlocks ${drive} with its BitLocker key, keeps what is on it and adds the data.`
        : `Does nothing yet: ${drive} is encrypted, and its BitLocker key is missing.`;
    default:
      return `What happens to ${drive} is open: FormatOption and Encryption decide it.`;
  }
}

function askingClause(row: DrivesetRow): string {
  switch (contentOf(row.silentOption)) {
    case 'SilentMode':
      return ' without asking';
    case 'PromptOnFormat':
      return ', after asking,';
    default:
      return '';
  }
}
