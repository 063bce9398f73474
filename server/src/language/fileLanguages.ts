import type { FileKind } from '#core/job/fileKind';
import { copyLogLanguage } from './copyLog/copyLogLanguage';
import { driveInfoLanguage } from './driveInfo/driveInfoLanguage';
import type { FileLanguage } from './fileLanguage';
import { journalLanguage } from './journal/journalLanguage';
import { manifestLanguage } from './manifest/manifestLanguage';
import { sideFileLanguage } from './sideFile/sideFileLanguage';

/** The languages of files that are no tables. */
export const fileLanguages: Readonly<Partial<Record<FileKind, FileLanguage>>> = {
  journal: journalLanguage,
  manifest: manifestLanguage,
  'drive-info': driveInfoLanguage,
  metadata: sideFileLanguage('metadata'),
  properties: sideFileLanguage('properties'),
  'copy-log': copyLogLanguage,
};
