import type { FileKind } from '#core/job/fileKind';
import type { FileLanguage } from './fileLanguage';
import { sideFileLanguage } from './sideFile/sideFileLanguage';

/** The languages of files that are no tables. */
export const fileLanguages: Readonly<Partial<Record<FileKind, FileLanguage>>> = {
  metadata: sideFileLanguage('metadata'),
  properties: sideFileLanguage('properties'),
};
