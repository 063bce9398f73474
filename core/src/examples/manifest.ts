import type { manifestRules } from '../rules/catalogue/manifest';
import type { Example, ExamplesOf } from './example';
import { fileText } from './exampleFile';

const hash = 'D41D8CD98F00B204E9800998ECF8427E';
const block = (offset: number, length: number, more = ` Hash="${hash}"`): string =>
  `<Block Offset="${offset}" Length="${length}"${more}/>`;
const blocks = (...list: readonly string[]): string => `<BlockList>${list.join('')}</BlockList>`;
const pages = (...list: readonly (readonly [offset: number, length: number])[]): string =>
  `<PageRangeList>${list.map(([offset, length]) => `<PageRange Offset="${offset}" Length="${length}" Hash="${hash}"/>`).join('')}</PageRangeList>`;

interface ExampleBlob {
  readonly path?: string;
  readonly length?: number | string;
  readonly ranges?: string;
}

const blob = ({
  path = 'photos/a.jpg',
  length = 1000,
  ranges = blocks(block(0, 1000)),
}: ExampleBlob = {}): readonly string[] => [
  '      <Blob>',
  `        <BlobPath>${path}</BlobPath>`,
  String.raw`        <FilePath>\session#1\photos\a.jpg</FilePath>`,
  `        <Length>${length}</Length>`,
  `        ${ranges}`,
  '      </Blob>',
];

const driveId = '    <DriveId>9WM35C2V</DriveId>';
const credential = '    <StorageAccountKey/>';
const listOf = (...blobs: readonly (readonly string[])[]): readonly string[] => [
  '    <BlobList Id="session#1-0">',
  ...blobs.flat(),
  '    </BlobList>',
];
const manifestText = (...lines: readonly string[]): string =>
  fileText(
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<DriveManifest Version="2014-11-01">',
    '  <Drive>',
    ...lines,
    '  </Drive>',
    '</DriveManifest>',
  );
const manifest = (...lines: readonly string[]): Example => ({
  fileName: 'DriveManifest.xml',
  text: manifestText(...lines),
});
/** Very long, so it is only created on demand. */
const manyBlocks: Example = {
  fileName: 'DriveManifest.xml',
  get text() {
    return manifestText(
      driveId,
      credential,
      ...listOf(
        blob({ length: 50_001, ranges: blocks(...Array.from({ length: 50_001 }, (_, offset) => block(offset, 1))) }),
      ),
    );
  },
};
const of = (...blobs: readonly (ExampleBlob | undefined)[]): Example =>
  manifest(driveId, credential, ...listOf(...blobs.map((each) => blob(each))));
const sound = of({});

/** Examples of manifestRules. */
export const manifestExamples = {
  'manifest/syntax': {
    failing: manifest(
      driveId,
      credential,
      ...listOf([...blob().slice(0, 3), '        <Size>1000</Size>', ...blob().slice(3)]),
    ),
    passing: sound,
  },
  'manifest/drive-id-first': {
    failing: manifest(credential, ...listOf(blob()), driveId),
    passing: sound,
  },
  'manifest/credential': {
    failing: manifest(driveId, ...listOf(blob())),
    passing: sound,
  },
  'manifest/block-order': {
    failing: of({ ranges: blocks(block(0, 400), block(400, 600), block(0, 400)) }),
    passing: of({ ranges: blocks(block(0, 400), block(400, 600)) }),
  },
  'manifest/block-gap': {
    failing: of({ ranges: blocks(block(0, 400), block(500, 500)) }),
    passing: of({ ranges: blocks(block(0, 400), block(400, 600)) }),
  },
  'manifest/block-size': {
    failing: of({ length: 5_000_000, ranges: blocks(block(0, 5_000_000)) }),
    passing: of({ length: 5_000_000, ranges: blocks(block(0, 4_194_304), block(4_194_304, 805_696)) }),
  },
  'manifest/block-count': {
    failing: manyBlocks,
    passing: sound,
  },
  'manifest/block-id': {
    failing: of({ ranges: blocks(block(0, 400, ` Id="AAAAAA==" Hash="${hash}"`), block(400, 600)) }),
    passing: of({
      ranges: blocks(block(0, 400, ` Id="AAAAAA==" Hash="${hash}"`), block(400, 600, ` Id="AQAAAA==" Hash="${hash}"`)),
    }),
  },
  'manifest/length': {
    failing: of({ length: 1001 }),
    passing: sound,
  },
  'manifest/hash': {
    failing: of({ ranges: blocks(block(0, 1000, '')) }),
    passing: sound,
  },
  'manifest/page-alignment': {
    failing: of({ length: 1024, ranges: pages([0, 1000]) }),
    passing: of({ length: 1024, ranges: pages([0, 1024]) }),
  },
  'manifest/page-overlap': {
    failing: of({ length: 2048, ranges: pages([0, 1024], [512, 1024]) }),
    passing: of({ length: 2048, ranges: pages([0, 512], [1024, 1024]) }),
  },
  'manifest/blob-path': {
    failing: of({ path: 'Photos/a.jpg' }),
    passing: sound,
  },
  'manifest/duplicate-blob': {
    failing: of({}, {}),
    passing: of({}, { path: 'photos/b.jpg' }),
  },
} satisfies ExamplesOf<typeof manifestRules>;
