import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { commandWord } from './commandWords';
import { completionScript } from './shellScripts';

const plan = {
  options: {
    format: { value: 'text|json', help: 'how it is written' },
    dataset: { value: 'file', help: 'the dataset' },
    yes: { help: 'asks nothing' },
  },
};
const commands = [commandWord('plan', plan), commandWord('prep', { options: {} })];

/** What bash offers for the words typed so far; the last one is unfinished. */
function bashOffers(...words: string[]): string[] {
  const typed = words.map((word) => `'${word}'`).join(' ');
  const script = `${completionScript('bash', commands)}\nCOMP_WORDS=(sneakernet ${typed}); COMP_CWORD=${words.length}; _sneakernet; printf '%s\\n' "\${COMPREPLY[@]}"`;
  return execFileSync('bash', ['-c', script], { encoding: 'utf8' }).trim().split('\n');
}

describe('completion in a shell', () => {
  it('knows the options of a command, and what can stand behind them', () => {
    expect(commandWord('plan', plan).options).toEqual([
      { name: '--format', value: { kind: 'words', words: ['text', 'json'] } },
      { name: '--dataset', value: { kind: 'path' } },
      { name: '--yes', value: { kind: 'none' } },
    ]);
  });

  it.runIf(process.platform !== 'win32')('offers commands, then options, then the values of an option, in bash', () => {
    expect(bashOffers('p')).toEqual(['plan', 'prep']);
    expect(bashOffers('plan', '--')).toEqual(['--format', '--dataset', '--yes']);
    expect(bashOffers('plan', '--format', 'j')).toEqual(['json']);
  });

  it('is written for the other shells too', () => {
    expect(completionScript('zsh', commands)).toMatch(/^#compdef sneakernet\n/);
    expect(completionScript('fish', commands)).toContain(
      `__fish_seen_subcommand_from plan' -l format -x -a 'text json'`,
    );
    expect(completionScript('powershell', commands)).toContain(`'--format' = @('text', 'json')`);
  });
});
