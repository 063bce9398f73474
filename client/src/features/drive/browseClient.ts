import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import type {
  BrowseAnswers,
  BrowseLine,
  BrowseMethod,
  BrowseRequests,
  ExtractProgress,
} from '../../../../src-runner/src/protocol';
import { LineSplitter } from '../../runner/lineSplitter';
import type { Runner } from '../../runner/runner';
import { BrowseError } from './browseError';

interface Waiting {
  readonly resolve: (result: never) => void;
  readonly reject: (error: BrowseError) => void;
  readonly onProgress: ((progress: ExtractProgress) => void) | undefined;
}

/** A pending request. */
export interface BrowseCall<Answer> {
  readonly answer: Promise<Answer>;
  cancel(): void;
}

/** A process of the runner that browses one drive. Requests, including the key, go through its standard input. */
export class BrowseClient {
  private readonly child: ChildProcessWithoutNullStreams;
  private readonly waiting = new Map<number, Waiting>();
  private complaint = '';
  private lastId = 0;
  private isEnded = false;

  /** @param onEnd is called if it ends by itself */
  constructor(runner: Runner, onEnd: (complaint: string) => void) {
    this.child = runner.start(['browse'], { stdio: 'pipe', windowsHide: true }) as ChildProcessWithoutNullStreams;
    const lines = new LineSplitter((line) => {
      this.take(line);
    });
    this.child.stdout.setEncoding('utf8').on('data', (text: string) => {
      lines.push(text);
    });
    this.child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.complaint = (this.complaint + text).slice(-2000);
    });
    // The exit code tells more than a broken pipe.
    this.child.stdin.on('error', () => undefined);
    const ended = (reason: string): void => {
      if (this.isEnded) return;
      this.isEnded = true;
      const waiting = [...this.waiting.values()];
      this.waiting.clear();
      for (const { reject } of waiting) reject(new BrowseError('ended', reason));
      onEnd(reason);
    };
    this.child.once('error', (error) => {
      ended(error.message);
    });
    this.child.once('close', () => {
      ended(this.complaint.trim());
    });
  }

  request<M extends BrowseMethod>(
    method: M,
    params: BrowseRequests[M],
    onProgress?: (progress: ExtractProgress) => void,
  ): BrowseCall<BrowseAnswers[M]> {
    const id = ++this.lastId;
    const answer = new Promise<BrowseAnswers[M]>((resolve, reject) => {
      if (this.isEnded) {
        reject(new BrowseError('ended', this.complaint.trim()));
        return;
      }
      this.waiting.set(id, { resolve, reject, onProgress });
      this.write({ id, method, params });
    });
    return {
      answer,
      cancel: () => {
        this.write({ method: 'cancel', params: { request: id } });
      },
    };
  }

  /** Closes the drive and ends the process. */
  end(): void {
    this.child.stdin.end();
  }

  private write(request: object): void {
    if (!this.isEnded) this.child.stdin.write(`${JSON.stringify(request)}\n`);
  }

  private take(text: string): void {
    const line = JSON.parse(text) as BrowseLine;
    const waiting = line.id === undefined ? undefined : this.waiting.get(line.id);
    if (!waiting || line.id === undefined) return;
    if ('progress' in line) {
      waiting.onProgress?.(line.progress);
      return;
    }
    this.waiting.delete(line.id);
    if ('result' in line) waiting.resolve(line.result as never);
    else waiting.reject(new BrowseError(line.error.kind, line.error.message));
  }
}
