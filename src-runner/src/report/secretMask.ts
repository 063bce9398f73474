import { HIDDEN, maskSecrets } from '#core/text/maskSecrets';

/** A shorter secret could not be told from other text. */
const LEAST_LENGTH = 8;

/** Removes secrets from everything that is shown or logged: those of the session, and whatever looks like one. */
export class SecretMask {
  readonly #secrets = new Set<string>();
  #pattern: RegExp | undefined;

  /** Adds a secret in the form in which it could appear: a volume's key in hex, a storage key, a SAS. */
  add(secret: string): void {
    if (secret.length < LEAST_LENGTH) return;
    this.#secrets.add(secret);
    // In a URL or in JSON it may be spelled differently.
    this.#secrets.add(encodeURIComponent(secret));
    this.#secrets.add(JSON.stringify(secret).slice(1, -1));
    this.#pattern = undefined;
  }

  /** The text without secrets. */
  mask(text: string): string {
    this.#pattern ??= this.#compile();
    return maskSecrets(this.#pattern ? text.replace(this.#pattern, HIDDEN) : text);
  }

  #compile(): RegExp | undefined {
    if (this.#secrets.size === 0) return undefined;
    // The longest first: one may contain another.
    const secrets = [...this.#secrets].sort((left, right) => right.length - left.length);
    return new RegExp(secrets.map((secret) => secret.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')).join('|'), 'g');
  }
}
