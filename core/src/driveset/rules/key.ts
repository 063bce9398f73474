import type { Field } from '../../csv/field';
import { contentOf, contentSpan } from '../../csv/fieldContent';
import { contentEdit } from '../../csv/fieldEdit';
import { isExternalKey, isRecoveryKey, recoveryKeyGroups, repairedRecoveryKey } from '../../names/recoveryKey';
import type { Fix, Report } from '../../rules/finding';
import type { DrivesetRule } from '../drivesetRow';
import type { DrivesetRow } from '../../columns/drivesetColumns';
import { encryptionOf, isFormatted } from './options';

const groupCount = 8;
/** Longer texts are not examined group by group; no key is that long, even with spaces in it. */
const longest = 256;

function reportNotAllowed(row: DrivesetRow, key: Field, text: string, report: Report): void {
  const { encryption } = row;
  report({
    code: 'driveset/key-not-allowed',
    ...contentSpan(key, 0, text.length),
    fixes: () => {
      const remove: Fix = {
        title: 'Remove the key (assumes that the drive will get a new one)',
        certainty: 'guess',
        edits: [{ start: key.start, end: key.end, text: '' }],
      };
      if (encryption === undefined || isFormatted(row) || !isRecoveryKey(text)) return [remove];
      // A drive that has a key and is not formatted is most likely encrypted: losing the key would mean losing the
      // drive.
      return [
        {
          title: 'Use AlreadyEncrypted (assumes that the key belongs to the drive)',
          certainty: 'guess',
          edits: [contentEdit(encryption, 0, (contentOf(encryption) ?? '').length, 'AlreadyEncrypted')],
        },
        remove,
      ];
    },
  });
}

function reportGroups(key: Field, text: string, report: Report): void {
  const repaired = (): readonly Fix[] => {
    const sound = repairedRecoveryKey(text);
    return sound === undefined
      ? []
      : [
          {
            title: 'Rewrite the key as 8 groups of 6 digits',
            certainty: 'certain',
            edits: [contentEdit(key, 0, text.length, sound)],
          },
        ];
  };
  const whole = contentSpan(key, 0, text.length);
  if (isExternalKey(text)) {
    report({ code: 'driveset/key-format', variant: 'external', ...whole });
    return;
  }
  const groups = text.length > longest ? [] : recoveryKeyGroups(text);
  if (repairedRecoveryKey(text) !== undefined && groups.some(({ verdict }) => verdict !== 'sound')) {
    report({ code: 'driveset/key-format', variant: 'separator', ...whole, fixes: repaired });
    return;
  }
  if (groups.length !== groupCount) {
    report({
      code: 'driveset/key-format',
      variant: groups.length === 0 ? 'not-a-key' : 'group-count',
      args: [String(groups.length)],
      ...whole,
    });
    return;
  }
  // A mistyped key has at least one valid group.
  if (groups.every(({ verdict }) => verdict === 'not-divisible' || verdict === 'too-large')) {
    report({ code: 'driveset/key-checksum', variant: 'placeholder', ...whole });
    return;
  }
  groups.forEach(({ verdict, start, end }, index) => {
    const span = contentSpan(key, start, end);
    const ordinal = String(index + 1);
    if (verdict === 'character')
      report({ code: 'driveset/key-format', variant: 'character', args: [ordinal], ...span });
    else if (verdict === 'length')
      report({ code: 'driveset/key-format', variant: 'group-length', args: [ordinal, String(end - start)], ...span });
    else if (verdict === 'too-large')
      report({ code: 'driveset/key-checksum', variant: 'too-large', args: [ordinal], ...span });
    else if (verdict === 'not-divisible') report({ code: 'driveset/key-checksum', args: [ordinal], ...span });
  });
}

function check(row: DrivesetRow, { tracked }: { readonly tracked: boolean }, report: Report): void {
  const { key } = row;
  const text = contentOf(key);
  if (key === undefined || text === undefined) return;
  const encryption = encryptionOf(row);
  if (text === '') {
    // Formatting requires Encrypt, which needs no key; driveset/format-needs-encrypt reports that.
    if (encryption === 'AlreadyEncrypted' && !isFormatted(row))
      report({ code: 'driveset/key-required', start: key.start, end: key.end });
    return;
  }
  if (tracked) report({ code: 'driveset/key-in-repository', ...contentSpan(key, 0, text.length) });
  if (encryption === 'Encrypt') reportNotAllowed(row, key, text, report);
  else reportGroups(key, text, report);
}

/** Rules for ExistingBitLockerKey. No finding contains any part of it; only the edit of a fix does. */
export const keyRule: DrivesetRule = {
  codes: [
    'driveset/key-required',
    'driveset/key-not-allowed',
    'driveset/key-format',
    'driveset/key-checksum',
    'driveset/key-in-repository',
  ],
  check,
};
