import { hash, randomBytes } from 'node:crypto';
import { isRecoveryKey } from '#core/names/recoveryKey';

/** BitLocker's name for the key of 48 digits: numerical password. Its eight groups are 11 times the 16-bit words of these bytes. */
const PASSWORD_LENGTH = 16;
const FACTOR = 11;

/** A new recovery password from the system's cryptographic source. */
export function randomRecoveryPassword(random: (length: number) => Uint8Array = randomBytes): string {
  const bytes = Buffer.from(random(PASSWORD_LENGTH));
  const groups = Array.from({ length: PASSWORD_LENGTH / 2 }, (_, group) => String(FACTOR * bytes.readUInt16LE(2 * group)).padStart(6, '0'));
  bytes.fill(0);
  return groups.join('-');
}

/** The 16 bytes that a recovery password stands for. @throws RangeError where it is none; the message does not hold it */
export function recoveryPasswordBytes(password: string): Uint8Array {
  if (!isRecoveryKey(password)) throw new RangeError('Not a recovery password: it has eight groups of six digits, each divisible by 11.');
  const bytes = new Uint8Array(PASSWORD_LENGTH);
  const view = new DataView(bytes.buffer);
  password.split('-').forEach((group, at) => {
    view.setUint16(2 * at, Number(group) / FACTOR, true);
  });
  return bytes;
}

const ROUNDS = 0x10_0000;
/** Long enough to cost nothing, short enough for Ctrl-C. */
const SLICE_ROUNDS = 0x4000;

/**
 * The key that opens a recovery protector: 2^20 rounds of SHA-256 over {last hash, SHA-256 of the password's bytes, salt, round}.
 * It takes about a second, in slices, so that the process hears signals meanwhile.
 *
 * @param salt the 16 bytes of the protector
 * @throws the signal's reason, where it is aborted
 */
export async function stretchRecoveryPassword(password: string, salt: Uint8Array, signal?: AbortSignal): Promise<Uint8Array> {
  const secret = recoveryPasswordBytes(password);
  const state = Buffer.alloc(88);
  state.set(hash('sha256', secret, 'buffer'), 32);
  state.set(salt, 64);
  secret.fill(0);
  try {
    for (let round = 0; round < ROUNDS; round += 1) {
      state.writeUInt32LE(round, 80);
      state.set(hash('sha256', state, 'buffer'), 0);
      if ((round + 1) % SLICE_ROUNDS === 0) {
        await new Promise((resolve) => setImmediate(resolve));
        signal?.throwIfAborted();
      }
    }
    return Uint8Array.from(state.subarray(0, 32));
  } finally {
    state.fill(0);
  }
}
