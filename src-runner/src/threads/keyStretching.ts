import { newBitlockerSecrets, withStretchedKey } from '../volume/bitlocker/bitlockerSecrets';
import type { BitlockerSecrets, UnstretchedSecrets } from '../volume/bitlocker/bitlockerSecrets';
import type { EncryptionMethod } from '../volume/bitlocker/encryptionMethod';
import type { NodeThread } from './nodeThread';
import type { ThreadCrew } from './threadCrew';

/** A recovery password to stretch, in the form sent to another thread. */
export interface StretchMessage {
  readonly kind: 'stretch';
  readonly password: string;
  readonly salt: Uint8Array;
}

/** A password that waits to be stretched, or is being stretched. */
interface Waiting {
  readonly secrets: UnstretchedSecrets;
  readonly resolve: (key: Uint8Array) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Stretches recovery passwords one after the other on a separate thread: each takes some tenths of a second, and is
 * needed only when everything has been copied. A drive's secrets may be created ahead, so that stretching happens while
 * the sources are looked at.
 */
export class KeyStretching {
  /** By the GUID of the password's protector. */
  private readonly keys = new Map<string, Promise<Uint8Array>>();
  private readonly waiting: Waiting[] = [];
  private thread: NodeThread | undefined;
  private ahead: UnstretchedSecrets | undefined;

  /** @param signal ends the stretching: the keys are not needed any more */
  constructor(
    private readonly crew: ThreadCrew,
    private readonly signal?: AbortSignal,
  ) {
    signal?.addEventListener('abort', this.giveUp);
  }

  /** Creates the secrets that `newSecrets` will return first. */
  makeAhead(method: EncryptionMethod): void {
    this.ahead = newBitlockerSecrets(method, new Date());
    this.begin(this.ahead);
  }

  newSecrets(method: EncryptionMethod): UnstretchedSecrets {
    const { ahead } = this;
    this.ahead = undefined;
    return ahead?.method === method ? ahead : newBitlockerSecrets(method, new Date());
  }

  /** Starts stretching a password that will be needed, unless that has been started already. */
  begin(secrets: UnstretchedSecrets): void {
    const { protectorGuid } = secrets;
    if (this.keys.has(protectorGuid)) return;
    const key = new Promise<Uint8Array>((resolve, reject) => {
      this.waiting.push({ secrets, resolve, reject });
    });
    // The failure is reported to whoever asks for the key.
    key.catch(() => undefined);
    this.keys.set(protectorGuid, key);
    if (this.thread === undefined) this.next();
  }

  /**
   * The secrets with their stretched recovery password.
   *
   * @throws the thread's error
   */
  stretched(secrets: UnstretchedSecrets): Promise<BitlockerSecrets> {
    this.begin(secrets);
    const key = this.keys.get(secrets.protectorGuid)!;
    // A key is wiped once it has been taken.
    this.keys.delete(secrets.protectorGuid);
    return withStretchedKey(secrets, () => key);
  }

  /** Abandons what is still under way. */
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
      // The thread has seen passwords, so it is not reused.
      void this.thread?.end();
      this.thread = undefined;
      return;
    }
    this.thread ??= this.crew.take({
      answer: (message) => {
        // Nothing is waiting if it was abandoned.
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
