import { parseOptions } from '../parseOptions';
import { sentence } from '../../language/sentence';
import { UsageError } from '../exitCode';

/** What `sneakernet info` was asked to do. */
export interface InfoOptions {
  readonly target: string;
  readonly keyFile: string | undefined;
  readonly digest: boolean;
  readonly json: boolean;
}

/** @throws UsageError, and what `parseArgs` throws for an unknown option */
export function parseInfoOptions(args: readonly string[]): InfoOptions {
  const { values, positionals } = parseOptions({
    args: [...args],
    allowPositionals: true,
    options: { 'key-file': { type: 'string' }, digest: { type: 'boolean', default: false }, json: { type: 'boolean', default: false } },
  });
  const [target, ...further] = positionals;
  if (target === undefined || further.length > 0) throw new UsageError(sentence`info looks at one image, disk or volume: name it, such as "sneakernet info drives/G.vhd".`);
  return { target, keyFile: values['key-file'], digest: values.digest, json: values.json };
}
