import { stat } from 'node:fs/promises';
import { sentence } from '../language/sentence';
import { readSmallFile } from '../model/regularFile';
import { codeOf } from '../model/systemError';
import { UsageError } from '../model/usageError';

/** Secrets by name; each command accepts those it knows. */
export type Secrets = Readonly<Record<string, string>>;

/** A command line with the content of its options file added. */
export interface CompletedArguments {
  readonly args: readonly string[];
  readonly secrets: Secrets;
}

const OPTION = '--options-file';
const shape = () =>
  sentence`It must be a JSON object: "options" contains options by their long names, each with a string, a number, true or a list of strings; "operands" is a list of strings; "secrets" contains strings.`;
/** Bytes. A longer file cannot be meant. */
const LONGEST = 16 * 1024 * 1024;

/**
 * Replaces `--options-file <file>` by the options in the file. This keeps them out of the process's arguments, which
 * other users of the machine can read. `-` is standard input.
 *
 * @throws UsageError
 */
export async function withOptionsFile(args: readonly string[]): Promise<CompletedArguments> {
  const at = args.findIndex((arg) => arg === OPTION || arg.startsWith(`${OPTION}=`));
  if (at < 0) return { args, secrets: {} };
  const isJoined = args[at] !== OPTION;
  const name = isJoined ? args[at]!.slice(OPTION.length + 1) : args[at + 1];
  if (name === undefined || name === '')
    throw new UsageError(sentence`${OPTION} does not name a file. Specify a path, or "-" for standard input.`);
  const others = args.filter((_, index) => index !== at && (isJoined || index !== at + 1));
  const place = name === '-' ? sentence`standard input` : name;
  const { options, operands, secrets } = optionsIn(name === '-' ? await standardInput() : textOf(name), place);
  if (Object.keys(secrets).length > 0 && name !== '-') await refuseReadable(name);
  return { args: [...others, ...options, ...operands], secrets };
}

interface FileOptions {
  readonly options: readonly string[];
  readonly operands: readonly string[];
  readonly secrets: Secrets;
}

/** @param place of the text, for messages; the text itself is never quoted, as it may be a secret */
function optionsIn(text: string, place: string): FileOptions {
  const refuse = (what: string): never => {
    throw new UsageError(`${place}: ${what}. ${shape()}`);
  };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return refuse(sentence`this is not JSON`);
  }
  if (!isRecord(value)) return refuse(sentence`this is not an object`);
  const { options = {}, operands = [], secrets = {}, ...others } = value;
  const [stranger] = Object.keys(others);
  if (stranger !== undefined) return refuse(sentence`it has an unknown member "${stranger}"`);
  if (!isRecord(options)) return refuse(sentence`"options" is not an object`);
  if (!isTexts(operands)) return refuse(sentence`"operands" is not a list of strings`);
  if (!isRecord(secrets) || !isTexts(Object.values(secrets)))
    return refuse(sentence`"secrets" is not an object of strings`);
  const args = Object.entries(options).flatMap(([option, given]) => {
    if (!/^[a-z][a-z0-9-]*$/.test(option) || `--${option}` === OPTION)
      return refuse(sentence`there is no option "${option}"`);
    if (given === false || given === null) return [];
    if (given === true) return [`--${option}`];
    if (typeof given === 'string' || typeof given === 'number') return [`--${option}=${given}`];
    return isTexts(given)
      ? given.map((one) => `--${option}=${one}`)
      : refuse(sentence`the value of "${option}" is not valid`);
  });
  // After a "--" nothing is an option, whatever a path begins with.
  return { options: args, operands: operands.length > 0 ? ['--', ...operands] : [], secrets: secrets as Secrets };
}

function textOf(path: string): string {
  try {
    return readSmallFile(path, LONGEST).toString('utf8');
  } catch (error) {
    throw new UsageError(
      sentence`${path} cannot be read (${codeOf(error)}). ${OPTION} must name a file with options. ${shape()}`,
      { cause: error },
    );
  }
}

async function standardInput(): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of process.stdin as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > LONGEST) throw new UsageError(sentence`standard input is longer than ${LONGEST} bytes. ${shape()}`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** Windows has no file mode: the permissions of the file's folder decide there. */
async function refuseReadable(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const { mode } = await stat(path);
  if ((mode & 0o077) !== 0)
    throw new UsageError(
      sentence`${path} contains secrets, and other users can read it. Remove their access: chmod 600 ${path}.`,
    );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((one) => typeof one === 'string');
}
