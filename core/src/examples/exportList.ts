import type { exportListRules } from '../rules/catalogue/exportList';
import type { Example, ExamplesOf } from './example';
import { fileText } from './exampleFile';

const list = (...lines: readonly string[]): Example => ({
  fileName: 'export-list.xml',
  text: fileText(
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<BlobList>',
    ...lines.map((line) => `  ${line}`),
    '</BlobList>',
  ),
});
const sound = list('<BlobPath>photos/a.jpg</BlobPath>', '<BlobPathPrefix>/photos/2024/</BlobPathPrefix>');

/** Examples of exportListRules. */
export const exportListExamples = {
  'export-list/syntax': {
    failing: list('<BlobPath>photos/a & b.jpg</BlobPath>'),
    passing: list('<BlobPath>photos/a &amp; b.jpg</BlobPath>'),
  },
  'export-list/element': {
    failing: list('<BlobPathPrefixes>/photos/</BlobPathPrefixes>'),
    passing: list('<BlobPathPrefix>/photos/</BlobPathPrefix>'),
  },
  'export-list/tag-case': {
    failing: list('<blobPath>photos/a.jpg</blobPath>'),
    passing: list('<BlobPath>photos/a.jpg</BlobPath>'),
  },
  'export-list/empty': {
    failing: list(),
    passing: list('<BlobPathPrefix>/</BlobPathPrefix>'),
  },
  'export-list/prefix-slash': {
    failing: list('<BlobPathPrefix>photos/2024/</BlobPathPrefix>'),
    passing: list('<BlobPathPrefix>/photos/2024/</BlobPathPrefix>'),
  },
  'export-list/path': {
    failing: list('<BlobPath>Photos/a.jpg</BlobPath>'),
    passing: sound,
  },
} satisfies ExamplesOf<typeof exportListRules>;
