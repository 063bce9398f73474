import { describe, expect, it } from 'vitest';
import { PORTAL_JOURNAL_LIMIT } from '#core/limits/limits';
import { words } from '../../../test/plan';
import { uploadCandidates, uploadObstacle } from './uploadChoice';
import type { UploadFacts } from './uploadChoice';

const limit = PORTAL_JOURNAL_LIMIT;
const facts = (journal: number | undefined, changes: Partial<UploadFacts> = {}): UploadFacts => ({
  state: 'prepared',
  journal: journal === undefined ? undefined : { path: '/a.jrn', size: journal },
  jrm: { path: '/a.jrm', size: 1000 },
  driveInfos: [{ path: '/X.xml', size: 400 }],
  ...changes,
});
const wanted = (of: UploadFacts): string[] =>
  uploadCandidates(of, words).flatMap(({ path, isWanted }) => (isWanted ? [path] : []));

describe('What is uploaded', () => {
  it('is the journal, up to 2 MB', () => {
    expect(wanted(facts(4000))).toEqual(['/a.jrn']);
    expect(wanted(facts(limit))).toEqual(['/a.jrn']);
  });

  it('is the XML file of each drive where the journal is longer', () => {
    expect(
      wanted(
        facts(limit + 1, {
          driveInfos: [
            { path: '/X.xml', size: 1 },
            { path: '/Y.xml', size: 1 },
          ],
        }),
      ),
    ).toEqual(['/X.xml', '/Y.xml']);
  });

  it('comes first among the files that there are', () => {
    expect(uploadCandidates(facts(4000), words).map(({ role }) => role)).toEqual(['journal', 'driveInfo', 'jrm']);
    expect(uploadCandidates(facts(limit + 1), words).map(({ role }) => role)).toEqual(['driveInfo', 'journal', 'jrm']);
  });

  it('has a reason each, with the size where that decides', () => {
    const reasons = uploadCandidates(facts(3_000_000, { jrm: { path: '/a.jrm', size: 14_000_000 } }), words).map(
      ({ reason }) => reason,
    );
    expect(reasons).toEqual([
      'The XML file of a drive: uploaded instead of the journal, which is too large',
      'The journal: 3 MB, more than the 2 MB that the portal accepts',
      'The job response manifest: 14 MB, too large to upload',
    ]);
  });

  it('waits until the preparation is complete', () => {
    const obstacle = (of: UploadFacts) => uploadObstacle(of, words);
    expect(obstacle(facts(4000))).toBeUndefined();
    expect(obstacle(facts(4000, { state: 'unknown' }))).toBeUndefined();
    expect(obstacle(facts(undefined))).toContain('Prepare the drives first');
    for (const state of ['running', 'interrupted', 'needsDrives', 'aborted'] as const)
      expect(obstacle(facts(4000, { state }))).toBeDefined();
    expect(obstacle(facts(limit + 1, { driveInfos: [] }))).toContain('XML files of the drives are not next to it');
  });
});
