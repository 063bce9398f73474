import { spawn } from 'node:child_process';
import type { ChildProcess, SpawnOptions } from 'node:child_process';
import type * as vscode from 'vscode';
import { LineSplitter } from './lineSplitter';
import { requestText } from './runnerOptions';
import type { RunnerRequest } from './runnerOptions';

/** Listeners that follow a command of the runner. */
export interface RunnerListeners {
  /** Called with each parsed line of standard output; the request has to ask for `--events ndjson`. */
  readonly onEvent?: (event: unknown) => void;
  /** A line of standard output. */
  readonly onLine?: (line: string) => void;
  /** A line of standard error: a message for people, without secrets. */
  readonly onMessage?: (line: string) => void;
  /** Ends the process when it is cancelled. */
  readonly token?: vscode.CancellationToken;
}

/** How a command of the runner ended. */
export interface RunnerResult {
  /** 0 done, 1 findings or failure, 2 wrong usage, 130 cancelled; null if a signal ended it. */
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** Standard output; empty if a listener received it. */
  readonly output: string;
  /** The end of standard error. */
  readonly messages: string;
}

/** In UTF-16 units, how much of standard error is kept. */
const KEPT_MESSAGES = 64 * 1024;

const OPTIONS_FROM_INPUT = ['--options-file', '-'];

/**
 * Starts the preparation runner with VS Code's own Node. Options and secrets are passed through standard input, never
 * as arguments.
 */
export class Runner {
  /** Makes VS Code's Node run as plain Node, and sets the language of the runner's messages. */
  readonly variables: Readonly<Record<string, string>>;

  /**
   * @param module the bundle's path
   * @param translations the environment variable that names the file with the runner's translations
   */
  constructor(
    readonly module: string,
    translations: Readonly<Record<string, string>>,
  ) {
    this.variables = { ...translations, ELECTRON_RUN_AS_NODE: '1' };
  }

  /**
   * Runs a command to its end, without blocking the extension host.
   *
   * @param cwd the directory for relative paths in the request
   * @throws Error if no process can be started
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
   * Starts a command that continues when VS Code is closed.
   *
   * @param messages descriptor of the file for standard error
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

  /** Starts a process of the runner; the caller handles its streams. No argument may be a secret. */
  start(args: readonly string[], options: SpawnOptions): ChildProcess {
    // Variables meant for the extension host, above all its debugger, must not reach the runner.
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
  // A process that ends at once reads nothing. Its exit code tells more than the broken pipe.
  stdin!.on('error', () => undefined);
  stdin!.end(requestText(request));
}

/** Undefined for a line that is not an event. */
function parseEvent(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
