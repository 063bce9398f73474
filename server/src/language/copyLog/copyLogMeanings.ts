import type { Localize } from '../../localize';

/** What an element of a copy log means; undefined of one that nobody knows. */
export function copyLogMeaning(localize: Localize, element: string): string | undefined {
  switch (element) {
    case 'DriveLog':
      return localize('What the service reports of a drive. The verbose log has every blob, the error log those that something is wrong with.');
    case 'DriveId':
      return localize('The serial number of the drive.');
    case 'Summary':
      return localize('How many items ended in which way.');
    case 'BlobPath':
      return localize('The container and the name of the blob, after a renaming the new one.');
    case 'FileStoragePath':
      return localize('The share and the path of the file, after a renaming the new one.');
    case 'FilePath':
      return localize('Where the file lies on the drive.');
    case 'OriginalFilePath':
      return localize('Where the file lies on the drive, with its name before it was changed.');
    case 'Length':
    case 'SizeInBytes':
      return localize('The number of bytes.');
    case 'ImportDisposition':
      return localize('What was to happen where a blob of that name existed; Status says what did.');
    case 'BlockList':
    case 'PageRangeList':
    case 'FileRangeList':
      return localize('What became of the parts of the blob; the error log has those that failed.');
    case 'Metadata':
      return localize('What became of the metadata of the blob, and the files that they came from.');
    case 'Properties':
      return localize('What became of the properties of the blob, and the files that they came from.');
    case 'GlobalPath':
      return localize('The file of the whole list of blobs.');
    case 'Path':
      return localize('The file of this blob alone.');
    case 'Snapshot':
      return localize('Which snapshot of the blob it is. Of export jobs alone.');
    case 'LastModified':
      return localize('When the blob was changed last. Of export jobs alone.');
    default:
      return undefined;
  }
}
