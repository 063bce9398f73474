import { sentence } from '../../language/sentence';
import { readArguments } from '../command';
import { commandTable } from '../commandTable';
import { UsageError } from '../../model/usageError';

/** What `sneakernet info` was asked to do. */
export interface InfoOptions {
  readonly target: string;
  readonly keyFile: string | undefined;
  readonly digest: boolean;
  readonly json: boolean;
}

/** @throws UsageError */
export function parseInfoOptions(args: readonly string[]): InfoOptions {
  const { values, operands } = readArguments(commandTable.info, args);
  const [target, ...further] = operands;
  if (target === undefined || further.length > 0)
    throw new UsageError(
      sentence`info examines one image, disk or volume: specify it, for example "sneakernet info drives/G.vhd".`,
    );
  return { target, keyFile: values['key-file'], digest: values.digest, json: values.json };
}
