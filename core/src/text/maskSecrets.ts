/** Replaces a secret. */
export const HIDDEN = '••••••';

/**
 * What may be between the groups of a key: nothing, or separators as people and programs write them, including escaped
 * ones.
 */
const separator = String.raw`(?:[\s\p{Pd}\u2212_.,:;/\\]|%2[Dd]){0,4}`;
/** A BitLocker key as usually written: also several in a row, one with typing errors, or most of one. */
const hyphenatedKey = /(?<!\d)\d{5,}(?:\\?[\p{Pd}\u2212]\d{5,}){4,}/gu;
/** A BitLocker key, 8 groups of 6 digits, with any separators. */
const recoveryKey = new RegExp(String.raw`\d{6}(?:${separator}\d{6}){7}\d*`, 'gu');
/** The signature of a SAS, even in an address within an address. */
const signature = /(?<![A-Za-z])(sig(?:=|%3D|\\u003d))[^&\s"'`<>]+/gi;
/** A key in a connection string, or one that is labeled as such. */
const namedKey =
  /(?<![A-Za-z])((?:account|storage|shared)[ _-]?(?:access[ _-]?)?key\s*(?:[=:]|%3D|\\u003d)\s*)[^;,\s"'`<>]+/gi;
/** A drive's external key in base64: 32 bytes, or 35 as in the tool's documentation. */
const externalKey = /(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{43}(?:[A-Za-z0-9+/]{4})?=(?!=)/g;
/** An external key of any length that is labeled as a key: in XML, JSON, a journal, or on a command line. */
const namedExternalKey = /((?:BitLocker_?Key["']?\s*[:=>]\s*["']?|\/bk:["']?))(?:[A-Za-z0-9+]|\\?\/){22,}={0,2}/gi;
/** A storage account's key: 64 bytes in base64, including the spellings used in addresses and JSON. */
const storageAccountKey = /(?:\\?[A-Za-z0-9+/_-]|%2[BbFf]|\\u002[bBfF]){86}(?:=|%3[Dd]|\\u003[dD]){2}/g;

/**
 * The text without secrets, which are recognized by their form wherever they are: BitLocker keys, storage account keys,
 * and signatures of SAS. Mask a text before cutting it, because half a secret is not recognized.
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

/** The first and last group of a key in the usual form, to show which one it is; only dots for any other text. */
export function maskedRecoveryKey(key: string): string {
  return /^\d{6}(?:-\d{6}){7}$/.test(key) ? `${key.slice(0, 6)}-${HIDDEN}-…-${key.slice(-6)}` : HIDDEN;
}
