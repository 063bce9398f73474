import type { PlanResult } from '../../src-runner/src/protocol';
import { localizer } from '#core/text/localize';
import { Quantities } from '../src/workbench/quantities';
import type { Words } from '../src/webview/words';
import type { JobPlan } from '../src/features/plan/jobPlan';

/** English. */
export const words: Words = { localize: localizer(), quantities: new Quantities('en') };

/** A plan of three drives, one of which stays empty, with what a user may have called files. */
export function testPlan(name: string, changes: Partial<PlanResult> = {}): JobPlan {
  const drive = { kind: 'image' as const, manifestBytes: 1000 };
  const result: PlanResult = {
    plan: {
      sessionId: 'session#1',
      files: 1234,
      bytes: 5_000_000_000,
      drives: [
        {
          ...drive,
          letter: 'G',
          target: `/data/${name}.vhd`,
          capacity: 4e9,
          diskBytes: 4e9,
          files: 1000,
          bytes: 3e9,
          usedBytes: 3e9,
          volumeBytes: 4e9,
          containers: [{ name, files: 1000, bytes: 3e9 }],
          directoryCount: 300,
          directories: [{ path: `/srv/${name}`, files: 900, bytes: 2.5e9 }],
        },
        {
          ...drive,
          letter: 'H',
          target: '/data/H.vhd',
          capacity: undefined,
          diskBytes: 2.1e9,
          files: 234,
          bytes: 2e9,
          usedBytes: 2e9,
          volumeBytes: 2e9,
          containers: [{ name: 'archive', files: 234, bytes: 2e9 }],
          directoryCount: 1,
          directories: [{ path: '/srv/archive', files: 234, bytes: 2e9 }],
        },
        {
          ...drive,
          letter: 'I',
          target: '/dev/sdz',
          kind: 'device',
          capacity: 4e9,
          diskBytes: 4e9,
          files: 0,
          bytes: 0,
          usedBytes: 0,
          volumeBytes: 4e9,
          containers: [],
          directoryCount: 0,
          directories: [],
        },
      ],
      jobs: 1,
      leftOver: undefined,
      journalBytes: 40_000,
      copySeconds: 60,
      verifySeconds: 30,
    },
    findings: [
      {
        code: 'dataset/base-path-not-found',
        severity: 'warning',
        message: `${name} is strange.`,
        file: `/jobs/${name}/dataset.csv`,
        line: 4,
        character: 2,
        path: `/srv/${name}`,
      },
    ],
    counts: { errors: 0, warnings: 1, information: 0 },
    moreFindings: 0,
    ...changes,
  };
  return { job: name, plannedAt: 0, versions: {}, result, unmapped: [], messages: [] };
}
