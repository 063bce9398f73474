import type { NodePlace } from '../views/treeNode';

/** A finding of the server in a file of a job. */
export interface Problem {
  readonly severity: 'error' | 'warning' | 'information';
  /** The code of the rule. */
  readonly code: string;
  readonly message: string;
  readonly place: Required<NodePlace>;
}

/** Problems of a file by severity. */
export interface ProblemCounts {
  readonly errors: number;
  readonly warnings: number;
  readonly information: number;
}

export function countProblems(problems: readonly Problem[]): ProblemCounts {
  const count = (severity: Problem['severity']): number =>
    problems.filter((problem) => problem.severity === severity).length;
  return { errors: count('error'), warnings: count('warning'), information: count('information') };
}

/** The diagnostic source for findings of a plan; the server's is `sneakernet`. */
export const PLAN_SOURCE = 'sneakernet plan';
