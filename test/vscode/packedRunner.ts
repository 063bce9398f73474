import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { lockPathOf, parseLockHolder } from '#core/journal/journalLock';
import { projectRoot } from '../../scripts/projectInstall.mjs';

const runFile = promisify(execFile);
/** The runner in the extension. */
export const packedRunner = join(projectRoot, 'dist', 'runner.js');

/** Runs the packed runner to its end, like somebody in a terminal. */
export async function runPacked(folder: string, ...args: string[]): Promise<void> {
  await runFile(process.execPath, [packedRunner, ...args], { cwd: folder });
}

/** Prepares the sample job without the editor. */
export async function prepareSample(shipment: string): Promise<void> {
  await runPacked(
    shipment,
    'prep',
    '--dataset',
    'dataset.csv',
    '--driveset',
    'driveset.csv',
    '--journal',
    'shipment.jrn',
    '--session',
    'session#1',
    '--yes',
  );
}

/** The runner that works on the sample job, whoever has started it. */
export class SampleRunner {
  /** @param shipment the sample job's folder */
  constructor(private readonly shipment: () => string) {}

  /** The process that works on the journal. */
  get pid(): number | undefined {
    const path = lockPathOf(join(this.shipment(), 'shipment.jrn'));
    return existsSync(path) ? parseLockHolder(readFileSync(path, 'utf8'))?.pid : undefined;
  }

  /** Waits until it runs and has reached the wanted state, then sends it a signal before it can finish. */
  async signal(signal: NodeJS.Signals, isReady: () => boolean = () => true): Promise<number> {
    for (let waited = 0; waited < 30_000; waited += 5) {
      const { pid } = this;
      if (pid !== undefined && isReady()) {
        process.kill(pid, signal);
        return pid;
      }
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    throw new Error('The runner did not start.');
  }

  /** A runner that a failed test has left stopped would not end by itself. */
  kill(): void {
    const { pid } = this;
    if (pid !== undefined) process.kill(pid, 'SIGKILL');
  }
}
