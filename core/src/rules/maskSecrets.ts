import { maskedRecoveryKey } from '../names/recoveryKey';

/** What stands for a secret. */
export const HIDDEN = '••••••';

/** Keys of drives, as they are written, run together or damaged; the signature of a SAS; keys of storage accounts and of drives in base64. */
const recoveryKey = /(?<!\d)\d{6}(?:-\d{6}){7}(?!\d)/g;
const bareRecoveryKey = /(?<!\d)\d{6}(?:[ _.\u2010-\u2015]?\d{6}){7}(?!\d)/g;
const damagedRecoveryKey = /(?<![\d-])\d{5,7}(?:[-\u2010-\u2015]\d{5,7}){4,}(?![\d-])/g;
const signature = /\b(sig(?:=|%3d))[^&\s"',;]+/gi;
const storageAccountKey = /[A-Za-z0-9+/]{86}==/g;
const namedKey = /\b((?:account|storage|shared)[ _-]?(?:access[ _-]?)?key\s*[=:]\s*)[^\s"',;]+/gi;
const externalKey = /(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{43}=(?!=)/g;

/** A text without what looks like a secret, by its form alone and so wherever it has slipped to. */
export function maskSecrets(text: string): string {
  if (text.length < SHORTEST) return text;
  return text
    .replace(recoveryKey, maskedRecoveryKey)
    .replace(bareRecoveryKey, HIDDEN)
    .replace(damagedRecoveryKey, HIDDEN)
    .replace(signature, `$1${HIDDEN}`)
    .replace(namedKey, `$1${HIDDEN}`)
    .replace(storageAccountKey, HIDDEN)
    .replace(externalKey, HIDDEN);
}

/** Nothing shorter is a secret that could be told from other text: `sig=` and something. */
const SHORTEST = 6;
