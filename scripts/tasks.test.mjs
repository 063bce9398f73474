import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runnerTaskNames, taskCommandLine } from '../client/src/features/tasks/taskCommandLine';
import { readArguments } from '../src-runner/src/cli/command';
import { commandTable } from '../src-runner/src/cli/commandTable';
import { projectRoot } from './projectInstall.mjs';

const [{ type, properties }] = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')).contributes
  .taskDefinitions;

/** A value for each property, as in tasks.json. */
const everything = Object.fromEntries(
  Object.entries(properties).map(([name, { type: of }]) => [name, of === 'object' ? { H: 'value' } : 'value']),
);

describe('the tasks of the editor', () => {
  it('are those that tasks.json may name', () => {
    expect(properties.task.enum).toEqual(runnerTaskNames);
  });

  it.each(runnerTaskNames)('run "%s" with options that its command has', (task) => {
    const {
      args: [command, ...args],
    } = taskCommandLine({ ...everything, type, task }, '/workspace', '{}');
    expect(readArguments(commandTable[command], args).values).toBeDefined();
  });

  it('have no property beside "task" that is no option of a command', () => {
    const used = runnerTaskNames.flatMap(
      (task) => taskCommandLine({ ...everything, type, task }, '/workspace', '{}').args,
    );
    const optionOf = (property) => `--${property === 'drives' ? 'drive' : property}`;
    expect(
      Object.keys(properties).filter((property) => property !== 'task' && !used.includes(optionOf(property))),
    ).toEqual([]);
  });
});
