import type { Span } from '../text/position';

const groupCount = 8;
const groupLength = 6;
/** A group is 11 times a 16-bit number. */
const largestGroup = 11 * 0xffff;

/** `length` and `character`: not 6 digits. `too-large` and `not-divisible`: 6 digits that no key can contain. */
export type KeyGroupVerdict = 'sound' | 'length' | 'character' | 'too-large' | 'not-divisible';

/** One group of a key; offsets are within the parsed text. */
export interface KeyGroup extends Span {
  readonly verdict: KeyGroupVerdict;
}

function verdictOf(group: string): KeyGroupVerdict {
  if (/[^0-9]/.test(group)) return 'character';
  if (group.length !== groupLength) return 'length';
  const number = Number(group);
  if (number > largestGroup) return 'too-large';
  return number % 11 === 0 ? 'sound' : 'not-divisible';
}

/**
 * The hyphen-separated groups of a BitLocker recovery password with a verdict on each, whatever their number. Each
 * valid group is divisible by 11, and one eleventh of it is one of the key's eight 16-bit words.
 */
export function recoveryKeyGroups(text: string): readonly KeyGroup[] {
  let start = 0;
  return text.split('-').map((group) => {
    const span = { start, end: start + group.length };
    start = span.end + 1;
    return { ...span, verdict: verdictOf(group) };
  });
}

/** True for 8 groups of 6 digits, whatever their checksums. */
export function isRecoveryKeyShaped(text: string): boolean {
  return /^[0-9]{6}(?:-[0-9]{6}){7}$/.test(text);
}

/**
 * True for an external key in base64, which versions of the tool from 1.4 on write in place of a numerical password.
 * Its length is not documented.
 */
export function isExternalKey(text: string): boolean {
  return (
    text.length >= 24 &&
    text.length <= 1024 &&
    text.length % 4 === 0 &&
    /^[A-Za-z0-9+/]+={0,2}$/.test(text) &&
    /[A-Za-z+/=]/.test(text)
  );
}

/**
 * Why a text is not a key of either kind, as variant and arguments of a message: which groups are wrong, but never
 * their content.
 */
export function wrongRecoveryKey(
  text: string,
): [variant: 'key-shape' | 'key-group', args: readonly string[]] | undefined {
  if (isExternalKey(text)) return undefined;
  if (!isRecoveryKeyShaped(text)) return ['key-shape', []];
  const wrong = recoveryKeyGroups(text).flatMap(({ verdict }, index) =>
    verdict === 'sound' ? [] : [String(index + 1)],
  );
  return wrong.length === 0 ? undefined : ['key-group', [wrong.join(', ')]];
}

/** True for a numerical password that a drive can have. */
export function isRecoveryKey(text: string): boolean {
  return isRecoveryKeyShaped(text) && recoveryKeyGroups(text).every(({ verdict }) => verdict === 'sound');
}

/** The valid key in a `text` that has other separators than hyphens, or none. */
export function repairedRecoveryKey(text: string): string | undefined {
  if (text.length > 256) return undefined;
  const digits = text.replace(/[\s\p{Pd}_.,:;/]/gu, '');
  if (digits.length !== groupCount * groupLength) return undefined;
  const key = (digits.match(/.{6}/gs) ?? []).join('-');
  return isRecoveryKey(key) ? key : undefined;
}
