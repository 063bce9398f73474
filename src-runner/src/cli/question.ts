import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { printable } from './terminal';

/** Asks the person at the terminal. */
export interface Questioner {
  /** False if nobody can answer, because standard input is not a terminal. */
  readonly canAsk: boolean;
  /** The typed line, without its end; empty if input has ended. Rejects with an AbortError when the signal fires. */
  ask(question: string): Promise<string>;
  /** The same, without echo. */
  askSecret(question: string): Promise<string>;
}

/** Questions go to standard error, answers come from standard input: standard output is for results only. */
export function terminalQuestioner(signal: AbortSignal): Questioner {
  const ask = (question: string, echo: boolean) =>
    new Promise<string>((resolve, reject) => {
      const silent = new Writable({
        write: (_chunk, _encoding, done) => {
          done();
        },
      });
      const lines = createInterface({ input: process.stdin, output: echo ? process.stderr : silent, terminal: true });
      // Asks only now, in raw mode: before, the terminal would echo an answer that comes at once.
      process.stderr.write(printable(question));
      const stop = () => {
        lines.removeAllListeners('close');
        lines.close();
        process.stderr.write('\n');
        reject(new DOMException('The question was cancelled.', 'AbortError'));
      };
      if (signal.aborted) {
        stop();
        return;
      }
      signal.addEventListener('abort', stop, { once: true });
      // In raw mode Ctrl+C is a key, not a signal.
      lines.once('SIGINT', () => process.kill(process.pid, 'SIGINT'));
      const finish = (answer: string) => {
        signal.removeEventListener('abort', stop);
        resolve(answer.trim());
      };
      // The end of input is an empty answer, which means no to every question.
      lines.once('close', () => {
        process.stderr.write('\n');
        finish('');
      });
      lines.question('', (answer) => {
        lines.removeAllListeners('close');
        lines.close();
        if (!echo) process.stderr.write('\n');
        finish(answer);
      });
    });
  return {
    canAsk: process.stdin.isTTY,
    ask: (question) => ask(question, true),
    askSecret: (question) => ask(question, false),
  };
}
