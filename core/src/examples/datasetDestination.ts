import type { datasetDestinationRules } from '../rules/catalogue/datasetDestination';
import type { ExamplesOf } from './example';
import { blobDataset, filesDataset } from './exampleFile';

const directory = (destination: string): string => String.raw`"F:\Photos\","${destination}",BlockBlob,rename,None,None`;
const file = (destination: string): string =>
  String.raw`"F:\Backups\ledger.bak","${destination}",BlockBlob,rename,None,None`;
const sound = blobDataset(directory('photos/'), file('backups/ledger.bak'));

/** Examples of datasetDestinationRules. */
export const datasetDestinationExamples = {
  'dataset/destination-required': {
    failing: blobDataset(directory('')),
    passing: sound,
  },
  'dataset/destination-is-url': {
    failing: blobDataset(directory('https://contoso.blob.core.windows.net/photos/2019/')),
    passing: blobDataset(directory('photos/2019/')),
  },
  'dataset/destination-backslash': {
    failing: blobDataset(directory('photos\\2019/')),
    passing: blobDataset(directory('photos/2019/')),
  },
  'dataset/destination-leading-slash': {
    failing: blobDataset(directory('/photos/2019/')),
    passing: blobDataset(directory('photos/2019/')),
  },
  'dataset/container-name': {
    failing: blobDataset(directory('Family_Photos/2019/')),
    passing: blobDataset(directory('family-photos/2019/')),
  },
  'dataset/container-special': {
    failing: blobDataset(directory('$web/')),
    passing: blobDataset(directory('website/')),
  },
  'dataset/share-name': {
    failing: filesDataset(String.raw`"F:\Projects\","Projects/2019/",file`),
    passing: filesDataset(String.raw`"F:\Projects\","projects/2019/",file`),
  },
  'dataset/file-path': {
    failing: filesDataset(String.raw`"F:\Projects\","projects/2019:final/",file`),
    passing: filesDataset(String.raw`"F:\Projects\","projects/2019-final/",file`),
  },
  'dataset/blob-name': {
    failing: blobDataset(directory('photos/2019./')),
    passing: blobDataset(directory('photos/2019/')),
  },
  'dataset/root-container-subdirectories': {
    failing: blobDataset(directory('$root/')),
    passing: blobDataset(file('$root/ledger.bak')),
  },
  'dataset/destination-kind': {
    failing: blobDataset(directory('photos/2019')),
    passing: blobDataset(directory('photos/2019/')),
  },
  'dataset/destination-conflict': {
    failing: blobDataset(
      file('backups/ledger.bak'),
      String.raw`"F:\Old\ledger.bak","backups/ledger.bak",BlockBlob,rename,None,None`,
    ),
    passing: blobDataset(
      file('backups/ledger.bak'),
      String.raw`"F:\Old\ledger.bak","backups/old/ledger.bak",BlockBlob,rename,None,None`,
    ),
  },
} satisfies ExamplesOf<typeof datasetDestinationRules>;
