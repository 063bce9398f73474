import { LONGEST_KEY_FILE } from '#core/limits/limits';
import { isRecoveryKey, recoveryKeyGroups, repairedRecoveryKey } from '#core/names/recoveryKey';
import { sentence } from '../language/sentence';
import { readSmallFile } from '../model/regularFile';
import { UsageError } from '../model/usageError';
import type { Questioner } from './question';
import { codeOf } from '../model/systemError';

/** The environment variable for the key, for commands that read drives. */
export const KEY_VARIABLE = 'SNEAKERNET_BITLOCKER_KEY';

export interface RecoveryKeySources {
  /** The value of --key-file. */
  readonly keyFile: string | undefined;
  readonly environment: NodeJS.ProcessEnv;
  readonly questioner: Questioner;
  /** Asked if neither a file nor the environment has a key. */
  readonly question: string;
}

/**
 * The recovery key of a volume, from the first of these that has one: the file, the environment, the user at the
 * terminal. Undefined if there is none and nothing is typed.
 *
 * @throws UsageError for a file with no key or two, and for a mistyped key; no message contains any part of it
 */
export async function readRecoveryKey({
  keyFile,
  environment,
  questioner,
  question,
}: RecoveryKeySources): Promise<string | undefined> {
  if (keyFile !== undefined) return keyInFile(keyFile);
  const variable = environment[KEY_VARIABLE];
  if (variable !== undefined && variable.trim() !== '') return checkedRecoveryKey(variable.trim(), KEY_VARIABLE);
  if (!questioner.canAsk) return undefined;
  const answer = await questioner.askSecret(question);
  return answer === '' ? undefined : checkedRecoveryKey(answer, sentence`the typed text`);
}

/** Reads a file that contains only the key, or the text file that Windows saves. */
function keyInFile(path: string): string {
  const text = textOfFile(path);
  const shaped = new Set(text.match(/(?<![0-9-])[0-9]{6}(?:-[0-9]{6}){7}(?![0-9-])/g) ?? []);
  const [only, ...further] = shaped;
  if (further.length > 0)
    throw new UsageError(
      sentence`${path} contains ${shaped.size} recovery keys. Keep only the one for this drive in it.`,
    );
  return checkedRecoveryKey(only ?? text.trim(), path);
}

function textOfFile(path: string): string {
  let bytes: Buffer;
  try {
    bytes = readSmallFile(path, LONGEST_KEY_FILE);
  } catch (error) {
    const code = codeOf(error);
    throw new UsageError(
      sentence`${path} cannot be read (${code}). --key-file must name a text file that contains the recovery key.`,
    );
  }
  // Windows saves keys as UTF-16 with a byte order mark.
  const text = bytes[0] === 0xff && bytes[1] === 0xfe ? bytes.toString('utf16le') : bytes.toString('utf8');
  bytes.fill(0);
  return text.replace(/^\ufeff/, '');
}

/**
 * A typed key in its usual form.
 *
 * @param place of the text, for messages
 * @throws UsageError, without any part of the key
 */
export function checkedRecoveryKey(text: string, place: string): string {
  if (isRecoveryKey(text)) return text;
  const repaired = repairedRecoveryKey(text);
  if (repaired !== undefined) return repaired;
  const groups = recoveryKeyGroups(text);
  const mistyped = groups.flatMap(({ verdict }, at) => (verdict === 'sound' ? [] : [at + 1]));
  if (groups.length === 8 && mistyped.length < 8) {
    throw new UsageError(
      sentence`${place}: group ${mistyped.join(sentence` and `)} of the recovery key is mistyped. Each of the 8 groups has 6 digits and is divisible by 11.`,
    );
  }
  throw new UsageError(
    sentence`${place}: no recovery key found. A recovery key has 48 digits in 8 groups, joined by hyphens.`,
  );
}
