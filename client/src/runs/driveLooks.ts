import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { SessionReport, SessionReportDrive } from '../../../src-runner/src/protocol';
import type { Run } from './run';
import type { Runs } from './runs';
import type { DriveLook, Medium, Verdict } from './driveLook';
import type { FileDigests } from '../jobs/fileDigest';

/** Looks at the drives of sessions. */
export class DriveLooks {
  constructor(
    private readonly runs: Pick<Runs, 'all'>,
    private readonly digests: FileDigests,
  ) {}

  /** @param folder of the job, on this machine */
  async of(
    folder: string,
    session: SessionReport,
    { drive, driveId, target, kind, state, since, isReadBack }: SessionReportDrive,
  ): Promise<DriveLook> {
    const jrm = await this.digests.of(resolve(folder, session.jrm));
    return {
      kind,
      medium: await lookAtMedium(resolve(folder, target)),
      readBackAt: state === 'Verified' && isReadBack && since !== null ? Date.parse(since) : undefined,
      verdict: jrm === undefined ? undefined : verdictOf(this.runs.all, jrm, drive, driveId),
    };
  }
}

async function lookAtMedium(target: string): Promise<Medium> {
  try {
    const facts = await stat(target);
    return facts.isFile() ? { kind: 'image', changedAt: Math.max(facts.mtimeMs, facts.ctimeMs) } : { kind: 'disk' };
  } catch {
    return { kind: 'gone' };
  }
}

/** The newest verdict that counts. The JRM is identified by its content: its folder may have been renamed. */
function verdictOf(runs: readonly Run[], jrm: string, letter: string, driveId: string): Verdict | undefined {
  for (const { isVerification, record, progress } of runs) {
    if (!isVerification || record.jrmDigest !== jrm || record.ended === undefined) continue;
    const drive = progress.drives.get(letter);
    if (!drive?.verdict || (drive.driveId !== undefined && drive.driveId !== driveId)) continue;
    if (record.isQuick && drive.verdict.isSound) continue;
    return { ...drive.verdict, began: Date.parse(record.started), ended: Date.parse(record.ended) };
  }
  return undefined;
}
