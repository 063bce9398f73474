/** Where a command writes, and how it learns that it is to stop. */
export interface Terminal {
  /** Results. Resolves when more can be written; a reader that has gone is no error. */
  write(text: string): Promise<void>;
  /** Messages to the person at the terminal. */
  say(text: string): void;
  /** Replaces the last line of progress; does nothing where nobody watches. */
  progress(text: string): void;
  /** True where somebody sees progress. */
  readonly isWatched: boolean;
  /** Aborted by Ctrl+C, and when nobody reads the results any more. */
  readonly signal: AbortSignal;
}

const PROGRESS_INTERVAL_MS = 200;

/** The process's own standard streams. */
export function processTerminal(): Terminal {
  const { stdout, stderr } = process;
  const stop = new AbortController();
  let readerGone = false;
  let shown = '';
  let shownAt = 0;
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    readerGone = true;
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
    signal: stop.signal,
    write: (text) =>
      new Promise((resolve) => {
        clear();
        if (readerGone || stdout.write(text)) {
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
      stderr.write(`${text}\n`);
    },
    progress: (text) => {
      const now = Date.now();
      if (!stderr.isTTY || now - shownAt < PROGRESS_INTERVAL_MS || text === shown) return;
      clear();
      // A line that is wrapped could not be replaced.
      const fitting = text.slice(0, Math.max(20, stderr.columns - 1));
      stderr.write(fitting);
      shown = fitting;
      shownAt = now;
    },
  };
}
