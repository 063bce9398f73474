import type { FileKind } from '#core/job/fileKind';
import type { TableKind } from '#core/table/tableKind';
import { copyLogLanguage } from './copyLog/copyLogLanguage';
import type { DocumentLanguage } from './documentLanguage';
import { driveInfoLanguage } from './driveInfo/driveInfoLanguage';
import { exportListLanguage } from './exportList/exportListLanguage';
import { importJobLanguage } from './importJob/importJobLanguage';
import { jobFileLanguage } from './jobFile/jobFileLanguage';
import { journalLanguage } from './journal/journalLanguage';
import { jrmLanguage, jrmXmlLanguage } from './jrm/jrmLanguage';
import { manifestLanguage } from './manifest/manifestLanguage';
import { sideFileLanguage } from './sideFile/sideFileLanguage';
import { tableLanguage } from './table/tableLanguage';

/** These characters begin a field, a quoted value, a path segment, a drive's path, or an element. */
export const completionTriggerCharacters: readonly string[] = [',', ';', '"', '\\', '/', ':', '$', '<'];

/** The language of each kind of document that the server knows. */
export const documentLanguages: Readonly<Record<TableKind | FileKind | 'job' | 'configuration', DocumentLanguage>> = {
  dataset: tableLanguage('dataset'),
  driveset: tableLanguage('driveset'),
  jrm: jrmLanguage,
  'jrm-xml': jrmXmlLanguage,
  journal: journalLanguage,
  manifest: manifestLanguage,
  'drive-info': driveInfoLanguage,
  metadata: sideFileLanguage('metadata'),
  properties: sideFileLanguage('properties'),
  'copy-log': copyLogLanguage,
  'export-list': exportListLanguage,
  'import-job': importJobLanguage,
  job: jobFileLanguage('job'),
  configuration: jobFileLanguage('configuration'),
};
