import { datasetColumns } from '#core/columns/datasetColumns';
import type { Localize } from '#core/text/localize';

/** What each value of ImportDisposition does. */
export const dispositions = datasetColumns('blob').find(({ key }) => key === 'disposition')!.values;

/** The meaning of an element of a manifest; undefined for an unknown element. */
export function manifestMeaning(localize: Localize, element: string): string | undefined {
  switch (element) {
    case 'DriveManifest':
      return localize(
        'Which file on the drive becomes which blob, with the MD5 of each block. The manifest is at the root of the drive, and its own MD5 is in the journal.',
      );
    case 'Drive':
      return localize('The drive: its id, a credential for writing, and the lists of its blobs.');
    case 'DriveId':
      return localize('The serial number of the drive. The service refuses a drive with a different one.');
    case 'StorageAccountKey':
      return localize(
        'The key of the storage account that the service writes with. A secret, which is not shown here. If empty, the account is the one that the import job names.',
      );
    case 'StorageAccountName':
      return localize('The storage account that the blobs go to.');
    case 'ContainerSas':
      return localize(
        'The shared access signature of the container that the service writes with. A secret, which is not shown here.',
      );
    case 'ClientCreator':
      return localize('The program that wrote the manifest.');
    case 'BlobList':
      return localize('The blobs of one dataset record: they share disposition, metadata and properties.');
    case 'MetadataPath':
      return localize(
        'A file on the drive whose names and values become metadata of the blobs. Hash is the MD5 of that file.',
      );
    case 'PropertiesPath':
      return localize('A file on the drive with the HTTP properties of the blobs. Hash is the MD5 of that file.');
    case 'BlobPath':
      return localize('The container and the name of the blob.');
    case 'FilePath':
      return localize("Where the file is on the drive: below a directory named after the session's id.");
    case 'Length':
      return localize('The size of the file in bytes.');
    case 'ImportDisposition':
      return localize('What happens if a blob with that name already exists.');
    case 'BlockList':
      return localize('The blocks of a block blob, in order and without gaps.');
    case 'PageRangeList':
      return localize('The parts of a page blob that are not zero; the gaps between them are holes.');
    case 'ClientData':
      return localize('A remark by the program that wrote the manifest. The service ignores it.');
    case 'Snapshot':
      return localize('Which snapshot of the blob it is. Only in export jobs.');
    default:
      return undefined;
  }
}

/** The meaning of an attribute. */
export function attributeMeaning(localize: Localize, name: string): string | undefined {
  switch (name) {
    case 'Hash':
      return localize(
        'The MD5 of these bytes, in hexadecimal digits. The service computes it again and rejects bytes that do not match.',
      );
    case 'Id':
      return localize('The id of the block in base64; all ids of a blob have the same length. Required above 64 MB.');
    case 'Offset':
      return localize('Where in the blob the bytes begin.');
    case 'Length':
      return localize('How many bytes: at most 4 MB, and for page blobs a multiple of 512.');
    case 'Version':
      return localize('The version of the format.');
    default:
      return undefined;
  }
}
