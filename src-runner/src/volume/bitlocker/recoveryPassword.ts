import { hash, randomBytes } from 'node:crypto';
import { isRecoveryKey } from '#core/names/recoveryKey';
import { KeyStretcher } from '../../kernels/keyStretcher';
import { sentence } from '../../language/sentence';

/**
 * BitLocker calls the 48-digit key a numerical password. Its eight groups are the 16-bit words of these bytes, times
 * 11.
 */
const PASSWORD_LENGTH = 16;
const FACTOR = 11;

/** A new recovery password from the system's cryptographic source. */
export function randomRecoveryPassword(random: (length: number) => Uint8Array = randomBytes): string {
  const bytes = Buffer.from(random(PASSWORD_LENGTH));
  const groups = Array.from({ length: PASSWORD_LENGTH / 2 }, (_, group) =>
    String(FACTOR * bytes.readUInt16LE(2 * group)).padStart(6, '0'),
  );
  bytes.fill(0);
  return groups.join('-');
}

/**
 * The 16 bytes that a recovery password stands for.
 *
 * @throws RangeError if it is malformed; the message does not contain it
 */
export function recoveryPasswordBytes(password: string): Uint8Array {
  if (!isRecoveryKey(password))
    throw new RangeError(
      sentence`Not a recovery password: a recovery password has eight groups of six digits, each divisible by 11.`,
    );
  const bytes = new Uint8Array(PASSWORD_LENGTH);
  const view = new DataView(bytes.buffer);
  password.split('-').forEach((group, at) => {
    view.setUint16(2 * at, Number(group) / FACTOR, true);
  });
  return bytes;
}

const ROUNDS = 0x10_0000;
/** About a millisecond, so that copying threads need not wait for their next task. */
const SLICE_ROUNDS = 0x1000;

/**
 * The key that opens a recovery protector: 2^20 rounds of SHA-256 over {last hash, SHA-256 of the password's bytes,
 * salt, round}. Takes about half a second, in slices, so that the process can handle signals meanwhile.
 *
 * @param salt the 16 bytes of the protector
 * @throws the signal's reason if it is aborted
 */
export async function stretchRecoveryPassword(
  password: string,
  salt: Uint8Array,
  signal?: AbortSignal,
): Promise<Uint8Array> {
  const secret = recoveryPasswordBytes(password);
  const secretHash = hash('sha256', secret, 'buffer');
  const stretcher = new KeyStretcher(secretHash, salt);
  secret.fill(0);
  secretHash.fill(0);
  try {
    for (let round = 0; round < ROUNDS; round += SLICE_ROUNDS) {
      stretcher.rounds(round, round + SLICE_ROUNDS);
      await new Promise((resolve) => setImmediate(resolve));
      signal?.throwIfAborted();
    }
    return stretcher.result();
  } finally {
    stretcher.wipe();
  }
}
