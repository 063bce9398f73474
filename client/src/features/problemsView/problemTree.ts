import type { Localize } from '#core/text/localize';
import type { Problem, ProblemCounts } from '../../jobs/problem';
import { countProblems } from '../../jobs/problem';
import type { TreeNode } from '../../views/treeNode';

const severities = ['error', 'warning', 'information'] as const;
const icons = { error: 'error', warning: 'warning', information: 'info' } as const;
const colors = {
  error: 'problemsErrorIcon.foreground',
  warning: 'problemsWarningIcon.foreground',
  information: 'problemsInfoIcon.foreground',
} as const;

/** The icon for the worst of these problems. */
export function iconOf(counts: ProblemCounts): Pick<TreeNode, 'icon' | 'iconColor'> {
  const worst = counts.errors > 0 ? 'error' : counts.warnings > 0 ? 'warning' : 'information';
  return { icon: icons[worst], iconColor: colors[worst] };
}

/** Counts in words: "Errors: 2, warnings: 1". Empty if there are none. */
export function countsText({ errors, warnings, information }: ProblemCounts, localize: Localize): string {
  const parts = [
    errors > 0 && localize('errors: {0}', errors),
    warnings > 0 && localize('warnings: {0}', warnings),
    information > 0 && localize('information: {0}', information),
  ];
  return parts.filter((part) => part !== false).join(', ');
}

/**
 * Problems by file, then by rule, then by place. The nodes of rules and places are created when expanded.
 *
 * @param nameOf formats a file's URI for the user
 */
export function problemTree(
  files: readonly (readonly [string, readonly Problem[]])[],
  nameOf: (uri: string) => string,
  localize: Localize,
): TreeNode[] {
  return files.map(([uri, problems]) => {
    const counts = countProblems(problems);
    const text = countsText(counts, localize);
    const name = nameOf(uri);
    return {
      id: uri,
      label: name,
      description: text,
      ...iconOf(counts),
      spoken: localize('{0}: {1}', name, text),
      context: 'problem.file',
      place: { uri },
      value: name,
      isOpen: true,
      children: () => rulesOf(uri, name, problems, localize),
    };
  });
}

function rulesOf(uri: string, file: string, problems: readonly Problem[], localize: Localize): TreeNode[] {
  const rules = new Map<string, Problem[]>();
  for (const problem of problems) {
    const known = rules.get(problem.code);
    if (known) known.push(problem);
    else rules.set(problem.code, [problem]);
  }
  return [...rules]
    .sort(
      ([codeA, [a]], [codeB, [b]]) =>
        severities.indexOf(a!.severity) - severities.indexOf(b!.severity) || (codeA < codeB ? -1 : 1),
    )
    .map(([code, found]) => {
      const counts = countProblems(found);
      return {
        id: `${uri}#${code}`,
        label: code,
        description: String(found.length),
        ...iconOf(counts),
        tooltip: found[0]!.message,
        spoken: localize('{0} in {1}: {2}', code, file, countsText(counts, localize)),
        context: 'problem.rule',
        value: code,
        children: () => found.map((problem, index) => placeOf(problem, `${uri}#${code}#${index}`, localize)),
      };
    });
}

function placeOf({ severity, message, code, place }: Problem, id: string, localize: Localize): TreeNode {
  const { line, character } = place.range.start;
  const names = { error: localize('Error'), warning: localize('Warning'), information: localize('Information') };
  return {
    id,
    label: message,
    description: localize('Ln {0}, Col {1}', line + 1, character + 1),
    icon: icons[severity],
    iconColor: colors[severity],
    tooltip: `${message}\n${code}`,
    spoken: localize('{0} on line {1}: {2}', names[severity], line + 1, message),
    context: 'problem.place',
    place,
    value: message,
  };
}
