import type { FileKind } from '#core/job/fileKind';
import type { FileLanguage } from './fileLanguage';
import { jrmLanguage } from './jrm/jrmLanguage';
import { sideFileLanguage } from './sideFile/sideFileLanguage';

/** The languages of files that are no tables. */
export const fileLanguages: Readonly<Partial<Record<FileKind, FileLanguage>>> = {
  jrm: jrmLanguage,
  metadata: sideFileLanguage('metadata'),
  properties: sideFileLanguage('properties'),
};
