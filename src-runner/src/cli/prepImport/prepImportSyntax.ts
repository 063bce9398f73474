import { UsageError } from '../../model/usageError';

/** The option of `prep` that replaces one of the original tool. A switch takes no value. */
interface ToolOption {
  readonly option: string;
  readonly isSwitch?: true;
  readonly isRepeatable?: true;
}

/** The options of the CSV-driven tool (formats.md, section 11), in lower case for comparing. */
const toolOptions: Readonly<Record<string, ToolOption>> = {
  j: { option: '--journal' },
  id: { option: '--session' },
  logdir: { option: '--logdir' },
  initialdriveset: { option: '--driveset', isRepeatable: true },
  additionaldriveset: { option: '--additional-driveset', isRepeatable: true },
  dataset: { option: '--dataset', isRepeatable: true },
  silentmode: { option: '--yes', isSwitch: true },
  resumesession: { option: '--resume', isSwitch: true },
  abortsession: { option: '--abort', isSwitch: true },
};

/** Options whose values are secrets. They are passed to `prep` outside its arguments. */
const credentials: Readonly<Record<string, keyof ToolCredentials>> = { sk: 'storageKey', csas: 'containerSas' };

/** Options of the tool's first generation, which had no CSVs. */
const firstGeneration = new Set([
  't',
  'srcdir',
  'dstdir',
  'srcfile',
  'dstblob',
  'blobtype',
  'disposition',
  'bk',
  'skipwrite',
  'encrypt',
  'format',
  'propertyfile',
  'metadatafile',
]);

/** Secrets in the original tool's command line. */
export interface ToolCredentials {
  readonly storageKey?: string;
  readonly containerSas?: string;
}

/** A command line of the original tool, translated for `prep`. */
export interface TranslatedCommandLine {
  readonly args: readonly string[];
  readonly credentials: ToolCredentials;
}

/**
 * Translates `/j:… /id:… /DataSet:…` into the options of `prep`. Options of the original tool begin with `/` and ignore
 * case; options of `prep` may be mixed in, since drives on other systems are named by `--drive`.
 *
 * @throws UsageError for an option that the original tool does not have, or a missing value
 */
export function translatePrepImport(args: readonly string[]): TranslatedCommandLine {
  const translated: string[] = [];
  const given = new Set<string>();
  const found: { storageKey?: string; containerSas?: string } = {};
  for (const argument of joinedValues(args)) {
    const match = /^\/([A-Za-z]+)(?::(.*))?$/s.exec(argument);
    if (match === null) {
      translated.push(argument);
      continue;
    }
    const [, written = '', value] = match;
    const name = written.toLowerCase();
    const credential = credentials[name];
    const known = toolOptions[name];
    if (given.has(name) && known?.isRepeatable !== true)
      throw new UsageError(`/${written} is specified twice. Specify it once.`);
    given.add(name);
    if (credential !== undefined) found[credential] = valueOf(written, value);
    else if (known?.isSwitch) {
      if (value !== undefined) throw new UsageError(`/${written} takes no value. Use /${written} alone, or omit it.`);
      translated.push(known.option);
    } else if (known !== undefined) translated.push(known.option, valueOf(written, value));
    else throw unknownOption(written, name);
  }
  return { args: translated, credentials: found };
}

/** `/j: job.jrn` reaches a program as two arguments, and is meant as one. */
function joinedValues(args: readonly string[]): string[] {
  const joined: string[] = [];
  for (const argument of args) {
    const before = joined.at(-1);
    if (before !== undefined && /^\/[A-Za-z]+:$/.test(before) && !/^\/[A-Za-z]+(?::|$)/.test(argument))
      joined[joined.length - 1] = before + argument;
    else joined.push(argument);
  }
  return joined;
}

function valueOf(written: string, value: string | undefined): string {
  const text = value?.trim().replace(/^"(.*)"$/s, '$1') ?? '';
  if (text === '') throw new UsageError(`/${written} has no value. Use /${written}:<value>.`);
  return text;
}

function unknownOption(written: string, name: string): UsageError {
  if (firstGeneration.has(name)) {
    return new UsageError(
      `/${written} belongs to the tool's first generation, which had no CSVs. Enter the source and its destination in a dataset CSV, and specify it with /DataSet:<csv>.`,
    );
  }
  const known = Object.keys({ ...toolOptions, ...credentials }).map((option) => `/${option}`);
  return new UsageError(`PrepImport has no option /${written}. It has ${known.join(', ')}.`);
}
