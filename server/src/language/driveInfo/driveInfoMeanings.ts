import { codeSpan } from '../wording';
import { recoveryKeyTable } from '../table/recoveryKeyTable';
import type { Localize } from '#core/text/localize';

/** The elements of a `<Drive>`, in order. */
export const driveInfoElements = ['DriveId', 'BitLockerKey', 'ManifestFile', 'ManifestHash'] as const;

/** The meaning of an element of a `<Drive>` and its value; undefined for an unknown element. A key is shown masked. */
export function driveInfoMeaning(localize: Localize, element: string, value: string | undefined): string | undefined {
  switch (element) {
    case 'Drive':
      return localize(
        'What the service needs to open a drive: its id, its key, and the manifest to trust. The portal accepts it instead of a journal.',
      );
    case 'DriveId':
      return localize(
        'The serial number of the drive. The service compares it with the drive itself and with the manifest on it.',
      );
    case 'BitLockerKey': {
      const meaning = localize(
        'The numerical password that unlocks the drive. A secret: anyone who has the drive and this key can read everything.',
      );
      return value === undefined || value === '' ? meaning : `${meaning}\n\n${recoveryKeyTable(value, localize)}`;
    }
    case 'ManifestFile':
      return localize('Where the manifest is on the drive.');
    case 'ManifestHash':
      return localize(
        'The MD5 of the manifest, in hexadecimal digits. If the manifest was changed after it was written, they do not match, and the service refuses the drive.',
      );
    default:
      return undefined;
  }
}

/** The name of an element, followed by its meaning. */
export function elementParagraphs(name: string, meaning: string | undefined): string | undefined {
  return meaning === undefined ? undefined : `**${codeSpan(name)}**\n\n${meaning}`;
}
