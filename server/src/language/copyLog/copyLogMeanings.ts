import type { Localize } from '#core/text/localize';

/** The meaning of an element of a copy log; undefined for an unknown element. */
export function copyLogMeaning(localize: Localize, element: string): string | undefined {
  switch (element) {
    case 'DriveLog':
      return localize(
        'What the service reports about a drive. The verbose log lists every blob, the error log only those with a problem.',
      );
    case 'DriveId':
      return localize('The serial number of the drive.');
    case 'Summary':
      return localize('How many items ended with which result.');
    case 'BlobPath':
      return localize('The container and the name of the blob; after a rename, the new name.');
    case 'FileStoragePath':
      return localize('The share and the path of the file; after a rename, the new path.');
    case 'FilePath':
      return localize('Where the file is on the drive.');
    case 'OriginalFilePath':
      return localize('Where the file is on the drive, with its name before it was changed.');
    case 'Length':
    case 'SizeInBytes':
      return localize('The number of bytes.');
    case 'ImportDisposition':
      return localize('What was supposed to happen if a blob with that name existed; Status says what did happen.');
    case 'BlockList':
    case 'PageRangeList':
    case 'FileRangeList':
      return localize('What happened to the parts of the blob; the error log lists those that failed.');
    case 'Metadata':
      return localize("What happened to the blob's metadata, and which files it came from.");
    case 'Properties':
      return localize("What happened to the blob's properties, and which files they came from.");
    case 'GlobalPath':
      return localize('The file that applies to the whole list of blobs.');
    case 'Path':
      return localize('The file that applies to this blob only.');
    case 'Snapshot':
      return localize('Which snapshot of the blob it is. Only in export jobs.');
    case 'LastModified':
      return localize('When the blob was last changed. Only in logs of export jobs.');
    case 'ErroredEntity':
      return localize('An item that was not copied, or was copied under another name. Category says why.');
    case 'StoredFile':
      return localize('An item that was copied, with its size and the CRC-64 of its content.');
    case 'CopyLog':
      return localize('What the service reports about the drive as a whole. It comes after the items.');
    case 'DriveLogVersion':
      return localize("The version of this log's format.");
    case 'TotalFiles_Blobs':
      return localize('The total number of files and blobs.');
    case 'FilesErrored':
      return localize('How many of them were not copied.');
    case 'ErrorCode':
      return localize(
        'The error code: a Windows error code, or the HTTP status that the storage service answered with.',
      );
    case 'ErrorMessage':
      return localize('The error, as described by the service.');
    case 'Type':
      return localize('Whether it is a file or a container.');
    case 'ValidationErrors':
      return localize('How many items broke a rule, found before they were copied, by category.');
    case 'CopyErrors':
      return localize('How many items had an error while they were being copied, by category.');
    case 'ETag':
      return localize("An identifier of the blob's version. Only in logs of export jobs.");
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
        'The container or share, and the name in it. A backslash may follow the container; in logs of export jobs, characters may be percent-encoded.',
      );
    case 'Size':
      return localize('The number of bytes.');
    case 'crc64':
      return localize(
        'The CRC-64 (NVME) of the content as a decimal number; 0 for an empty file. If the source has the same checksum, what is stored is what was sent.',
      );
    case 'ETag':
      return copyLogMeaning(localize, 'ETag');
    case 'Count':
      return localize('How many items are in this category.');
    case 'Description':
      return localize('The category, as described by the service.');
    default:
      return undefined;
  }
}
