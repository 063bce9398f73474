import { LONGEST_KEY_FILE } from '#core/limits/limits';
import { isRecoveryKey, recoveryKeyGroups, repairedRecoveryKey } from '#core/names/recoveryKey';
import { sentence } from '../language/sentence';
import { readSmallFile } from '../model/regularFile';
import { UsageError } from '../model/usageError';
import type { Questioner } from './question';
import { codeOf } from '../model/systemError';

/** The environment variable that holds a key for commands that read drives. */
export const KEY_VARIABLE = 'SNEAKERNET_BITLOCKER_KEY';

export interface RecoveryKeySources {
  /** As given by --key-file. */
  readonly keyFile: string | undefined;
  readonly environment: NodeJS.ProcessEnv;
  readonly questioner: Questioner;
  /** What is asked where neither a file nor the environment has a key. */
  readonly question: string;
}

/**
 * The recovery key of a volume, from the first place that has one: the file, the environment, the person at the terminal.
 * Undefined where there is none, and where the person types nothing.
 *
 * @throws UsageError for a file without a key, with two, and for a mistyped key; no message holds any of it
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
  return answer === '' ? undefined : checkedRecoveryKey(answer, sentence`what was typed`);
}

/** A file that holds the key alone, or the text in which Windows saves it. */
function keyInFile(path: string): string {
  const text = textOfFile(path);
  const shaped = new Set(text.match(/(?<![0-9-])[0-9]{6}(?:-[0-9]{6}){7}(?![0-9-])/g) ?? []);
  const [only, ...further] = shaped;
  if (further.length > 0)
    throw new UsageError(sentence`${path} holds ${shaped.size} recovery keys. Leave the one of this drive in it.`);
  return checkedRecoveryKey(only ?? text.trim(), path);
}

function textOfFile(path: string): string {
  let bytes: Buffer;
  try {
    bytes = readSmallFile(path, LONGEST_KEY_FILE);
  } catch (error) {
    const code = codeOf(error);
    throw new UsageError(
      sentence`${path} cannot be read (${code}). --key-file names a text file that holds the recovery key.`,
    );
  }
  // Windows saves keys as UTF-16 with a byte order mark.
  const text = bytes[0] === 0xff && bytes[1] === 0xfe ? bytes.toString('utf16le') : bytes.toString('utf8');
  bytes.fill(0);
  return text.replace(/^\ufeff/, '');
}

/**
 * A key as it was typed, in its usual form.
 *
 * @param place of the text, for messages
 * @throws UsageError, without any of the key
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
  throw new UsageError(sentence`${place}: there is no recovery key. It has 48 digits in 8 groups, joined by hyphens.`);
}
