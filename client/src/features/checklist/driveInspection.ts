import type { Runner } from '../../runner/runner';
import type { RunnerListeners } from '../../runner/runner';
import { messageLines } from '../plan/jobPlan';
import type { DriveContents, VolumeFacts } from './checklistFacts';

type Token = RunnerListeners['token'];

/** The parts of `sneakernet info --json` that the checklist uses. */
interface DriveReport {
  readonly volume: {
    readonly contents: 'bitlocker' | 'file system' | 'incomplete' | 'empty' | 'unreadable' | 'unknown';
  };
  readonly bitlocker: { readonly cipher: string; readonly volumeGuid: string } | null;
  readonly remarks: readonly string[];
}

const MANIFEST = 'DriveManifest.xml';

/** What a target holds, looked at without its key. */
export async function inspectVolume(
  runner: Pick<Runner, 'run'>,
  target: string,
  cwd: string,
  token: Token,
): Promise<VolumeFacts> {
  const { output, messages } = await runner.run(
    'info',
    { options: { json: true }, operands: [target] },
    { ...(token && { token }) },
    cwd,
  );
  return volumeFacts(output, messages);
}

/** Reads the output of `info`, or the reason why there is none. */
export function volumeFacts(output: string, messages: string): VolumeFacts {
  let report: DriveReport;
  try {
    report = JSON.parse(output) as DriveReport;
  } catch {
    return { kind: 'unknown', reason: messageLines(messages)[0] ?? '' };
  }
  const { volume, bitlocker, remarks } = report;
  switch (volume.contents) {
    case 'bitlocker':
      return { kind: 'encrypted', cipher: bitlocker?.cipher ?? '', volumeId: bitlocker?.volumeGuid ?? '', remarks };
    case 'file system':
      return { kind: 'open', remarks };
    case 'incomplete':
      return { kind: 'incomplete' };
    case 'empty':
    case 'unreadable':
    case 'unknown':
      return { kind: 'none' };
  }
}

/** Looks into a drive with its key from the JRM. */
export async function lookInside(
  runner: Pick<Runner, 'run'>,
  target: string,
  jrm: string,
  cwd: string,
  token: Token,
): Promise<DriveContents> {
  const { code, output, messages } = await runner.run(
    'ls',
    { options: { jrm, json: true }, operands: [target] },
    { ...(token && { token }) },
    cwd,
  );
  if (code !== 0) return { kind: 'locked', reason: messageLines(messages)[0] ?? '' };
  const entries = JSON.parse(output) as readonly {
    readonly path: string;
    readonly type: string;
    readonly size: number;
  }[];
  const hasManifest = entries.some(
    ({ path, type, size }) => type === 'file' && size > 0 && path.toLowerCase() === `\\${MANIFEST}`.toLowerCase(),
  );
  return { kind: hasManifest ? 'manifest' : 'noManifest' };
}
