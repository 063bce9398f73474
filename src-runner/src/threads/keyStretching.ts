import { newBitlockerSecrets, withStretchedKey } from '../volume/bitlocker/bitlockerSecrets';
import type { BitlockerSecrets, UnstretchedSecrets } from '../volume/bitlocker/bitlockerSecrets';
import type { EncryptionMethod } from '../volume/bitlocker/encryptionMethod';
import type { NodeThread } from './nodeThread';
import type { ThreadCrew } from './threadCrew';

/** A recovery password to stretch, as it goes to another thread. */
export interface StretchMessage {
  readonly kind: 'stretch';
  readonly password: string;
  readonly salt: Uint8Array;
}

/** A password whose turn has not come, or that is being stretched. */
interface Waiting {
  readonly secrets: UnstretchedSecrets;
  readonly resolve: (key: Uint8Array) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Stretches recovery passwords on a thread of its own, one after the other: each takes some tenths of a second, and is needed when all
 * has been copied. The secrets of a drive may be made ahead, so that it is done while the sources are looked at.
 */
export class KeyStretching {
  /** By the password's protector. */
  private readonly keys = new Map<string, Promise<Uint8Array>>();
  private readonly waiting: Waiting[] = [];
  private thread: NodeThread | undefined;
  private ahead: UnstretchedSecrets | undefined;

  /** @param signal ends it: keys are not to be waited for any more */
  constructor(
    private readonly crew: ThreadCrew,
    private readonly signal?: AbortSignal,
  ) {
    signal?.addEventListener('abort', this.giveUp);
  }

  /** Makes the secrets that `newSecrets` will give first. */
  makeAhead(method: EncryptionMethod): void {
    this.ahead = newBitlockerSecrets(method, new Date());
    this.begin(this.ahead);
  }

  /** New secrets. */
  newSecrets(method: EncryptionMethod): UnstretchedSecrets {
    const { ahead } = this;
    this.ahead = undefined;
    return ahead?.method === method ? ahead : newBitlockerSecrets(method, new Date());
  }

  /** Begins with a password that will be asked for, unless that is done already. */
  begin(secrets: UnstretchedSecrets): void {
    const { protectorGuid } = secrets;
    if (this.keys.has(protectorGuid)) return;
    const key = new Promise<Uint8Array>((resolve, reject) => {
      this.waiting.push({ secrets, resolve, reject });
    });
    // Whoever asks for it hears of a failure.
    key.catch(() => undefined);
    this.keys.set(protectorGuid, key);
    if (this.thread === undefined) this.next();
  }

  /** The secrets with what their recovery password is stretched to. @throws what the thread failed with */
  stretched(secrets: UnstretchedSecrets): Promise<BitlockerSecrets> {
    this.begin(secrets);
    const key = this.keys.get(secrets.protectorGuid)!;
    // It is wiped when it has been taken.
    this.keys.delete(secrets.protectorGuid);
    return withStretchedKey(secrets, () => key);
  }

  /** Gives up what is still under way. */
  async end(): Promise<void> {
    this.signal?.removeEventListener('abort', this.giveUp);
    this.giveUp();
    await this.thread?.stop();
  }

  private readonly giveUp = (): void => {
    for (const { reject } of this.waiting.splice(0)) reject(this.signal?.reason);
  };

  private next(): void {
    const first = this.waiting[0];
    if (!first) {
      // It has seen passwords.
      void this.thread?.end();
      this.thread = undefined;
      return;
    }
    this.thread ??= this.crew.take({
      answer: (message) => {
        // Of none, if it was given up.
        this.waiting.shift()?.resolve(message as Uint8Array);
        this.next();
      },
      failure: (error) => {
        this.thread = undefined;
        for (const { reject } of this.waiting.splice(0)) reject(error);
      },
    });
    const { recoveryPassword, salt } = first.secrets;
    this.thread.post({
      kind: 'stretch',
      password: recoveryPassword,
      salt: Buffer.from(salt, 'hex'),
    } satisfies StretchMessage);
  }
}
