import { sentence } from '../../language/sentence';
import { checkDistinctPaths } from '../../model/commandPaths';
import type { CommandPath } from '../../model/commandPaths';
import { readArguments } from '../command';
import { commandTable } from '../commandTable';
import { UsageError } from '../../model/usageError';
import { driveOptions } from '../jobOptions';
import { oneOf } from '../optionValues';

/** What `sneakernet verify` was asked to do. */
export interface VerifyOptions {
  readonly jrm: string;
  /** Targets by upper-case letter; empty if the drives lie where `prep` puts them. */
  readonly targets: ReadonlyMap<string, string>;
  readonly quick: boolean;
  /** JSON events on standard output. */
  readonly events: boolean;
  /** A file for events, so that the run can be followed from outside. */
  readonly eventsFile: string | undefined;
}

/** @throws UsageError */
export function parseVerifyOptions(args: readonly string[]): VerifyOptions {
  const { values } = readArguments(commandTable.verify, args);
  if (values.jrm === undefined) throw new UsageError(sentence`specify the JRM of the drives: --jrm job.jrm.`);
  if (values.events !== undefined) oneOf('--events', values.events, ['ndjson']);
  const targets = new Map<string, string>();
  for (const [letter, { target, size, id }] of driveOptions(values.drive)) {
    if (size !== undefined || id !== undefined)
      throw new UsageError(sentence`--drive ${letter}: size and id apply only to prep. Specify only the target.`);
    targets.set(letter, target);
  }
  if (values['events-file'] !== undefined) {
    const read = [...targets].map(([letter, path]): CommandPath => ({ name: `--drive ${letter}`, path, use: 'read' }));
    checkDistinctPaths([
      { name: '--jrm', path: values.jrm, use: 'read' },
      ...read,
      { name: '--events-file', path: values['events-file'], use: 'written' },
    ]);
  }
  return {
    jrm: values.jrm,
    targets,
    quick: values.quick,
    events: values.events !== undefined,
    eventsFile: values['events-file'],
  };
}
