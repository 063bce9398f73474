import type { Field } from '../../csv/field';
import { contentOf, contentSpan } from '../../csv/fieldContent';
import type { DiskFacts } from '../../disk/diskFacts';
import type { Report } from '../../rules/finding';
import type { SideFileKind } from '../../sideFiles/sideFile';
import type { DatasetContext, DatasetRule } from '../datasetRow';
import type { DatasetRow } from '../../columns/datasetColumns';

function checkField(field: Field | undefined, kind: SideFileKind, disk: DiskFacts, report: Report): void {
  const path = contentOf(field);
  if (field === undefined || path === undefined || path === '' || path === 'None' || path.toLowerCase() === 'none')
    return;
  const fact = disk.path(path);
  if (fact === undefined) return;
  if (fact.kind === 'missing' || fact.kind === 'directory') {
    const variant = fact.kind === 'missing' ? 'default' : 'directory';
    report({ code: 'dataset/side-file-not-found', variant, ...contentSpan(field, 0, path.length) });
    return;
  }
  const problem = disk.sideFile(path, kind);
  if (!problem) return;
  report({
    code: 'dataset/side-file-invalid',
    args: [problem.message, String(problem.line + 1), String(problem.character + 1)],
    ...contentSpan(field, 0, path.length),
  });
}

function check({ metadataFile, propertiesFile }: DatasetRow, { disk }: DatasetContext, report: Report): void {
  checkField(metadataFile, 'metadata', disk, report);
  checkField(propertiesFile, 'properties', disk, report);
}

/** Rules for MetadataFile and PropertiesFile. */
export const sideFilesRule: DatasetRule = {
  codes: ['dataset/side-file-not-found', 'dataset/side-file-invalid'],
  check,
};
