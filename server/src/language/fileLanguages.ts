import type { FileKind } from '#core/job/fileKind';
import { copyLogLanguage } from './copyLog/copyLogLanguage';
import { driveInfoLanguage } from './driveInfo/driveInfoLanguage';
import { exportListLanguage } from './exportList/exportListLanguage';
import type { FileLanguage } from './fileLanguage';
import { importJobLanguage } from './importJob/importJobLanguage';
import { journalLanguage } from './journal/journalLanguage';
import { jrmLanguage, jrmXmlLanguage } from './jrm/jrmLanguage';
import { manifestLanguage } from './manifest/manifestLanguage';
import { sideFileLanguage } from './sideFile/sideFileLanguage';

/** The languages of files that are no tables. */
export const fileLanguages: Readonly<Partial<Record<FileKind, FileLanguage>>> = {
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
};
