import { parseArgs } from 'node:util';
import { sentence } from '../language/sentence';
import { UsageError } from './exitCode';

/**
 * Node's `parseArgs`, but that an option with one value is not given twice: which of the two was meant cannot be told.
 *
 * @throws UsageError, and what `parseArgs` throws for an unknown option
 */
export const parseOptions: typeof parseArgs = (config) => {
  const { tokens } = parseArgs({ ...config, tokens: true });
  const given = new Set<string>();
  for (const token of tokens) {
    if (token.kind !== 'option') continue;
    const definition = config?.options?.[token.name];
    if (definition?.type !== 'string' || definition.multiple) continue;
    if (given.has(token.name)) throw new UsageError(sentence`--${token.name} is given twice. Give it once.`);
    given.add(token.name);
  }
  return parseArgs(config);
};
