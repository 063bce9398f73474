import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { localizer } from '#core/text/localize';
import type { Problem } from '../../jobs/problem';
import type { TreeNode } from '../../views/treeNode';
import { problemTree } from './problemTree';

const uri = 'file:///jobs/a/dataset.csv';
const problem = (code: string, severity: Problem['severity'], line: number): Problem => ({
  code,
  severity,
  message: `${code} is broken`,
  place: { uri, range: { start: { line, character: 2 }, end: { line, character: 5 } } },
});
const tree = (problems: readonly Problem[]): TreeNode[] =>
  problemTree([[uri, problems]], (file) => file.slice(file.lastIndexOf('/') + 1), localizer());

describe('The problems of a job', () => {
  const [file] = tree([
    problem('csv/quote', 'warning', 7),
    problem('dataset/dst', 'error', 1),
    problem('csv/quote', 'warning', 3),
  ]);

  it('stand by file, with their counts in words', () => {
    expect(file).toMatchObject({
      label: 'dataset.csv',
      description: 'errors: 1, warnings: 2',
      icon: 'error',
      spoken: 'dataset.csv: errors: 1, warnings: 2',
      place: { uri },
    });
  });

  it('stand by rule below it, the worst first', () => {
    expect(file!.children!()).toMatchObject([
      { label: 'dataset/dst', description: '1', icon: 'error' },
      { label: 'csv/quote', description: '2', icon: 'warning', spoken: 'csv/quote in dataset.csv: warnings: 2' },
    ]);
  });

  it('lead to their places', () => {
    const [, quotes] = file!.children!();
    expect(quotes!.children!()).toMatchObject([
      {
        label: 'csv/quote is broken',
        description: 'Ln 8, Col 3',
        spoken: 'Warning on line 8: csv/quote is broken',
        place: { uri, range: { start: { line: 7 } } },
      },
      { description: 'Ln 4, Col 3' },
    ]);
  });

  it('are all there, each with an id of its own', () => {
    const any = fc.record({
      code: fc.constantFrom('a/b', 'a/c', 'd/e'),
      severity: fc.constantFrom('error', 'warning', 'information'),
      line: fc.nat(9),
    });
    fc.assert(
      fc.property(fc.array(any), (records) => {
        const nodes = tree(records.map(({ code, severity, line }) => problem(code, severity, line)));
        const places = nodes.flatMap((node) => node.children!().flatMap((rule) => rule.children!()));
        expect(places).toHaveLength(records.length);
        expect(new Set(places.map(({ id }) => id)).size).toBe(records.length);
      }),
    );
  });
});
