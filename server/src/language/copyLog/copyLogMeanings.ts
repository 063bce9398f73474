import type { Localize } from '#core/text/localize';

/** The meaning of an element of a copy log; undefined for an unknown element. */
export function copyLogMeaning(localize: Localize, element: string): string | undefined {
  switch (element) {
    case 'DriveLog':
      return localize(
        'What the service reports of a drive. The verbose log has every blob, the error log those that something is wrong with.',
      );
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
    case 'ErroredEntity':
      return localize('An item that was not copied, or not under its name: Category says why.');
    case 'StoredFile':
      return localize('An item that was copied, with its size and the CRC-64 of its content.');
    case 'CopyLog':
      return localize('What the service reports of the drive as a whole. It stands behind the items.');
    case 'DriveLogVersion':
      return localize('The version of the form of this log.');
    case 'TotalFiles_Blobs':
      return localize('How many files and blobs there were in all.');
    case 'FilesErrored':
      return localize('How many of them were not copied.');
    case 'ErrorCode':
      return localize(
        'The code of the error: one of Windows, or the HTTP status with which the storage service answered.',
      );
    case 'ErrorMessage':
      return localize('The error in the words of the service.');
    case 'Type':
      return localize('Whether it is a file or a container.');
    case 'ValidationErrors':
      return localize('How many items broke a rule before they were copied, by category.');
    case 'CopyErrors':
      return localize('How many items had an error while they were copied, by category.');
    case 'ETag':
      return localize("A mark of the blob's version. Of export jobs alone.");
    default:
      return undefined;
  }
}

/** The meaning of an item's attribute in a current copy log; undefined for an unknown attribute. */
export function logAttributeMeaning(localize: Localize, attribute: string): string | undefined {
  switch (attribute) {
    case 'CloudFormat':
      return localize('What the item is in the storage account: BlockBlob, PageBlob or AzureFile.');
    case 'Path':
      return localize(
        'The container or share, and the name in it. Behind the container there may be a backslash; in logs of export jobs characters may be written with percent signs.',
      );
    case 'Size':
      return localize('The number of bytes.');
    case 'crc64':
      return localize(
        'The CRC-64 (NVME) of the content as a decimal number: 0 of an empty file. The same sum of the source shows that what is stored is what was sent.',
      );
    case 'ETag':
      return copyLogMeaning(localize, 'ETag');
    case 'Count':
      return localize('How many items there are of this category.');
    case 'Description':
      return localize('The category in the words of the service.');
    default:
      return undefined;
  }
}
