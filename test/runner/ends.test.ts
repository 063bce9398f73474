import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PreparationJob } from '../drives/preparationJob';

const runner = fileURLToPath(new URL('../../dist/runner.js', import.meta.url));

let job: PreparationJob;
let csvs: string[];
const at = (name: string): string => join(job.folder, name);

interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stderr: string;
}

/** Runs a command that has to end by itself. */
function run(args: readonly string[], shell?: string): Ended {
  const [program, given] =
    shell === undefined
      ? [process.execPath, [runner, ...args]]
      : ['bash', ['-c', shell, process.execPath, runner, ...args]];
  const { status, signal, stderr } = spawnSync(program, given, {
    cwd: job.folder,
    encoding: 'utf8',
    timeout: 30_000,
    killSignal: 'SIGKILL',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return { code: status, signal, stderr };
}

/** Expects it to end with a sentence, one of our exit codes, and no stack trace. */
function expectSentence({ code, signal, stderr }: Ended): void {
  expect(signal, stderr).toBeNull();
  expect([1, 2]).toContain(code);
  expect(stderr).toMatch(/^sneakernet: .*\.$/m);
  expect(stderr).not.toMatch(/^\s+at |node:internal|dist\/runner\.js:\d|Error: E[A-Z]+:/m);
}

beforeAll(() => {
  job = new PreparationJob();
  job.write('a.txt', 'a');
  job.row().drive();
  csvs = job.csvs();
  execFileSync('mkfifo', [at('fifo')]);
  symlinkSync('/nowhere/lock', at('linked.jrn.lock'));
  mkdirSync(at('empty'));
});

afterAll(() => {
  job.remove();
});

const recipient = 'age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p';

describe.skipIf(process.platform === 'win32')('A command ends by itself, in a sentence', () => {
  const dataset = () => csvs.slice(0, 2);
  const driveset = () => csvs.slice(2);
  const prep = (...args: readonly string[]) => ['prep', ...csvs, '--session', 's#1', ...args];
  for (const endless of ['fifo', '/dev/zero']) {
    it.each([
      ['the dataset', () => ['plan', '--dataset', endless, ...driveset()]],
      ['the driveset', () => ['plan', ...dataset(), '--driveset', endless]],
      ['the settings', () => ['plan', ...csvs, '--config', endless]],
      ['the options', () => ['prep', '--options-file', endless]],
      ['the storage key', () => prep('--journal', 'a.jrn', '--storage-key-file', endless)],
      ['the JRM', () => ['verify', '--jrm', endless]],
      ['the key of a drive', () => ['ls', at('dataset.csv'), '--key-file', endless]],
      ['what is validated', () => ['validate', endless]],
      ['the identity of a backup', () => ['restore', 'x', '--to', 'y', '--identity-file', endless]],
      ['what is backed up', () => ['backup', endless, '--to', 'b.age', '--recipient', recipient]],
      ['the events file', () => prep('--journal', 'a.jrn', '--events-file', endless)],
      ['the JRM that is to be written', () => prep('--journal', 'a.jrn', '--jrm', endless)],
    ] as const)(`where ${endless} stands for %s`, (_, args) => {
      expectSentence(run(args()));
    });
  }

  it.each(['ls', 'info'])('where a pipe stands for the drive of %s', (command) => {
    expectSentence(run([command, 'fifo']));
  });

  it.each([
    ['the journal', () => prep('--journal', '/proc/nope/x.jrn')],
    ['the JRM', () => prep('--journal', 'a.jrn', '--jrm', '/proc/nope/x')],
    ['the log', () => prep('--journal', 'a.jrn', '--logdir', '/proc/nope/x')],
    ['an image', () => prep('--journal', 'a.jrn', '--drive', 'H=/proc/nope/x.vhd')],
    ['the events file', () => prep('--journal', 'a.jrn', '--events-file', '/proc/nope/x')],
    ['a backup', () => ['backup', 'dataset.csv', '--to', '/proc/nope/x', '--recipient', recipient]],
  ] as const)('where a file system that has no room for anything is to hold %s, and nothing was begun', (_, args) => {
    expectSentence(run(args()));
    expect(readdirSync(job.folder).filter((name) => /^a\.|^drives$|^logs$/.test(name))).toEqual([]);
  });

  it('where a link that leads nowhere stands for the lock', () => {
    expectSentence(run(prep('--journal', 'linked.jrn')));
  });

  it('where a pipe stands for the journal, the recovery log or the saved plan', () => {
    execFileSync('mkfifo', [at('pipe.jrn'), at('log.recovery')]);
    for (const journal of ['pipe.jrn', 'log.jrn'])
      expectSentence(run(['prep', '--journal', journal, '--session', 's#1', '--resume']));
  });

  it.runIf(existsSync('/dev/full'))('where its results have no room', () => {
    expectSentence(run(['plan', ...csvs], '"$0" "$@" > /dev/full'));
    expectSentence(run(['help'], '"$0" "$@" > /dev/full'));
  });

  it('where its folder is gone', () => {
    const { code, signal, stderr } = run(
      ['plan', '--dataset', 'dataset.csv', '--driveset', 'driveset.csv'],
      'mkdir gone && cd gone && rmdir ../gone && "$0" "$@"',
    );
    expectSentence({ code, signal, stderr });
  });

  it.each([24, 26, 28, 30])('where it may open only %i files', (limit) => {
    const ended = run(
      prep('--journal', `limit${limit}.jrn`, '--drive', `H=limit${limit}.vhd`),
      `ulimit -n ${limit}; "$0" "$@"`,
    );
    if (ended.code !== 0) expectSentence(ended);
  });

  it('where the disk of the journal is full', () => {
    const ended = run(prep('--journal', 'full.jrn', '--drive', 'H=full.vhd'), 'ulimit -f 1; trap "" XFSZ; "$0" "$@"');
    expectSentence(ended);
  });

  it('prints no name that steers the terminal', () => {
    writeFileSync(at('\u001b[31mred\u009b.csv'), 'BasePath,DstBlobPathOrPrefix\nrelative,x\n');
    for (const args of [
      ['validate', '.'],
      ['validate', '\u001b[2J'],
      ['ls', '\u001b]0;title\u0007'],
      ['prep', '\u001b[1m'],
      ['\u001b[5m'],
    ]) {
      const { stdout, stderr } = spawnSync(process.execPath, [runner, ...args], { cwd: job.folder, encoding: 'utf8' });
      // eslint-disable-next-line no-control-regex -- what is looked for are control characters.
      expect(stdout + stderr).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/);
    }
  });
});
