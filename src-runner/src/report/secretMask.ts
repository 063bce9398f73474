import { maskedRecoveryKey } from '#core/names/recoveryKey';

const HIDDEN = '••••••';
/** A text shorter than this is no secret that could be told from other text. */
const LEAST_LENGTH = 8;

/** Keys of drives, as they are written or run together; the signature of a SAS; a storage account's key. */
const recoveryKey = /(?<!\d)\d{6}(?:-\d{6}){7}(?!\d)/g;
const bareRecoveryKey = /(?<!\d)\d{6}(?:[ _.]?\d{6}){7}(?!\d)/g;
const signature = /\b(sig=)[^&\s"']+/gi;
const storageAccountKey = /[A-Za-z0-9+/]{86}==/g;

/** Keeps secrets out of everything that is shown or logged: those of the session, and whatever looks like one. */
export class SecretMask {
  readonly #secrets = new Set<string>();
  #pattern: RegExp | undefined;

  /** Adds a secret, in the form in which it could come up: a volume's key in hex, a storage key, a SAS. */
  add(secret: string): void {
    if (secret.length < LEAST_LENGTH) return;
    this.#secrets.add(secret);
    // In an address or in JSON it may be spelled otherwise.
    this.#secrets.add(encodeURIComponent(secret));
    this.#secrets.add(JSON.stringify(secret).slice(1, -1));
    this.#pattern = undefined;
  }

  /** The text without secrets. */
  mask(text: string): string {
    let masked = text.replace(recoveryKey, maskedRecoveryKey).replace(bareRecoveryKey, HIDDEN);
    this.#pattern ??= this.#compile();
    if (this.#pattern) masked = masked.replace(this.#pattern, HIDDEN);
    return masked.replace(signature, `$1${HIDDEN}`).replace(storageAccountKey, HIDDEN);
  }

  #compile(): RegExp | undefined {
    if (this.#secrets.size === 0) return undefined;
    // The longest first: one may hold another.
    const secrets = [...this.#secrets].sort((left, right) => right.length - left.length);
    return new RegExp(secrets.map((secret) => secret.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')).join('|'), 'g');
  }
}
