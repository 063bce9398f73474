import { isExternalKey, isRecoveryKeyShaped, maskedRecoveryKey, recoveryKeyGroups } from '#core/names/recoveryKey';
import type { KeyGroupVerdict } from '#core/names/recoveryKey';
import { template } from '#core/text/template';
import type { Localize } from '#core/text/localize';

/** Templates. */
const verdicts: Readonly<Record<KeyGroupVerdict, string>> = {
  sound: '✓',
  length: template('not 6 digits'),
  character: template('not a digit'),
  'too-large': template('larger than 720885'),
  'not-divisible': template('not a multiple of 11'),
};

const HIDDEN = '••••••';
/** A text with more groups than this is not a key. */
const MAX_GROUPS = 16;

/**
 * The groups of a BitLocker key with a verdict on each, as Markdown. Only the digits that the mask leaves are shown.
 */
export function recoveryKeyTable(key: string, localize: Localize): string {
  if (isExternalKey(key)) return `${HIDDEN}: ${localize('an external key, in base64.')}`;
  const groups = recoveryKeyGroups(key.slice(0, 1024));
  const shown = isRecoveryKeyShaped(key)
    ? [key.slice(0, 6), ...groups.slice(2).map(() => HIDDEN), key.slice(-6)]
    : groups.map(() => HIDDEN);
  const wrong = groups.filter(({ verdict }) => verdict !== 'sound').length;
  const rows = groups
    .slice(0, MAX_GROUPS)
    .map(
      ({ verdict }, i) =>
        `| ${i + 1} | ${shown[i]!} | ${verdict === 'sound' ? verdicts[verdict] : `✗ ${localize(verdicts[verdict])}`} |`,
    );
  return [
    `${maskedRecoveryKey(key)}: ${summary(groups.length, wrong, localize)}`,
    [`| ${localize('group')} | ${localize('digits')} | |`, '|---|---|---|', ...rows].join('\n'),
  ].join('\n\n');
}

function summary(groups: number, wrong: number, localize: Localize): string {
  if (groups !== 8)
    return groups === 1 ? localize('1 group instead of 8.') : localize('{0} groups instead of 8.', groups);
  if (wrong === 0) return localize('every group is valid.');
  return wrong === 1 ? localize('one group is mistyped.') : localize('{0} groups are mistyped.', wrong);
}
