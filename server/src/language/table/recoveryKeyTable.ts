import { isExternalKey, recoveryKeyGroups } from '#core/names/recoveryKey';
import type { KeyGroupVerdict } from '#core/names/recoveryKey';
import { template } from '#core/text/template';
import type { Localize } from '#core/text/localize';
import { HIDDEN, maskedRecoveryKey } from '#core/text/maskSecrets';

/** Templates. */
const verdicts: Readonly<Record<KeyGroupVerdict, string>> = {
  sound: '✓',
  length: template('not 6 digits'),
  character: template('not a digit'),
  'too-large': template('larger than 720885'),
  'not-divisible': template('not a multiple of 11'),
};

/** A text with more groups than this is not a key. */
const MAX_GROUPS = 16;

/**
 * The groups of a BitLocker key with a verdict on each, as Markdown. Only the digits that the mask leaves are shown.
 */
export function recoveryKeyTable(key: string, localize: Localize): string {
  if (isExternalKey(key)) return `${HIDDEN}: ${localize('an external key, in base64.')}`;
  const groups = recoveryKeyGroups(key.slice(0, 1024));
  const masked = maskedRecoveryKey(key);
  // The first and last group, or nothing of either.
  const ends = masked.split('-');
  const shownOf = (group: number) => (group === 0 ? ends[0]! : group === groups.length - 1 ? ends.at(-1)! : HIDDEN);
  const wrong = groups.filter(({ verdict }) => verdict !== 'sound').length;
  const rows = groups
    .slice(0, MAX_GROUPS)
    .map(
      ({ verdict }, i) =>
        `| ${i + 1} | ${shownOf(i)} | ${verdict === 'sound' ? verdicts[verdict] : `✗ ${localize(verdicts[verdict])}`} |`,
    );
  return [
    `${masked}: ${summary(groups.length, wrong, localize)}`,
    [`| ${localize('group')} | ${localize('digits')} | |`, '|---|---|---|', ...rows].join('\n'),
  ].join('\n\n');
}

function summary(groups: number, wrong: number, localize: Localize): string {
  if (groups !== 8)
    return groups === 1 ? localize('1 group instead of 8.') : localize('{0} groups instead of 8.', groups);
  if (wrong === 0) return localize('every group is valid.');
  return wrong === 1 ? localize('one group is mistyped.') : localize('{0} groups are mistyped.', wrong);
}
