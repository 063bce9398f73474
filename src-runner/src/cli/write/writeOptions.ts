import { resolve } from 'node:path';
import { sentence } from '../../language/sentence';
import { checkDistinctPaths } from '../../model/commandPaths';
import { UsageError } from '../../model/usageError';
import { readArguments } from '../command';
import { commandTable } from '../commandTable';

/** What `sneakernet write` was asked to do. */
export interface WriteOptions {
  readonly image: string;
  readonly disk: string;
  /** Asks nothing. */
  readonly yes: boolean;
  /** The absolute path of a disk that may be erased without a question. */
  readonly erase: string | undefined;
}

/** @throws UsageError */
export function parseWriteOptions(args: readonly string[]): WriteOptions {
  const { values, operands } = readArguments(commandTable.write, args);
  const [image, disk, ...further] = operands;
  if (image === undefined || disk === undefined || further.length > 0)
    throw new UsageError(
      sentence`write needs one image and one disk, for example "sneakernet write drives/G.vhd /dev/sdb".`,
    );
  checkDistinctPaths([
    { name: 'IMAGE', path: image, use: 'read' },
    { name: 'DISK', path: disk, use: 'written' },
  ]);
  return { image, disk, yes: values.yes, erase: values.erase === undefined ? undefined : resolve(values.erase) };
}
