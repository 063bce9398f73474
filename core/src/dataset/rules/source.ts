import type { Field } from '../../csv/field';
import { contentOf, contentSpan } from '../../csv/fieldContent';
import { isDirectoryPath, lastName, separatorOf } from '../../names/windowsPath';
import type { Report } from '../../rules/finding';
import type { DatasetContext, DatasetRule } from '../datasetRow';
import type { DatasetRow } from '../../columns/datasetColumns';
import { isVirtualDisk, itemTypeOf, itemTypeOfFile, type ItemType } from '../itemType';
import { sizeProblems } from '../sourceSize';

/** Rules most paths out by their last character, so that the pattern is rarely tried. */
function mayBeVirtualDisk(path: string): boolean {
  const last = path.charCodeAt(path.length - 1) | 32;
  return last === 100 || last === 120;
}

function reportSize(field: Field, path: string, size: number, type: ItemType, report: Report): void {
  const { start, end, text } = lastName(path);
  for (const problem of sizeProblems(size, itemTypeOfFile(type, text)))
    report({ ...problem, ...contentSpan(field, start, end) });
}

function reportKind(field: Field, path: string, actual: 'file' | 'directory', report: Report): void {
  const { start, end } = lastName(path);
  const separator = separatorOf(path);
  if (actual === 'directory' && !isDirectoryPath(path)) {
    report({
      code: 'dataset/base-path-kind',
      variant: 'directory',
      args: [`"${separator}"`],
      ...contentSpan(field, start, end),
      fixes: () => [
        {
          title: 'End the directory with "{0}"',
          args: [separator],
          certainty: 'certain',
          edits: [{ ...contentSpan(field, path.length, path.length), text: separator }],
        },
      ],
    });
  } else if (actual === 'file' && isDirectoryPath(path)) {
    const span = contentSpan(field, end, path.length);
    report({
      code: 'dataset/base-path-kind',
      variant: 'file',
      args: [`"${separator}"`],
      ...span,
      fixes: () => [
        { title: 'Remove the trailing "{0}"', args: [separator], certainty: 'certain', edits: [{ ...span, text: '' }] },
      ],
    });
  }
}

function check(row: DatasetRow, { dialect, disk }: DatasetContext, report: Report): void {
  const { basePath, type } = row;
  const path = contentOf(basePath);
  if (basePath === undefined || path === undefined || path === '') return;
  const fact = disk.path(path);
  if (fact === undefined && !mayBeVirtualDisk(path)) return;
  if (fact?.kind === 'missing')
    report({ code: 'dataset/base-path-not-found', ...contentSpan(basePath, 0, path.length) });
  if (fact?.kind === 'directory' || fact?.kind === 'file') reportKind(basePath, path, fact.kind, report);
  const isFile = fact?.kind === 'file' || (fact?.kind !== 'directory' && !isDirectoryPath(path));
  if (!isFile) return;

  const itemType = itemTypeOf(row, dialect);
  const isDisk = isVirtualDisk(lastName(path).text);
  if (fact?.kind === 'file') reportSize(basePath, path, fact.size, itemType, report);
  const typeText = contentOf(type);
  if (!isDisk || itemType !== 'BlockBlob' || type === undefined || typeText === undefined) return;
  const span = contentSpan(type, 0, typeText.length);
  const fitsPages = fact?.kind !== 'file' || sizeProblems(fact.size, 'PageBlob').length === 0;
  report({
    code: 'dataset/vhd-as-block-blob',
    ...span,
    fixes: () =>
      fitsPages
        ? [
            {
              title: 'Use PageBlob (assumes that a virtual machine will use the disk)',
              certainty: 'guess',
              edits: [{ ...span, text: 'PageBlob' }],
            },
          ]
        : [],
  });
}

/** Checks BasePath against the files on disk and against the row's type. */
export const sourceRule: DatasetRule = {
  codes: [
    'dataset/base-path-not-found',
    'dataset/base-path-kind',
    'dataset/page-blob-size',
    'dataset/too-large',
    'dataset/block-count',
    'dataset/vhd-as-block-blob',
  ],
  check,
};
