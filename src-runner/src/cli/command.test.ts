import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { flagsOf, helpOf, readArguments } from './command';
import type { CommandDefinition } from './command';
import { commandLinePage, commandTableRows } from './commandLinePage';
import { commandTable } from './commandTable';
import { UsageError } from '../model/usageError';
import { generalHelp } from './generalHelp';

const definition = {
  summary: 'does',
  description: 'Does.',
  usages: ['[options]'],
  takesOperands: true,
  options: {
    one: { value: 'file', help: 'one' },
    many: { value: 'file', isRepeatable: true, help: 'many' },
    yes: { help: 'yes' },
    'no-verify': { help: 'does not' },
    recursive: { short: 'R', help: 'all' },
  },
  examples: ['sneakernet do'],
} as const;
const read = (...args: string[]) => readArguments(definition, args);

describe('the arguments of a command', () => {
  it('are its options and what is none, in any order', () => {
    expect(read('a', '--one', 'x', '--many=1', '-R', 'b', '--many', '2', '--no-verify')).toEqual({
      values: { one: 'x', many: ['1', '2'], yes: false, 'no-verify': true, recursive: true },
      operands: ['a', 'b'],
    });
    expect(read()).toEqual({
      values: { one: undefined, many: [], yes: false, 'no-verify': false, recursive: false },
      operands: [],
    });
  });

  it('are all operands behind two hyphens', () => {
    expect(read('--yes', '--', '--one', '-R').operands).toEqual(['--one', '-R']);
  });

  it('have any text as values, joined by an equals sign', () => {
    fc.assert(
      fc.property(fc.string(), fc.array(fc.string()), (one, many) => {
        expect(read(`--one=${one}`, ...many.map((value) => `--many=${value}`)).values).toMatchObject({ one, many });
      }),
    );
  });

  it.each([
    [['--one', 'a', '--one=b'], /^--one is specified twice/],
    [['--one'], /--one/],
    [['--one', '--yes'], /^--one has no value/],
    [['--many', '--one', 'x'], /^--many has no value/],
    [['--fast'], /unknown option '--fast'/],
    [['--yes=1'], /--yes/],
    [['-x'], /unknown option '-x'/],
  ])('are refused in a sentence: %j', (args, message) => {
    expect(() => read(...args)).toThrow(UsageError);
    expect(() => read(...args)).toThrow(message);
  });

  it('are no more than a command takes', () => {
    expect(() => readArguments(commandTable.sessions, ['--journal', 'a.jrn', 'b.jrn'])).toThrow(UsageError);
  });

  it('say which option may have been meant', () => {
    expect(() => readArguments(commandTable.prep, ['--dateset', 'a.csv'])).toThrow(/--dataset/);
  });
});

describe('the help', () => {
  const commands: [string, CommandDefinition][] = Object.entries(commandTable);

  it.each(commands)('of %s has its usage, its options and an example, and fits on a terminal', (name, command) => {
    const help = helpOf(name, command);
    expect(help).toMatch(new RegExp(`^Usage: sneakernet ${name}\\b`));
    for (const [option, of] of Object.entries(command.options)) expect(help).toContain(`  ${flagsOf(option, of)} `);
    expect(help).toMatch(/^Examples?:\n {2}\S/m);
    const examples = help.indexOf('\nExample');
    for (const line of help.slice(0, examples).split('\n'))
      expect(line.length).toBeLessThanOrEqual(name === 'browse' ? 135 : 120);
  });

  it('names every command', () => {
    for (const [name, { summary }] of commands)
      expect(generalHelp()).toMatch(new RegExp(`^  ${name} +${summary.slice(0, 20)}`, 'm'));
  });
});

describe('the documentation', () => {
  const file = (path: string) => readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');

  it('has the page of the command line as "npm run docs" writes it', () => {
    expect(file('docs/command-line.md')).toBe(commandLinePage());
  });

  it('has every command in the table of the README', () => {
    expect(file('README.md')).toContain(commandTableRows());
  });
});
