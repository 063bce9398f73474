import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { RecordedSession } from '#core/journal/sessionHistory';
import { relocateSessions } from './relocatedSessions';
import { testDrive, testFolder, testParameters } from '../../test/session';

let before: string;
let now: string;
beforeEach(() => {
  before = testFolder();
  now = testFolder();
});
afterEach(() => {
  for (const folder of [before, now]) rmSync(folder, { recursive: true });
});

function sessionIn(folder: string): RecordedSession {
  const target = join(folder, 'drives', 'H.vhd');
  const parameters = {
    ...testParameters('s'),
    logDirectory: join(folder, 'logs'),
    datasets: [join(folder, 'd.csv')],
    jrm: join(folder, 'job.jrm'),
    planFile: join(folder, 'job.s.plan'),
    options: { targets: JSON.stringify([{ letter: 'H', target }]) },
  };
  return {
    id: 's',
    begun: new Date(0),
    state: 'Interrupted',
    parameters,
    drives: [{ description: { ...testDrive('H'), target }, state: undefined, isReadBack: false, info: undefined }],
  } as unknown as RecordedSession;
}

it('A moved job has its outputs and images in the folder of its journal, though others stand at their old places', () => {
  mkdirSync(join(before, 'drives'));
  mkdirSync(join(before, 'logs'));
  for (const name of ['job.jrm', 'drives/H.vhd', 'job.s.plan']) writeFileSync(join(before, name), 'of another job');
  expect(relocateSessions([sessionIn(before)], join(now, 'job.jrn'))).toEqual([
    { ...sessionIn(now), parameters: { ...sessionIn(now).parameters, datasets: [join(now, 'd.csv')] } },
  ]);
});

it('An input that did not come along is read where it is', () => {
  writeFileSync(join(before, 'd.csv'), '');
  expect(relocateSessions([sessionIn(before)], join(now, 'job.jrn'))[0]!.parameters.datasets).toEqual([
    join(before, 'd.csv'),
  ]);
});

it('What lay elsewhere stays there', () => {
  const session = sessionIn(before);
  const jrm = `${before}-beside.jrm`;
  const [relocated] = relocateSessions(
    [{ ...session, parameters: { ...session.parameters, jrm } }],
    join(now, 'job.jrn'),
  );
  expect(relocated!.parameters.jrm).toBe(jrm);
});
