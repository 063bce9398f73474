/** What stands in place of a secret. */
export const HIDDEN = '••••••';

/** What may stand between the groups of a key: nothing, or separators as people and programs write them, escaped ones among them. */
const separator = String.raw`(?:[\s\p{Pd}\u2212_.,:;/\\]|%2[Dd]){0,4}`;
/** A BitLocker key as it is written, several run together, one with slips in it, or the most of one. */
const hyphenatedKey = /(?<!\d)\d{5,}(?:\\?[\p{Pd}\u2212]\d{5,}){4,}/gu;
/** A BitLocker key, 8 groups of 6 digits, however they are parted. */
const recoveryKey = new RegExp(String.raw`\d{6}(?:${separator}\d{6}){7}\d*`, 'gu');
/** The signature of a SAS, also in an address within an address. */
const signature = /(?<![A-Za-z])(sig(?:=|%3D|\\u003d))[^&\s"'`<>]+/gi;
/** A member of a connection string, or a key that is called one. */
const namedKey =
  /(?<![A-Za-z])((?:account|storage|shared)[ _-]?(?:access[ _-]?)?key\s*(?:[=:]|%3D|\\u003d)\s*)[^;,\s"'`<>]+/gi;
/** An external key of a drive, in base64: 32 bytes, or as the tool's documentation has one, 35. */
const externalKey = /(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{43}(?:[A-Za-z0-9+/]{4})?=(?!=)/g;
/** One of any length, where it is called a key: in XML, JSON, a journal, or on a command line. */
const namedExternalKey = /((?:BitLocker_?Key["']?\s*[:=>]\s*["']?|\/bk:["']?))(?:[A-Za-z0-9+]|\\?\/){22,}={0,2}/gi;
/** A storage account's key: 64 bytes in base64, also as addresses and JSON spell it. */
const storageAccountKey = /(?:\\?[A-Za-z0-9+/_-]|%2[BbFf]|\\u002[bBfF]){86}(?:=|%3[Dd]|\\u003[dD]){2}/g;

/**
 * The text without secrets, which are told by their shape: BitLocker keys, storage account keys and signatures of SAS, wherever in it
 * they stand. Whoever cuts a text masks it before: half a secret looks like none.
 */
export function maskSecrets(text: string): string {
  if (text.length < 9) return text;
  return text
    .replace(hyphenatedKey, maskedRecoveryKey)
    .replace(recoveryKey, HIDDEN)
    .replace(signature, `$1${HIDDEN}`)
    .replace(namedKey, `$1${HIDDEN}`)
    .replace(storageAccountKey, HIDDEN)
    .replace(namedExternalKey, `$1${HIDDEN}`)
    .replace(externalKey, HIDDEN);
}

/** Secrets are looked for in so much of a text that is cut, in UTF-16 units. */
const LONGEST_MASKED = 16 * 1024;

/** The beginning of a text without secrets: what is cut off was masked before. */
export function maskedBeginning(text: string, length: number): string {
  return maskSecrets(text.slice(0, LONGEST_MASKED)).slice(0, length);
}

/** The first and last group of a key that is written as keys are, for showing which one it is; all dots for another text. */
export function maskedRecoveryKey(key: string): string {
  return /^\d{6}(?:-\d{6}){7}$/.test(key) ? `${key.slice(0, 6)}-${HIDDEN}-…-${key.slice(-6)}` : HIDDEN;
}
