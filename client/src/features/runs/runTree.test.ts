import { describe, expect, it } from 'vitest';
import { localizer } from '#core/text/localize';
import { Quantities } from '../../workbench/quantities';
import { Run } from '../../runs/run';
import type { RunRecord } from '../../runs/runStore';
import type { TreeNode } from '../../views/treeNode';
import { runTree } from './runTree';
import type { RunTreeFacts } from './runTree';

const words = { localize: localizer(), quantities: new Quantities('en') };
const facts: RunTreeFacts = {
  now: Date.parse('2026-01-01T00:01:00Z'),
  isOpen: () => false,
  uriOf: (path) => `file://${path}`,
};

function run(fields: Partial<RunRecord> = {}): Run {
  return new Run(
    {
      id: '1',
      kind: 'prepare',
      folder: '/w',
      jobName: 'job',
      journal: '/w/job.jrn',
      sessionId: 's#1',
      started: '2026-01-01T00:00:00Z',
      pid: 5,
      ...fields,
    },
    { events: 'e', messages: 'm' },
    'e',
  );
}

const progress = {
  event: 'progress',
  drive: 'H',
  phase: 'copying',
  bytes: 1e9,
  totalBytes: 4e9,
  files: 10,
  totalFiles: 40,
  bytesPerSecond: 1e8,
  secondsLeft: 30,
};
const nodeOf = (one: Run, more: Partial<RunTreeFacts> = {}): TreeNode =>
  runTree([one], { ...facts, ...more }, words)[0]!;
const ended = { ended: '2026-01-01T00:00:30Z' };

describe('the tree of runs', () => {
  it('tells of a drive that is being written what is done to it, how far, how fast and for how long', () => {
    const one = run();
    one.progress.take(progress);
    const node = nodeOf(one);
    expect(node).toMatchObject({
      label: 'job, s#1',
      description: 'running, 13%, for 1 min',
      icon: 'loading~spin',
      context: 'run.running',
    });
    expect(node.children!()[0]).toMatchObject({
      label: 'Drive H',
      description: 'copying 25%, 1 GB of 4 GB, files: 10 of 40, 100 MB per second, 30 sec left',
      context: 'run.drive',
    });
  });

  it('names a file that could not be copied once, with what is wrong with it', () => {
    const one = run({ ...ended, outcome: 'incomplete' });
    const message = '/data/a.bin is no longer there.';
    one.progress.take({ event: 'failure', drive: 'H', path: '/data/a.bin', reason: 'vanished', message });
    one.progress.take({ event: 'message', severity: 'error', message });
    const nodes = nodeOf(one).children!();
    expect(nodes.map(({ label }) => label)).toEqual(['Files that could not be copied: 1']);
    expect(nodes[0]!.children!()).toMatchObject([{ label: '/data/a.bin', description: 'is no longer there.' }]);
  });

  it('says of a session that it was given up', () => {
    const one = run({ ...ended, outcome: 'stopped' });
    one.session = { state: 'Aborted' } as Run['session'];
    expect(nodeOf(one)).toMatchObject({
      description: 'session aborted, after 30 sec',
      icon: 'circle-slash',
      context: 'run.past',
    });
  });

  it('says in words what its icons say', () => {
    const outcomes = ['done', 'stopped', 'crashed', 'incomplete', 'needs-drives', 'cancelled', 'refused'] as const;
    const descriptions = outcomes.map((outcome) => nodeOf(run({ ...ended, outcome })).description);
    expect(new Set(descriptions).size).toBe(outcomes.length);
    for (const outcome of outcomes) {
      const node = nodeOf(run({ ...ended, outcome }));
      expect(node.spoken).toContain(node.description);
      expect(node.description).toContain('after 30 sec');
    }
  });

  it('offers to resume only what can be resumed', () => {
    const one = run({ ...ended, outcome: 'crashed' });
    expect(nodeOf(one, { isOpen: () => true })).toMatchObject({
      context: 'run.interrupted',
      description: 'ended unexpectedly, can be resumed, after 30 sec',
    });
    expect(nodeOf(one)).toMatchObject({ context: 'run.past', description: 'ended unexpectedly, after 30 sec' });
  });

  it('names what could not be copied, why a run failed, and what was written', () => {
    const one = run({ ...ended, outcome: 'incomplete' });
    one.progress.take({ event: 'started', sessionId: 's#1', journal: '/w/job.jrn', resumed: false });
    one.progress.take({
      event: 'failure',
      drive: 'H',
      path: '/src/a.txt',
      reason: 'changed',
      message: 'It has changed.',
    });
    one.progress.take({ event: 'message', severity: 'error', message: 'One file is missing.' });
    const children = nodeOf(one).children!();
    expect(children.map(({ label }) => label)).toEqual([
      'One file is missing.',
      'Files that could not be copied: 1',
      'Journal',
    ]);
    expect(children[1]!.children!()[0]).toMatchObject({ label: '/src/a.txt', description: 'It has changed.' });
    expect(children[2]!.place).toEqual({ uri: 'file:///w/job.jrn' });
  });

  it('has ids of its own for every node', () => {
    const one = run();
    one.progress.take(progress);
    one.progress.take({ ...progress, drive: 'I' });
    const ids = [nodeOf(one), ...nodeOf(one).children!()].map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });
});
