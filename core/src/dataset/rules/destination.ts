import { isForbiddenControl } from '../../csv/characters';
import type { Field } from '../../csv/field';
import { contentOf, contentSpan } from '../../csv/fieldContent';
import { contentEdit } from '../../csv/fieldEdit';
import { azureFilesPathProblems } from '../../names/azureFilesPath';
import { blobNameProblems, isPlainInContainer } from '../../names/blobName';
import {
  containerNameProblem,
  repairedContainerName,
  rootContainer,
  specialContainers,
} from '../../names/containerName';
import type { Fix, Report } from '../../rules/finding';
import type { DatasetContext, DatasetRule } from '../datasetRow';
import type { DatasetRow } from '../../columns/datasetColumns';
import { isUrl, namespaceOf, parseDestination, type Destination, type Namespace } from '../destination';
import { reportUrl } from './destinationUrl';

function reportSeparators(field: Field, { text, leading, backslash }: Destination, report: Report): void {
  if (text.lastIndexOf('/', leading - 1) >= 0 && leading > 0) {
    const span = contentSpan(field, 0, leading);
    report({
      code: 'dataset/destination-leading-slash',
      ...span,
      fixes: () => [{ title: 'Remove the slash', certainty: 'certain', edits: [{ ...span, text: '' }] }],
    });
  }
  if (backslash < 0) return;
  const firstRun = /\\+/.exec(text.slice(backslash))![0].length;
  report({
    code: 'dataset/destination-backslash',
    ...contentSpan(field, backslash, backslash + firstRun),
    fixes: () => [
      {
        title: 'Use slashes',
        certainty: 'certain',
        edits: [contentEdit(field, 0, text.length, withSlashes(text, leading, backslash))],
      },
    ],
  });
}

/** Replaces each run of separators that contains a backslash by one slash, and removes those before the first name. */
function withSlashes(text: string, leading: number, backslash: number): string {
  const repaired = text.slice(leading).replace(/[\\/]+/g, (run) => (run.includes('\\') ? '/' : run));
  return backslash < leading ? repaired : text.slice(0, leading) + repaired;
}

function reportName(field: Field, destination: Destination, namespace: Namespace, report: Report): void {
  const { text, leading, nameEnd } = destination;
  const name = text.slice(leading, nameEnd);
  if (namespace === 'container' && name === rootContainer) return;
  const special = name.toLowerCase();
  if (namespace === 'container' && specialContainers.includes(special)) {
    const span = contentSpan(field, leading, nameEnd);
    report({ code: 'dataset/container-special', args: [special], ...span });
    if (special !== name)
      report({
        code: 'dataset/container-name',
        variant: 'upper-case',
        ...span,
        fixes: () => nameFixes(field, name, leading, namespace),
      });
    return;
  }
  const problem = containerNameProblem(name);
  if (problem === undefined) return;
  if (problem.kind === 'character' && isForbiddenControl(name.charCodeAt(problem.start))) return;
  report({
    code: namespace === 'container' ? 'dataset/container-name' : 'dataset/share-name',
    variant: problem.kind,
    args: problem.args,
    ...contentSpan(field, leading + problem.start, leading + problem.end),
    fixes: () => nameFixes(field, name, leading, namespace),
  });
}

function nameFixes(field: Field, name: string, start: number, namespace: Namespace): readonly Fix[] {
  const lower = name.toLowerCase();
  // A name with a dollar sign is either one of the service's special names, or there is no telling what was meant.
  const special =
    namespace === 'container' ? [rootContainer, ...specialContainers].find((known) => known === lower) : undefined;
  const repaired = special ?? (name.includes('$') ? undefined : repairedContainerName(name));
  if (repaired === undefined) return [];
  const edits = [{ ...contentSpan(field, start, start + name.length), text: repaired }];
  if (repaired === lower) return [{ title: 'Change to {0}', args: [repaired], certainty: 'certain', edits }];
  return [
    { title: 'Change to {0} (assumes that the name may be changed)', args: [repaired], certainty: 'guess', edits },
  ];
}

function reportPath(
  field: Field,
  { text: written, pathStart, backslash }: Destination,
  namespace: Namespace,
  report: Report,
): void {
  // The path after its backslashes, which have their own finding, are turned into slashes.
  const text = backslash < 0 ? written : written.replaceAll('\\', '/');
  const problems = namespace === 'share' ? azureFilesPathProblems(text, pathStart) : blobNameProblems(text, pathStart);
  for (const { kind, start, end, args } of problems) {
    const code = text.charCodeAt(start);
    // Reported by csv/control-character.
    if (kind === 'character' && isForbiddenControl(code)) continue;
    report({
      code: namespace === 'share' ? 'dataset/file-path' : 'dataset/blob-name',
      variant: kind,
      args,
      ...contentSpan(field, start, end),
    });
  }
}

function check(row: DatasetRow, context: DatasetContext, report: Report): void {
  const field = row.destination;
  const text = contentOf(field);
  if (field === undefined || text === undefined) return;
  if (text === '') {
    report({ code: 'dataset/destination-required', start: field.start, end: field.end });
    return;
  }
  const namespace = namespaceOf(row, context.dialect);
  if (namespace === 'container' && isPlainInContainer(text)) return;
  if (isUrl(text)) {
    reportUrl(row, field, text, namespace, context, report);
    return;
  }
  const destination = parseDestination(text);
  if (destination.leading === text.length) {
    report({ code: 'dataset/destination-required', variant: 'slashes-only', ...contentSpan(field, 0, text.length) });
    return;
  }
  if (destination.leading > 0 || destination.backslash >= 0) reportSeparators(field, destination, report);
  reportName(field, destination, namespace, report);
  if (destination.pathStart < text.length) reportPath(field, destination, namespace, report);
}

/** Rules for the text of the destination. Whether it suits the source is checked in destinationKind.ts. */
export const destinationRule: DatasetRule = {
  codes: [
    'dataset/destination-required',
    'dataset/destination-is-url',
    'dataset/destination-backslash',
    'dataset/destination-leading-slash',
    'dataset/container-name',
    'dataset/container-special',
    'dataset/share-name',
    'dataset/blob-name',
    'dataset/file-path',
  ],
  check,
};
