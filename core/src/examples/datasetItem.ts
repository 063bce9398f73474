import type { datasetItemRules } from '../rules/catalogue/datasetItem';
import type { ExamplesOf } from './example';
import { blobDataset, datasetHeader, fileText, filesDataset } from './exampleFile';

const photos = (type: string, disposition = 'rename'): string =>
  String.raw`"F:\Photos\","photos/",${type},${disposition},None,None`;
const sideFiles = (metadata: string, properties: string): string =>
  String.raw`"F:\Photos\","photos/",BlockBlob,rename,${metadata},${properties}`;
const archive = (name: string, type: string): string =>
  `"F:\\Archive\\${name}","archive/${name}",${type},rename,None,None`;
const sound = blobDataset(photos('BlockBlob'));
const shortHeader = datasetHeader('files', 3);
const longHeader = datasetHeader('files', 6);

/** Examples of datasetItemRules. */
export const datasetItemExamples = {
  'dataset/blob-type': {
    failing: blobDataset(photos('block')),
    passing: sound,
  },
  'dataset/item-type': {
    failing: filesDataset(String.raw`"F:\Projects\","projects/",File`),
    passing: filesDataset(String.raw`"F:\Projects\","projects/",file`),
  },
  'dataset/dialect-mixed': {
    failing: {
      fileName: 'dataset.csv',
      text: fileText('BasePath,DstBlobPathOrPrefix,BlobType', String.raw`"F:\Projects\","projects/",file`),
    },
    passing: filesDataset(String.raw`"F:\Projects\","projects/",file`),
  },
  'dataset/page-blob-size': {
    failing: { ...blobDataset(archive('system.img', 'PageBlob')), disk: { 'F:\\Archive\\system.img': 1_048_577 } },
    passing: { ...blobDataset(archive('system.img', 'PageBlob')), disk: { 'F:\\Archive\\system.img': 1_048_576 } },
  },
  'dataset/vhd-as-block-blob': {
    failing: blobDataset(archive('system.vhd', 'BlockBlob')),
    passing: blobDataset(archive('system.vhd', 'PageBlob')),
  },
  'dataset/too-large': {
    failing: {
      ...blobDataset(archive('everything.tar', 'BlockBlob')),
      disk: { 'F:\\Archive\\everything.tar': 6_000_000_000_000 },
    },
    passing: {
      ...blobDataset(archive('everything.tar', 'BlockBlob')),
      disk: { 'F:\\Archive\\everything.tar': 200_000_000_000 },
    },
  },
  'dataset/block-count': {
    failing: {
      ...blobDataset(archive('everything.tar', 'BlockBlob')),
      disk: { 'F:\\Archive\\everything.tar': 209_715_200_001 },
    },
    passing: {
      ...blobDataset(archive('everything.tar', 'BlockBlob')),
      disk: { 'F:\\Archive\\everything.tar': 209_715_200_000 },
    },
  },
  'dataset/disposition': {
    failing: blobDataset(photos('BlockBlob', 'Rename')),
    passing: sound,
  },
  'dataset/disposition-ignored': {
    failing: {
      fileName: 'dataset.csv',
      text: fileText(longHeader, String.raw`"F:\Projects\","projects/",file,rename,None,None`),
    },
    passing: {
      fileName: 'dataset.csv',
      text: fileText(longHeader, String.raw`"F:\Projects\","projects/",file,overwrite,None,None`),
    },
  },
  'dataset/disposition-no-longer': {
    failing: blobDataset(photos('BlockBlob', 'no-overwrite')),
    passing: blobDataset(photos('BlockBlob', 'overwrite')),
  },
  'dataset/share-full': {
    failing: {
      fileName: 'dataset.csv',
      text: fileText(shortHeader, String.raw`"F:\Projects\","projects/",file`),
      disk: {
        'F:\\Projects': 'directory',
        'F:\\Projects\\a.bak': 3_000_000_000_000,
        'F:\\Projects\\b.bak': 3_000_000_000_000,
      },
    },
    passing: {
      fileName: 'dataset.csv',
      text: fileText(shortHeader, String.raw`"F:\Projects\","projects/",file`),
      disk: {
        'F:\\Projects': 'directory',
        'F:\\Projects\\a.bak': 3_000_000_000_000,
        'F:\\Projects\\b.bak': 2_000_000_000_000,
      },
    },
  },
  'dataset/side-file-not-found': {
    failing: {
      ...blobDataset(sideFiles(String.raw`C:\job\metadata.xml`, 'None')),
      disk: { 'F:\\Photos': 'directory' },
    },
    passing: {
      ...blobDataset(sideFiles(String.raw`C:\job\metadata.xml`, 'None')),
      disk: {
        'F:\\Photos': 'directory',
        'C:\\job\\metadata.xml': { text: '<Metadata><owner>archive team</owner></Metadata>\n' },
      },
    },
  },
  'dataset/side-file-invalid': {
    failing: {
      ...blobDataset(sideFiles('None', String.raw`C:\job\properties.xml`)),
      disk: {
        'F:\\Photos': 'directory',
        'C:\\job\\properties.xml': { text: '<Properties>\n  <Content-Type>image/jpeg</Content-Typ>\n</Properties>\n' },
      },
    },
    passing: {
      ...blobDataset(sideFiles('None', String.raw`C:\job\properties.xml`)),
      disk: {
        'F:\\Photos': 'directory',
        'C:\\job\\properties.xml': { text: '<Properties>\n  <Content-Type>image/jpeg</Content-Type>\n</Properties>\n' },
      },
    },
  },
} satisfies ExamplesOf<typeof datasetItemRules>;
