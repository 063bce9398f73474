import type { csvColumnRules } from '../rules/catalogue/csvColumns';
import type { ExamplesOf } from './example';
import { blobDataset, datasetHeader, fileText } from './exampleFile';

const photos = String.raw`"F:\Photos\","photos/",BlockBlob,rename,None,None`;
const sound = blobDataset(photos);
const headed = (header: string, ...rows: readonly string[]) => ({
  fileName: 'dataset.csv',
  text: fileText(header, ...rows),
});

/** Examples of csvColumnRules. */
export const csvColumnExamples = {
  'csv/header-missing': {
    failing: headed(photos),
    passing: sound,
  },
  'csv/line-before-header': {
    failing: { fileName: 'dataset.csv', text: `Job 42\n${sound.text}` },
    passing: sound,
  },
  'csv/column-unknown': {
    failing: headed('BasePath,DstBlobPathOrPrefix,BlobType,D ispositio n,MetadataFile,PropertiesFile', photos),
    passing: sound,
  },
  'csv/column-missing': {
    failing: headed('BasePath,BlobType,Disposition', String.raw`"F:\Photos\",BlockBlob,rename`),
    passing: headed(
      'BasePath,DstBlobPathOrPrefix,BlobType,Disposition',
      String.raw`"F:\Photos\","photos/",BlockBlob,rename`,
    ),
  },
  'csv/column-duplicate': {
    failing: headed(`${datasetHeader('blob')},Disposition`, `${photos},rename`),
    passing: sound,
  },
  'csv/column-order': {
    failing: headed(
      'DstBlobPathOrPrefix,BasePath,BlobType,Disposition',
      String.raw`"photos/","F:\Photos\",BlockBlob,rename`,
    ),
    passing: headed(
      'BasePath,DstBlobPathOrPrefix,BlobType,Disposition',
      String.raw`"F:\Photos\","photos/",BlockBlob,rename`,
    ),
  },
} satisfies ExamplesOf<typeof csvColumnRules>;
