import { spawn } from 'node:child_process';
import type { ChildProcess, SpawnOptions } from 'node:child_process';
import type * as vscode from 'vscode';
import { LineSplitter } from './lineSplitter';
import { requestText } from './runnerOptions';
import type { RunnerRequest } from './runnerOptions';

/** How a command of the runner is followed while it runs. */
export interface RunnerListeners {
  /** An event of `--events ndjson`, which the request has to ask for: every line of standard output, parsed. */
  readonly onEvent?: (event: unknown) => void;
  /** A line of standard output. */
  readonly onLine?: (line: string) => void;
  /** A line of standard error: a message to people, without secrets. */
  readonly onMessage?: (line: string) => void;
  /** Ends the process when it is cancelled. */
  readonly token?: vscode.CancellationToken;
}

/** How a command of the runner ended. */
export interface RunnerResult {
  /** 0 done, 1 findings or failure, 2 wrong usage, 130 cancelled; null where a signal ended it. */
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** Standard output; empty where a listener had it. */
  readonly output: string;
  /** The end of standard error. */
  readonly messages: string;
}

/** Of standard error so much is kept, in UTF-16 units. */
const KEPT_MESSAGES = 64 * 1024;

const OPTIONS_FROM_INPUT = ['--options-file', '-'];

/** Starts the preparation runner, with VS Code's own Node. Options and secrets go through its standard input, never its arguments. */
export class Runner {
  /** What makes VS Code's own Node a plain one, which says the runner's sentences in the user's language. */
  readonly variables: Readonly<Record<string, string>>;

  /**
   * @param module the bundle's path
   * @param translations the variable that names its sentences in the user's language
   */
  constructor(
    readonly module: string,
    translations: Readonly<Record<string, string>>,
  ) {
    this.variables = { ...translations, ELECTRON_RUN_AS_NODE: '1' };
  }

  /**
   * Runs a command to its end. The extension host waits for nothing but events.
   *
   * @param cwd relative paths of the request are relative to it
   * @throws Error where no process can be started
   */
  run(
    command: string,
    request: RunnerRequest,
    { onEvent, onLine, onMessage, token }: RunnerListeners = {},
    cwd?: string,
  ): Promise<RunnerResult> {
    return new Promise((resolve, reject) => {
      const child = this.start([command, ...OPTIONS_FROM_INPUT], { stdio: 'pipe', ...(cwd !== undefined && { cwd }) });
      let output = '';
      let messages = '';
      const lines = new LineSplitter((line) => {
        onLine?.(line);
        const event = onEvent && parseEvent(line);
        if (event !== undefined) onEvent?.(event);
      });
      const messageLines = new LineSplitter((line) => onMessage?.(line));
      child.stdout!.setEncoding('utf8').on('data', (text: string) => {
        if (onLine || onEvent) lines.push(text);
        else output += text;
      });
      child.stderr!.setEncoding('utf8').on('data', (text: string) => {
        messages = (messages + text).slice(-KEPT_MESSAGES);
        messageLines.push(text);
      });
      const cancellation = token?.onCancellationRequested(() => child.kill());
      if (token?.isCancellationRequested) child.kill();
      child.once('error', (error) => {
        cancellation?.dispose();
        reject(error);
      });
      child.once('close', (code, signal) => {
        cancellation?.dispose();
        lines.end();
        messageLines.end();
        resolve({ code, signal, output, messages });
      });
      giveRequest(child, request);
    });
  }

  /**
   * Starts a command that goes on when VS Code ends.
   *
   * @param messages descriptor of the file that takes standard error
   */
  startDetached(command: string, request: RunnerRequest, cwd: string, messages: number): ChildProcess {
    const child = this.start([command, ...OPTIONS_FROM_INPUT], {
      cwd,
      detached: true,
      windowsHide: true,
      stdio: ['pipe', 'ignore', messages],
    });
    giveRequest(child, request);
    child.unref();
    return child;
  }

  /** Starts a process of the runner, and leaves what it is told and says to the caller. No argument may be a secret. */
  start(args: readonly string[], options: SpawnOptions): ChildProcess {
    // What is meant for the extension host, its debugger above all, is not for the runner.
    const kept = Object.entries(process.env).filter(
      ([name]) => name !== 'NODE_OPTIONS' && !/^(?:VSCODE|ELECTRON)_/.test(name),
    );
    return spawn(process.execPath, [this.module, ...args], {
      ...options,
      env: { ...Object.fromEntries(kept), ...this.variables },
    });
  }
}

function giveRequest({ stdin }: ChildProcess, request: RunnerRequest): void {
  // A process that ends at once reads nothing: how it ended tells more than the broken pipe.
  stdin!.on('error', () => undefined);
  stdin!.end(requestText(request));
}

/** Undefined of a line that is no event. */
function parseEvent(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
