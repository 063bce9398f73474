import { maskSecrets } from '#core/text/maskSecrets';
import { sentence } from '../language/sentence';
import { codeOf } from '../model/systemError';
import { ExitCode } from './exitCode';

/** Where a command writes, and how it learns that it should stop. */
export interface Terminal {
  /** Writes results. Resolves when more can be written; it is not an error if nobody reads them any more. */
  write(text: string): Promise<void>;
  /** Writes messages to the user at the terminal. */
  say(text: string): void;
  /** Replaces the last line of progress; does nothing if nobody sees it. */
  progress(text: string): void;
  /** Whether somebody sees progress. */
  readonly isWatched: boolean;
  /** Aborted by Ctrl+C, and when nobody reads the results any more. */
  readonly signal: AbortSignal;
  /** Variables that name keys and credentials. */
  readonly environment: NodeJS.ProcessEnv;
}

const PROGRESS_INTERVAL_MS = 200;

/** Characters that control a terminal or the direction of text; line ends and tabs are allowed. */
// eslint-disable-next-line no-control-regex -- what is looked for are control characters.
const steering = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** A text that is safe to show: names may come from strangers' files and drives. JSON keeps its meaning. */
export function printable(text: string): string {
  return text.replace(steering, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** The standard streams of the process. */
export function processTerminal(environment: NodeJS.ProcessEnv): Terminal {
  const { stdout, stderr } = process;
  const stop = new AbortController();
  let readerGone = false;
  let shown = '';
  let shownAt = 0;
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (!readerGone && error.code !== 'EPIPE')
      stderr.write(
        `sneakernet: ${sentence`the results cannot be written (${codeOf(error)}). The command stops here.`}\n`,
      );
    readerGone = true;
    if (error.code !== 'EPIPE') process.exitCode = ExitCode.Findings;
    stop.abort();
  });
  stderr.on('error', () => undefined);
  const cancel = () => {
    stop.abort();
  };
  process.once('SIGINT', cancel);
  process.once('SIGTERM', cancel);
  const clear = () => {
    if (shown !== '') stderr.write(`\r${' '.repeat(shown.length)}\r`);
    shown = '';
  };
  return {
    isWatched: stderr.isTTY,
    environment,
    signal: stop.signal,
    write: (text) =>
      new Promise((resolve) => {
        clear();
        if (readerGone || stdout.write(printable(text))) {
          resolve();
          return;
        }
        const done = () => {
          stdout.off('drain', done).off('error', done);
          resolve();
        };
        stdout.once('drain', done).once('error', done);
      }),
    say: (text) => {
      clear();
      stderr.write(`${printable(maskSecrets(text))}\n`);
    },
    progress: (text) => {
      const now = Date.now();
      if (!stderr.isTTY || now - shownAt < PROGRESS_INTERVAL_MS || text === shown) return;
      clear();
      // A wrapped line could not be replaced.
      const fitting = printable(text).slice(0, Math.max(20, stderr.columns - 1));
      stderr.write(fitting);
      shown = fitting;
      shownAt = now;
    },
  };
}
