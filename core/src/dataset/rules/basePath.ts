import { contentOf, contentSpan } from '../../csv/fieldContent';
import { contentEdit } from '../../csv/fieldEdit';
import { isForbiddenControl } from '../../csv/characters';
import type { Field } from '../../csv/field';
import { abnormalAt, normalPath, pathKind, windowsPathProblems, type PathKind } from '../../names/windowsPath';
import { excerpt } from '../../rules/excerpt';
import type { Finding, Fix, Report } from '../../rules/finding';
import type { DatasetContext, DatasetRule } from '../datasetRow';
import type { DatasetRow } from '../../columns/datasetColumns';

/** The longest path that the tool can read without long-path support, by its documentation. */
const maxLength = 256;
const devicePrefixLength = 4;
/** Paths up to this length are shown whole in messages. */
const longestShown = 120;

function fixesOf(field: Field, path: string, kind: PathKind): readonly Fix[] {
  switch (kind) {
    case 'drive-relative':
      return [
        {
          title: 'Add the backslash (assumes that the path begins at the root of the drive)',
          certainty: 'guess',
          edits: [{ ...contentSpan(field, 2, 2), text: '\\' }],
        },
      ];
    case 'forward-slash':
      return [
        {
          title: 'Use backslashes',
          certainty: 'certain',
          edits: [contentEdit(field, 0, path.length, path.replaceAll('/', '\\'))],
        },
      ];
    case 'device': {
      const isUnc = /^unc\\/i.test(path.slice(devicePrefixLength));
      const prefix = isUnc ? devicePrefixLength + 4 : devicePrefixLength;
      const bare = (isUnc ? '\\\\' : '') + path.slice(prefix);
      const bareKind = pathKind(bare);
      if (bareKind !== 'drive-absolute' && bareKind !== 'unc') return [];
      return [
        {
          title: 'Remove the prefix (assumes an ordinary path)',
          certainty: 'guess',
          edits: [{ ...contentSpan(field, 0, prefix), text: isUnc ? '\\\\' : '' }],
        },
      ];
    }
    default:
      return [];
  }
}

function notAbsolute(field: Field, path: string, kind: PathKind): Finding {
  const code = 'dataset/base-path-relative';
  const fixes = (): readonly Fix[] => fixesOf(field, path, kind);
  switch (kind) {
    case 'drive-relative':
      return { code, variant: kind, args: [path.charAt(0)], ...contentSpan(field, 0, 2), fixes };
    case 'forward-slash':
      return { code, variant: kind, ...contentSpan(field, 2, 3), fixes };
    case 'device':
      return {
        code,
        variant: kind,
        args: [path.slice(0, devicePrefixLength)],
        ...contentSpan(field, 0, devicePrefixLength),
        fixes,
      };
    case 'rooted':
    case 'unc-incomplete':
      return { code, variant: kind, ...contentSpan(field, 0, path.length) };
    case 'native-absolute':
      return { code, variant: 'native', ...contentSpan(field, 0, path.length) };
    default:
      return { code, ...contentSpan(field, 0, path.length) };
  }
}

/** @param from where to begin: after a prefix that is not part of the path */
function reportCharacters(field: Field, whole: string, from: number, report: Report): void {
  const path = from === 0 ? whole : whole.slice(from);
  for (const { kind, start, end, args } of windowsPathProblems(path)) {
    const code = path.charCodeAt(start);
    // Reported by csv/control-character.
    if (kind === 'character' && isForbiddenControl(code)) continue;
    const span = contentSpan(field, from + start, from + end);
    if (kind === 'wildcard') report({ code: 'dataset/base-path-wildcard', args, ...span });
    else if (kind === 'reserved-name')
      report({ code: 'dataset/base-path-invalid-character', variant: kind, args, ...span });
    else report({ code: 'dataset/base-path-invalid-character', args, ...span });
  }
}

/** Reports superfluous parts of a path, from `at` on: they would give the same source two spellings. */
function reportSpelling(field: Field, path: string, at: number, report: Report): void {
  const normal = normalPath(path);
  // Incomplete paths have their own rule.
  const kind = pathKind(path);
  if (kind !== 'forward-slash' && pathKind(normal) !== kind) return;
  const run = /^(?:[\\/]+(?:\.{1,2}(?=[\\/]|$))?|\.{1,2})/.exec(path.slice(at))?.[0].length ?? 1;
  const edits = () => [contentEdit(field, 0, path.length, normal)];
  // A path that ends in `.` or `..` is taken for a file as written, although it names a directory.
  const isPlain = !/[\\/]\.{1,2}$/.test(path);
  const doubledOnly = path.replaceAll(/(?<=.)[\\/]+/g, '\\') === normal.replaceAll(/(?<=.)[\\/]+/g, '\\');
  report({
    code: 'dataset/base-path-not-normal',
    args: [normal.length <= longestShown ? `"${normal}"` : excerpt(normal)],
    ...contentSpan(field, at, at + run),
    fixes: () =>
      doubledOnly
        ? [{ title: 'Use single separators', certainty: 'certain', edits: edits() }]
        : !isPlain
          ? []
          : [
              {
                title: 'Resolve "." and ".." in the path (assumes that no directory in it is a link)',
                certainty: 'guess',
                edits: edits(),
              },
            ],
  });
}

function reportNativeWildcards(field: Field, path: string, report: Report): void {
  for (const { kind, start, end, args } of windowsPathProblems(path)) {
    if (kind === 'wildcard') report({ code: 'dataset/base-path-wildcard', args, ...contentSpan(field, start, end) });
  }
}

function check({ basePath }: DatasetRow, { nativePaths }: DatasetContext, report: Report): void {
  const path = contentOf(basePath);
  if (basePath === undefined || path === undefined) return;
  if (path === '') {
    report({ code: 'dataset/base-path-required', start: basePath.start, end: basePath.end });
    return;
  }
  const kind = pathKind(path);
  if (kind === 'native-absolute' && nativePaths) {
    reportNativeWildcards(basePath, path, report);
    return;
  }
  if (kind !== 'drive-absolute' && kind !== 'unc') report(notAbsolute(basePath, path, kind));
  const abnormal = abnormalAt(path);
  if (abnormal >= 0) reportSpelling(basePath, path, abnormal, report);
  // The `?` of the prefix `\\?\` is not a wildcard.
  reportCharacters(basePath, path, kind === 'device' ? devicePrefixLength : 0, report);
  if (path.length > maxLength) {
    report({
      code: 'dataset/base-path-too-long',
      args: [String(path.length)],
      ...contentSpan(basePath, maxLength, path.length),
    });
  }
}

/** Rules for the text of BasePath. The files on disk are checked in source.ts. */
export const basePathRule: DatasetRule = {
  codes: [
    'dataset/base-path-required',
    'dataset/base-path-relative',
    'dataset/base-path-wildcard',
    'dataset/base-path-invalid-character',
    'dataset/base-path-not-normal',
    'dataset/base-path-too-long',
  ],
  check,
};
