import { datasetColumns } from '#core/columns/datasetColumns';
import type { Localize } from '#core/text/localize';

/** What each value of ImportDisposition does. */
export const dispositions = datasetColumns('blob').find(({ key }) => key === 'disposition')!.values;

/** The meaning of an element of a manifest; undefined for an unknown element. */
export function manifestMeaning(localize: Localize, element: string): string | undefined {
  switch (element) {
    case 'DriveManifest':
      return localize(
        'Which file of the drive becomes which blob, with the MD5 of each block. It lies at the root of the drive, and its own MD5 is in the journal.',
      );
    case 'Drive':
      return localize('The drive: its id, a credential to write with, and the lists of its blobs.');
    case 'DriveId':
      return localize('The serial number of the drive. The service refuses a drive that has another one.');
    case 'StorageAccountKey':
      return localize(
        'The key of the storage account that the service writes with. A secret, which is not shown here. Empty: the account that the import job names.',
      );
    case 'StorageAccountName':
      return localize('The storage account that the blobs go to.');
    case 'ContainerSas':
      return localize(
        'The shared access signature of the container that the service writes with. A secret, which is not shown here.',
      );
    case 'ClientCreator':
      return localize('The program that has written the manifest.');
    case 'BlobList':
      return localize('The blobs of one record of the dataset: they share disposition, metadata and properties.');
    case 'MetadataPath':
      return localize(
        'A file on the drive whose names and values become metadata of the blobs. Hash is the MD5 of that file.',
      );
    case 'PropertiesPath':
      return localize('A file on the drive with the HTTP properties of the blobs. Hash is the MD5 of that file.');
    case 'BlobPath':
      return localize('The container and the name of the blob.');
    case 'FilePath':
      return localize("Where the file lies on the drive: below a directory with the session's id.");
    case 'Length':
      return localize('The number of bytes of the file.');
    case 'ImportDisposition':
      return localize('What happens where a blob of that name exists already.');
    case 'BlockList':
      return localize('The blocks of a block blob, in order and without gaps.');
    case 'PageRangeList':
      return localize('The parts of a page blob that are not zero; what lies between them is a hole.');
    case 'ClientData':
      return localize('A remark of the program that has written the manifest. The service passes it over.');
    case 'Snapshot':
      return localize('Which snapshot of the blob it is. Of export jobs alone.');
    default:
      return undefined;
  }
}

/** The meaning of an attribute. */
export function attributeMeaning(localize: Localize, name: string): string | undefined {
  switch (name) {
    case 'Hash':
      return localize(
        'The MD5 of these bytes, in hexadecimal digits. The service computes it again, and takes nothing that differs.',
      );
    case 'Id':
      return localize('The id of the block in base64; all ids of a blob have one length. Needed above 64 MB.');
    case 'Offset':
      return localize('Where in the blob the bytes begin.');
    case 'Length':
      return localize('How many bytes they are: at most 4 MB, and of page blobs a multiple of 512.');
    case 'Version':
      return localize('The version of the format.');
    default:
      return undefined;
  }
}
