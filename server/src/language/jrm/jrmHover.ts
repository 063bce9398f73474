import type { Hover } from 'vscode-languageserver-types';
import { SEAL } from '#core/jrm/jrm';
import type { SealVerdict } from '#core/jrm/jrmReader';
import type { JrmReading } from '#core/jrm/jrmReading';
import { textMember } from '#core/jrm/placedValue';
import type { PlacedValue } from '#core/jrm/placedValue';
import { byteCount } from '#core/text/byteCount';
import type { Localize } from '#core/text/localize';
import { maskedRecoveryKey } from '#core/text/maskSecrets';
import type { DocumentContext } from '../languageContext';
import { hoverOf } from '../markdown';
import { recoveryKeyTable } from '../table/recoveryKeyTable';
import type { TextFile } from '../textFile';
import { codeSpan } from '../wording';
import { fieldDocumentation } from './jrmFieldDocs';
import { fieldAt, rangeIn } from './jrmPlace';
import type { JrmPlace } from './jrmPlace';

/** The meaning of the field, drive, mapping, checksum or seal at a position; `null` where nothing is known about it. */
export function jrmHover<P>(
  { model, localize }: DocumentContext<TextFile<JrmReading<P>>>,
  place: JrmPlace | undefined,
): Hover | null {
  if (!place) return null;
  const { member, list, record, recordName, value } = place;
  const field = fieldAt(place);
  if (!member && recordName) {
    const sentence = recordSentence(list, record, localize);
    return sentence === '' ? null : hoverOf(rangeIn(model, recordName), sentence);
  }
  if (!member || !field) return null;
  const range = rangeIn(model, member.onName ? member.place : (value?.place ?? member.place));
  const documentation = fieldDocumentation(list, field, localize);
  if (field.name === SEAL && list === undefined)
    return hoverOf(range, documentation, sealSentence(model.parsed.seal, localize));
  if (member.onName) return hoverOf(range, documentation);
  return hoverOf(range, valueSentence(place, localize) ?? documentation, recordSentence(list, record, localize));
}

function valueSentence({ list, member, value }: JrmPlace, localize: Localize): string | undefined {
  if (list === 'Drives' && member?.name === 'BitLockerKey')
    return value?.type === 'text' ? recoveryKeyTable(value.value as string, localize) : undefined;
  if (value?.type !== 'number' || !['Size', 'Capacity', 'UsedBytes'].includes(member?.name ?? '')) return undefined;
  return localize('**{0}**: {1}', member!.name, byteCount(value.value as number));
}

/** A sentence about a record. */
function recordSentence<P>(list: string | undefined, record: PlacedValue<P> | undefined, localize: Localize): string {
  if (record?.type !== 'record') return '';
  if (list === 'Drives') return driveSentence(record, localize);
  if (list === 'DataMapping') return mappingSentence(record, localize);
  return list === 'Checksums' ? checksumSentence(record, localize) : '';
}

function driveSentence<P>(drive: PlacedValue<P>, localize: Localize): string {
  const id = codeSpan(textMember(drive, 'DriveId') ?? '?');
  const letter = textMember(drive, 'DriveLetter');
  const capacity = numberMember(drive, 'Capacity');
  const used = numberMember(drive, 'UsedBytes');
  return [
    letter !== undefined && /^[A-Za-z]$/.test(letter)
      ? localize('Drive {0}, letter {1} in the driveset.', id, letter.toUpperCase())
      : localize('Drive {0}.', id),
    localize('Volume {0}.', codeSpan(textMember(drive, 'VolumeLabel') ?? '?')),
    capacity === undefined
      ? ''
      : used === undefined
        ? localize('It holds {0}.', byteCount(capacity))
        : localize('{0} of {1} are in use.', byteCount(used), byteCount(capacity)),
    localize('Key {0}.', maskedRecoveryKey(textMember(drive, 'BitLockerKey') ?? '')),
  ]
    .filter((sentence) => sentence !== '')
    .join(' ');
}

function mappingSentence<P>(mapping: PlacedValue<P>, localize: Localize): string {
  const source = codeSpan(textMember(mapping, 'SourcePath') ?? '?');
  const path = textMember(mapping, 'DestinationPath');
  const container = textMember(mapping, 'DestinationContainer') ?? '?';
  const destination = codeSpan(path === undefined ? container : `${container}/${path}`);
  const type = textMember(mapping, 'BlobType');
  const sentence =
    type === 'file'
      ? localize('{0} goes to the share {1}.', source, destination)
      : localize('{0} goes to the container {1}, as {2}.', source, destination, codeSpan(type ?? '?'));
  return `${sentence} ${dispositionSentence(textMember(mapping, 'Disposition'), localize)}`.trim();
}

function dispositionSentence(disposition: string | undefined, localize: Localize): string {
  if (disposition === 'rename') return localize('If a blob with that name exists, the new one gets another name.');
  if (disposition === 'no-overwrite') return localize('If a blob with that name exists, it is kept.');
  return disposition === 'overwrite' ? localize('If a blob with that name exists, it is replaced.') : '';
}

function checksumSentence<P>(checksum: PlacedValue<P>, localize: Localize): string {
  const size = numberMember(checksum, 'Size');
  const drive = textMember(checksum, 'DriveId');
  const blob = textMember(checksum, 'BlobPath');
  return [
    `${codeSpan(textMember(checksum, 'FilePath') ?? '?')}${size === undefined ? '' : `: ${byteCount(size)}`}.`,
    drive === undefined ? '' : localize('It is on drive {0}.', codeSpan(drive)),
    blob === undefined ? '' : localize('It becomes {0}.', codeSpan(blob)),
  ]
    .filter((sentence) => sentence !== '')
    .join(' ');
}

function sealSentence(verdict: SealVerdict | undefined, localize: Localize): string {
  switch (verdict) {
    case 'sound':
      return localize('The seal matches: nothing has changed since the file was written.');
    case 'broken':
      return localize('The seal does not match: the file was edited after it was written.');
    case 'absent':
      return '';
    case undefined:
      return localize('It is not known yet whether the seal matches.');
  }
}

function numberMember<P>(record: PlacedValue<P>, name: string): number | undefined {
  const value = record.members.find((member) => member.name === name)?.value;
  return value?.type === 'number' && Number.isSafeInteger(value.value) && (value.value as number) >= 0
    ? (value.value as number)
    : undefined;
}
