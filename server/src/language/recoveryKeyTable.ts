import { isRecoveryKeyShaped, maskedRecoveryKey, recoveryKeyGroups } from '#core/names/recoveryKey';
import type { KeyGroupVerdict } from '#core/names/recoveryKey';

const verdicts: Readonly<Record<KeyGroupVerdict, string>> = {
  sound: '✓',
  length: '✗ not 6 digits',
  character: '✗ not a digit',
  'too-large': '✗ larger than 720885',
  'not-divisible': '✗ no multiple of 11',
};

const HIDDEN = '••••••';
/** A text with more groups than this is no key at all. */
const MAX_GROUPS = 16;

/** The groups of a BitLocker key with a verdict on each, as Markdown. Digits are shown as far as the mask shows them. */
export function recoveryKeyTable(key: string): string {
  const groups = recoveryKeyGroups(key.slice(0, 1024));
  const shown = isRecoveryKeyShaped(key) ? [key.slice(0, 6), ...groups.slice(2).map(() => HIDDEN), key.slice(-6)] : groups.map(() => HIDDEN);
  const wrong = groups.filter(({ verdict }) => verdict !== 'sound').length;
  const rows = groups.slice(0, MAX_GROUPS).map(({ verdict }, i) => `| ${i + 1} | ${shown[i]!} | ${verdicts[verdict]} |`);
  return [`${maskedRecoveryKey(key)}: ${summary(groups.length, wrong)}`, ['| group | digits | |', '|---|---|---|', ...rows].join('\n')].join('\n\n');
}

function summary(groups: number, wrong: number): string {
  if (groups !== 8) return `${groups} ${groups === 1 ? 'group' : 'groups'} instead of 8.`;
  if (wrong === 0) return 'every group is sound.';
  return wrong === 1 ? 'one group is mistyped.' : `${wrong} groups are mistyped.`;
}
