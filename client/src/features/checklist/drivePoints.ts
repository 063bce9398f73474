import { standingOf } from '../../runs/driveLook';
import type { Words } from '../../webview/words';
import { ofDrives } from './checklistPoint';
import type { NamedDrive, Point, Tick } from './checklistPoint';

export const verified: Point = ({ drives }, words) => {
  const known = drives.map((drive): readonly [Tick, string] => readBackFact(drive, words));
  const found = ofDrives(known, words);
  return {
    id: 'verified',
    title: words.localize('Every drive was read back and compared and has not changed since'),
    ...found,
    ...(found.tick !== 'done' &&
      drives.length > 0 && { action: { command: 'sneakernet.verifyDrive', label: words.localize('Verify Drive…') } }),
  };
};

function readBackFact(drive: NamedDrive, { localize, quantities }: Words): readonly [Tick, string] {
  const { name, target, kind, medium, readBackAt, verdict, volume, volumeId } = drive;
  if (volume.kind === 'encrypted' && volumeId !== '' && !isSameGuid(volume.volumeId, volumeId))
    return ['error', localize('Drive {0}: the volume at {1} is not the one that was prepared.', name, target)];
  const checked = verdict
    ? localize('verified on {0}', quantities.date(verdict.ended))
    : localize('read back during preparation on {0}', quantities.date(readBackAt ?? 0));
  switch (standingOf(drive)) {
    case 'gone':
      return kind === 'device'
        ? ['unknown', localize('Drive {0}: {1} is not attached.', name, target)]
        : ['error', localize('Drive {0}: {1} no longer exists.', name, target)];
    case 'failed':
      return [
        'error',
        localize('Drive {0}: verification found problems: {1}.', name, quantities.count(verdict?.problems ?? 0)),
      ];
    case 'notReadBack':
      return ['notYet', localize('Drive {0}: not read back.', name)];
    case 'changed':
      return [
        'error',
        localize(
          'Drive {0}: {1}, but changed on {2}. Verify it again.',
          name,
          checked,
          quantities.date(medium.kind === 'image' ? medium.changedAt : 0),
        ),
      ];
    case 'sound':
      return [
        'done',
        medium.kind === 'disk'
          ? localize('Drive {0}: {1}. Only reading a disk shows whether it has changed since.', name, checked)
          : localize('Drive {0}: {1}.', name, checked),
      ];
  }
}

function isSameGuid(one: string, other: string): boolean {
  const digits = (guid: string) => guid.replaceAll(/[^0-9a-f]/gi, '').toLowerCase();
  return digits(one) === digits(other);
}

export const encrypted: Point = ({ drives }, words) => {
  const { localize } = words;
  const known = drives.map(({ name, kind, volume }): readonly [Tick, string] => {
    switch (volume.kind) {
      case 'encrypted':
        return volume.remarks.length === 0
          ? ['done', localize('Drive {0}: BitLocker, {1}.', name, volume.cipher)]
          : ['error', localize('Drive {0}: {1}', name, volume.remarks.join(' '))];
      case 'open':
        return ['error', localize('Drive {0}: not encrypted.', name)];
      case 'incomplete':
        return ['notYet', localize('Drive {0}: incomplete.', name)];
      case 'none':
        return ['error', localize('Drive {0}: it contains no volume.', name)];
      case 'unknown':
        // A missing disk may have been packed already; an image that cannot be read must not be shipped.
        return [kind === 'device' ? 'unknown' : 'error', localize('Drive {0}: {1}', name, volume.reason)];
    }
  });
  return { id: 'encrypted', title: localize('Every drive is encrypted with BitLocker'), ...ofDrives(known, words) };
};

export const manifest: Point = ({ drives }, words) => {
  const { localize } = words;
  const known = drives.map(({ name, contents }): readonly [Tick, string] => {
    switch (contents?.kind) {
      case undefined:
        return ['unknown', localize('Drive {0}: its contents could not be read.', name)];
      case 'locked':
        return ['error', localize('Drive {0}: the key in the JRM does not unlock it. {1}', name, contents.reason)];
      case 'noManifest':
        return ['error', localize('Drive {0}: DriveManifest.xml is missing.', name)];
      case 'manifest':
        return ['done', localize('Drive {0}: the key in the JRM unlocks it, and it contains DriveManifest.xml.', name)];
    }
  });
  return {
    id: 'manifest',
    title: localize('Every drive is unlocked by its key and contains its manifest'),
    ...ofDrives(known, words),
  };
};
