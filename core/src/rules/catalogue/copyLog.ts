import type { MessageTemplate, RuleTable } from '../rule';
import { notWellFormed } from './xmlSyntax';

const information = (text: string): MessageTemplate => ({ text, severity: 'information' });
const warning = (text: string): MessageTemplate => ({ text, severity: 'warning' });

const again = 'Prepare the drive again and send it once more.';
const support = 'Contact Azure support and name the job and this log.';

/** What the service reports about a drive (file-format-log, "Drive status codes"), by code. */
const driveStatuses = {
  Completed: information('The drive was processed without errors.'),
  CompletedWithWarnings: warning(
    'The drive was processed; some blobs were renamed or skipped, as their disposition requires. Check the blobs whose ImportDisposition is Renamed or Skipped.',
  ),
  CompletedWithErrors:
    'The drive was processed, but some blobs or parts of blobs were not imported. Correct what this log reports about its blobs, then import those files once more; keep the sources until then.',
  Failed:
    'The drive was not processed. Correct what this log reports; if it reports nothing, contact Azure support and name the job and this log. Keep the sources until then.',
  NotStarted: warning('The drive has not been processed yet. Check the log again when the job is complete.'),
  InProgress: warning('The drive is still being processed. Check the log again when the job is complete.'),
  HardwareError: 'The hardware of the drive failed. Send the data on another drive.',
  DriveCorrupted: `The contents of the drive cannot be read. Verify the drive when it is back. ${again}`,
  DriveNotDetected:
    "The drive was not detected at the data centre's station. It may have been damaged in transit: ask the data centre, and send another drive.",
  DriveNotReceived:
    'The drive has not arrived at the data centre. Ask the carrier, and check the tracking number in the job.',
  NotReturned: 'The drive was not sent back. Contact Azure support and name the job.',
  UnsupportedDrive:
    'The data centre cannot connect this kind of drive. Use a 2.5" SATA SSD, or a 2.5" or 3.5" SATA HDD.',
  UnsupportedData:
    'The data on the drive cannot be imported. Correct what this log reports, prepare the drive again and send it once more.',
  DeviceFormatted: `The drive was formatted after it was prepared. ${again}`,
  DeviceMetadataModified: `The metadata that describes the data on the drive was changed after the drive was prepared. ${again}`,
  MetadataFilesModifiedOrRemoved: `Files that describe the data on the drive were changed or removed after the drive was prepared. ${again}`,
  StorageAccountNotAccessible:
    'The service cannot reach the storage account. Check whether it still exists, and allow "trusted Microsoft services" through its firewall.',
  OtherServiceError: `The service itself failed. ${support}`,
  OtherUserError: `The service says that something about the drive or the job must be corrected, but not what. ${support}`,
  DiskNotFound:
    'No disk was found on the drive. The drive may have been damaged in transit: ask the data centre, and send another drive.',
  VolumeNotNtfs: `The first data volume of the drive is not NTFS. ${again}`,
  DiskOperationFailed:
    'The drive could not be read or written, for an unknown reason. Verify the drive when it is back, and send another one if that fails.',
  BitLockerVolumeNotFound: `The drive has no volume that BitLocker could encrypt. ${again}`,
  BitLockerNotActivated: `BitLocker is not turned on for the volume. ${again}`,
  BitLockerProtectorNotFound: `The volume has no numerical password to unlock it, only other protectors. Add one with "manage-bde -protectors -add" or prepare the drive again, then send it once more.`,
  BitLockerKeyInvalid:
    "The BitLocker key in the job does not unlock the volume. Compare the drive's key in the job with the one in the journal or JRM, and correct the job.",
  BitLockerUnlockVolumeFailed:
    'The volume could not be unlocked, for an unknown reason. Verify the drive when it is back; if it unlocks there, contact Azure support.',
  BitLockerFailed:
    'BitLocker failed on the drive, for an unknown reason. Verify the drive when it is back; if it unlocks there, contact Azure support.',
  ManifestNameInvalid:
    'The name of the manifest in the job is not a file name. Correct the job: the manifest is \\DriveManifest.xml.',
  ManifestNameTooLong:
    'The name of the manifest in the job is too long. Correct the job: the manifest is \\DriveManifest.xml.',
  ManifestNotFound: `The manifest is not where the job says it is. Compare ManifestFile in the job with the drive: the manifest is \\DriveManifest.xml in the root directory. If it is missing, prepare the drive again.`,
  ManifestAccessDenied: `The service does not have permission to read the manifest. ${again}`,
  ManifestCorrupted: `The manifest does not match the hash in the job: it was changed or damaged. ${again}`,
  ManifestFormatInvalid:
    "The manifest does not have the required format. Open the drive's DriveManifest.xml to see what is wrong with it, and prepare the drive again.",
  ManifestDriveIdMismatch:
    'The drive id in the manifest does not match the serial number of the drive. Drives or journals may have been mixed up: compare the DriveId in each of them, then correct the job or prepare the drive again.',
  ReadManifestFailed:
    'The drive reported an error while its manifest was being read. Verify the drive when it is back, and send another one if that fails.',
  BlobListFormatInvalid:
    'The list of blobs to export does not have the required format. Correct the list, and create the export job again.',
  BlobRequestForbidden:
    "The service does not have permission to write to the storage account: its key or the SAS may be wrong or may have expired. Correct it, and check the account's firewall.",
  InternalError: `The service itself failed. ${support}`,
  unknown:
    'The service reports {0}, which is not a documented status of a drive. Look it up, or contact Azure support.',
  missing:
    'The log does not state the result for the drive: <Status> is missing after the blobs. Download the log once more; it may have been cut off.',
  'missing-summary': warning(
    'The log does not state the result for the drive: <CopyLog> is missing after the errors. Download the log once more; it may have been cut off.',
  ),
} as const satisfies Readonly<Record<string, MessageTemplate>>;

const exportAgain = 'Create an export job for what is missing, and send another drive.';

/** The same for a drive that an export job filled. */
const exportDriveStatuses = {
  'export:Completed': information('The drive was filled without errors.'),
  'export:CompletedWithWarnings': warning(
    'The drive was filled, with warnings about some of the blobs. Check the blobs that this log reports.',
  ),
  'export:CompletedWithErrors':
    'The drive was filled, but some blobs or parts of blobs are not on it. Check what this log reports, then export those blobs once more or download them; keep them in the account until then.',
  'export:Failed':
    'The drive was not filled. Correct what this log reports; if it reports nothing, contact Azure support and name the job and this log.',
  'export:DiskNotFound':
    'No disk was found on the drive. The drive may have been damaged in transit: ask the data centre, and send another drive.',
  'export:VolumeNotNtfs':
    'The first data volume of the drive is not NTFS. Format the drive with NTFS, and send it with a new export job.',
  'export:DiskOperationFailed': `The drive could not be read or written, for an unknown reason. ${exportAgain}`,
  'export:BitLockerVolumeNotFound':
    'The drive has no volume that BitLocker can encrypt. Create one, and send the drive with a new export job.',
  'export:BitLockerNotActivated': `BitLocker could not be turned on for the volume. ${exportAgain}`,
  'export:BitLockerProtectorNotFound': `The volume has no key that the service knows. ${exportAgain}`,
  'export:BitLockerUnlockVolumeFailed': `The volume could not be unlocked, for an unknown reason. ${exportAgain}`,
  'export:BitLockerFailed': `BitLocker failed on the drive, for an unknown reason. ${exportAgain}`,
  'export:ManifestNotFound': `The service did not find the manifest that it wrote. ${exportAgain}`,
  'export:ManifestAccessDenied': `The service does not have permission to read the manifest that it wrote. ${exportAgain}`,
  'export:ManifestCorrupted': `The manifest on the drive is not the one that the service wrote: the drive may be failing. ${exportAgain}`,
  'export:ManifestFormatInvalid': `The manifest on the drive is not the one that the service wrote: the drive may be failing. ${exportAgain}`,
  'export:ManifestDriveIdMismatch':
    'The drive id in the job does not match the serial number of the drive. Drives may have been mixed up: compare the DriveId of each drive with the job.',
  'export:ReadManifestFailed': `The drive reported an error while its manifest was being read. ${exportAgain}`,
  'export:BlobRequestForbidden':
    "The service does not have permission to read the storage account: its key or the SAS may be wrong or may have expired. Correct it, and check the account's firewall.",
  'export:HardwareError': `The hardware of the drive failed. ${exportAgain}`,
  'export:DriveCorrupted': `The data written to the drive cannot be read. ${exportAgain}`,
  'export:UnsupportedData': 'Some of the data cannot be exported. Check what this log reports, and download that data.',
  'export:DeviceFormatted': `The drive was formatted while the job was in progress. ${exportAgain}`,
  'export:DeviceMetadataModified': `The metadata that describes the data on the drive was changed while the job was in progress. ${exportAgain}`,
  'export:MetadataFilesModifiedOrRemoved': `Files that describe the data on the drive were changed or removed while the job was in progress. ${exportAgain}`,
} as const satisfies Readonly<Record<string, MessageTemplate>>;

const file = 'Prepare the file again for another drive, or upload it.';

/** What it reports about a blob or file ("Blob status codes"; those of Data Box Disk write logs of the same form). */
const blobStatuses = {
  Completed: information('The blob was imported without errors.'),
  CompletedWithErrors:
    'The blob was imported with errors in its blocks or page ranges, its metadata or its properties: see the findings below. Import it once more.',
  FileNameInvalid: `Windows cannot open the file on the drive because of its name. Correct the name of the source. ${file}`,
  FileNameTooLong: `The name of the file on the drive is too long. Shorten the path of the source. ${file}`,
  FileNotFound: `The file is not on the drive, although the manifest lists it. Verify the drive when it is back. ${file}`,
  FileAccessDenied: `The service does not have permission to read the file on the drive. ${file}`,
  BlobRequestFailed:
    'The storage service refused to write the blob. Check the name of the blob and the state of the storage account, then import the blob once more.',
  BlobRequestForbidden:
    'The service does not have permission to write the blob: the account key or the SAS may be wrong or may have expired. Correct it, then import the blob once more.',
  RenameFailed:
    'The blob already exists, and no free name was found for it. Choose another destination or the disposition overwrite.',
  BlobUnexpectedChange:
    'The blob changed while it was being exported. Export it once more when nothing is writing to it.',
  LeasePresent:
    'The blob has an active lease, so it was not overwritten. Break the lease or choose another destination, then import the blob once more.',
  IOFailed: `The drive or the network failed while the blob was being imported. Verify the drive when it is back. ${file}`,
  Failed: `The blob was not imported, for an unknown reason. ${file}`,
  Renamed: warning('The blob was imported under another name: see BlobPath.'),
  None: information('The item was imported without errors.'),
  Corrupted: `The imported data differs from the data that was read: the checksums do not match. ${file}`,
  StorageRequestFailed:
    'The storage service rejected the item. Check its name and the state of the storage account, then import it once more.',
  StorageRequestForbidden:
    'The service does not have permission to write the item: the account key or the SAS may be wrong or may have expired. Correct it, then import the item once more.',
  InvalidWorkitem:
    'The item violates an Azure naming rule or limit, so it was not imported. Rename it or make it smaller, then import it once more.',
  InvalidPageBlobUploadAsBlockBlob: warning(
    'The file is not a page blob, so it was imported as a block blob into a container whose name begins with "databoxdisk-invalid-pb-".',
  ),
  InvalidAzureFileUploadAsBlockBlob: warning(
    'The file does not fit in a share, so it was imported as a block blob into a container whose name begins with "databoxdisk-invalid-af-".',
  ),
  InvalidManagedDiskUploadAsBlockBlob: warning(
    'The file is not a managed disk, so it was imported as a block blob into a container whose name begins with "databoxdisk-invalid-md-".',
  ),
  InvalidManagedDiskUploadAsPageBlob: warning(
    'The file is not a managed disk, so it was imported as a page blob into a container whose name begins with "databoxdisk-invalid-md-".',
  ),
  ManagedDiskCreationTerminalFailure:
    'The file was not converted to a managed disk; it is a page blob in the staging account. Convert it there.',
  DiskConversionNotStartedTierInfoMissing: warning(
    'The file was outside the folders for the tiers, so it was not converted to a managed disk; it is a page blob in the staging account. Convert it there.',
  ),
  MovedToOverflowShare: warning(
    'The share would have become too large, so the file was imported into another one, whose name ends with "-2".',
  ),
  MovedToDefaultAzureShare: warning(
    'The file was not in a folder, so it was imported into a share whose name begins with "databox-".',
  ),
  ContainerRenamed: warning(
    'The container name violates an Azure naming rule, so it was changed to one that begins with "databox-": see BlobPath.',
  ),
  ShareRenamed: warning(
    'The share name violates an Azure naming rule, so it was changed to one that begins with "databox-": see FileStoragePath.',
  ),
  BlobRenamed: warning('The name violates an Azure naming rule, so it was changed: see BlobPath.'),
  FileRenamed: warning('The name violates an Azure naming rule, so it was changed: see FileStoragePath.'),
  DiskRenamed: warning('The name violates an Azure naming rule, so it was changed: see BlobPath.'),
  unknown: 'The service reports {0}, which is not a documented status of a blob. Look it up, or contact Azure support.',
} as const satisfies Readonly<Record<string, MessageTemplate>>;

const download = 'Export the blob once more, or download it.';

/** The same for a blob to be copied to a drive: a failed one is missing on the drive, not in the account. */
const exportBlobStatuses = {
  'export:Completed': information('The blob was exported without errors.'),
  'export:CompletedWithErrors': `The blob is on the drive with errors in its blocks or page ranges, its metadata or its properties: see the findings below. ${download}`,
  'export:FileNameInvalid':
    'The blob name results in a file name that Windows does not accept, so the blob is not on the drive. Download the blob, or copy it to another name and export the copy.',
  'export:FileNameTooLong':
    'The blob name results in a path that is too long for the drive, so the blob is not on it. Download the blob, or copy it to a shorter name and export the copy.',
  'export:FileNotFound': `The blob's file is not on the drive, although the service wrote it. ${download}`,
  'export:FileAccessDenied': `The service does not have permission to write the file on the drive. ${download}`,
  'export:BlobRequestFailed':
    'The storage service refused to read the blob. Check whether the blob exists, check the state of the storage account, then export the blob once more.',
  'export:BlobRequestForbidden':
    'The service does not have permission to read the blob: the account key or the SAS may be wrong or may have expired. Correct it, then export the blob once more.',
  'export:LeasePresent': 'The blob has an active lease. Break the lease, then export the blob once more.',
  'export:IOFailed': `The drive or the network failed while the blob was being exported: it is missing from the drive, or incomplete. ${download}`,
  'export:Failed': `The blob is not on the drive, for an unknown reason. ${download}`,
  'export:Corrupted': `The data written to the drive differs from the blob: the checksums do not match. ${download}`,
  'export:StorageRequestFailed':
    'The storage service refused to read the item. Check whether the item exists, check the state of the storage account, then export the item once more.',
  'export:StorageRequestForbidden':
    'The service does not have permission to read the item: the account key or the SAS may be wrong or may have expired. Correct it, then export the item once more.',
} as const satisfies Readonly<Record<string, MessageTemplate>>;

/** What happened where the blob already existed ("Import disposition status codes"). */
const dispositionStatuses = {
  'disposition:Created': information('The blob was created; no blob of that name existed.'),
  'disposition:Renamed': warning(
    'A blob of that name already existed, so this one was renamed, as its disposition rename requires: see BlobPath.',
  ),
  'disposition:Skipped': warning(
    'A blob of that name already existed, so this one was not imported, as its disposition no-overwrite requires. To replace the existing blob, import this one with overwrite.',
  ),
  'disposition:Overwritten': information(
    'The blob replaced one of the same name, as its disposition overwrite requires.',
  ),
  'disposition:Cancelled': information('This was not attempted because an earlier step failed.'),
  'disposition:unknown': warning('The service reports {0}, which is not a documented status of a disposition.'),
} as const satisfies Readonly<Record<string, MessageTemplate>>;

/**
 * What happened to blocks and page ranges: {0} is how many, of the {1} that the log lists ("Page range/block status
 * codes").
 */
const rangeStatuses = {
  'range:Completed': information('The block or page range was imported without errors.'),
  'range:Committed':
    '{0} of {1} blocks were committed, but the list of all blocks was not, because other blocks failed. Import the file once more.',
  'range:Uncommitted': '{0} of {1} blocks were uploaded but not committed. Import the file once more.',
  'range:Corrupted':
    '{0} of {1} blocks or page ranges do not match their hash: the drive was damaged or changed. Verify the drive when it is back, and import the file once more.',
  'range:FileUnexpectedEnd':
    '{0} of {1} blocks or page ranges are past the end of the file on the drive: the file is shorter than the manifest says. Import the file once more.',
  'range:BlobUnexpectedEnd':
    '{0} of {1} blocks or page ranges are past the end of the blob. Export the blob once more when nothing is writing to it.',
  'range:BlobRequestFailed':
    'The storage service rejected {0} of {1} blocks or page ranges. Check the state of the storage account, and import the file once more.',
  'range:IOFailed':
    'The drive or the network failed for {0} of {1} blocks or page ranges. Verify the drive when it is back, and import the file once more.',
  'range:Failed': '{0} of {1} blocks or page ranges failed for an unknown reason. Import the file once more.',
  'range:Cancelled': information('This was not attempted because an earlier step failed.'),
  'range:unknown': warning(
    'The service reports {2} for {0} of {1} blocks or page ranges, which is not a documented status of either.',
  ),
} as const satisfies Readonly<Record<string, MessageTemplate>>;

/** The same for blocks and page ranges to be copied to a drive. */
const exportRangeStatuses = {
  'export:range:Completed': information('The block or page range was exported without errors.'),
  'export:range:Corrupted': `{0} of {1} blocks or page ranges on the drive do not match their hash. ${download}`,
  'export:range:FileUnexpectedEnd': `{0} of {1} blocks or page ranges are past the end of the file on the drive: it is shorter than the blob. ${download}`,
  'export:range:BlobRequestFailed': `The storage service refused to read {0} of {1} blocks or page ranges. ${download}`,
  'export:range:IOFailed': `The drive or the network failed for {0} of {1} blocks or page ranges: the file on the drive is incomplete. ${download}`,
  'export:range:Failed': `{0} of {1} blocks or page ranges failed for an unknown reason: the file on the drive is incomplete. ${download}`,
} as const satisfies Readonly<Record<string, MessageTemplate>>;

const sideFile = 'Set them in the storage account, or import the blob once more.';

/**
 * What happened to metadata and properties; {0} is "Metadata" or "Properties" ("Metadata status codes", "Properties
 * status codes").
 */
const sideFileStatuses = {
  'side-file:Completed': information('{0} were set without errors.'),
  'side-file:FileNameInvalid': `{0}: Windows cannot open the file on the drive because of its name. ${sideFile}`,
  'side-file:FileNameTooLong': `{0}: the name of the file on the drive is too long. ${sideFile}`,
  'side-file:FileNotFound': `{0}: the file is not on the drive, although the manifest lists it. ${sideFile}`,
  'side-file:FileAccessDenied': `{0}: the service does not have permission to read the file on the drive. ${sideFile}`,
  'side-file:Corrupted': `{0}: the file on the drive does not match its hash in the manifest. ${sideFile}`,
  'side-file:XmlReadFailed':
    '{0}: the file does not have the required format. Open the file to see what is wrong with it, and import the blob once more.',
  'side-file:XmlWriteFailed': '{0}: the file could not be written. Export the blob once more.',
  'side-file:BlobRequestFailed': `{0}: the storage service rejected them. ${sideFile}`,
  'side-file:IOFailed': `{0}: the drive or the network failed. ${sideFile}`,
  'side-file:Failed': `{0} were not set, for an unknown reason. ${sideFile}`,
  'side-file:Cancelled': information('{0}: not attempted because an earlier step failed.'),
  'side-file:unknown': warning('{0}: the service reports {1}, which is not a documented status.'),
} as const satisfies Readonly<Record<string, MessageTemplate>>;

const readThem = 'Read them from the blob in the storage account.';

/** The same for the files beside an exported blob. */
const exportSideFileStatuses = {
  'export:side-file:Completed': information('{0} were written without errors.'),
  'export:side-file:FileNameInvalid': `{0}: the blob name results in a file name that Windows does not accept, so they are not on the drive. ${readThem}`,
  'export:side-file:FileNameTooLong': `{0}: the blob name results in a path that is too long for the drive, so they are not on it. ${readThem}`,
  'export:side-file:FileNotFound': `{0}: the file is not on the drive, although the service wrote it. ${readThem}`,
  'export:side-file:FileAccessDenied': `{0}: the service does not have permission to write the file on the drive. ${readThem}`,
  'export:side-file:Corrupted': `{0}: the file on the drive does not match its hash. ${readThem}`,
  'export:side-file:XmlReadFailed': `{0}: the file on the drive does not have the required format. ${readThem}`,
  'export:side-file:BlobRequestFailed': `{0}: the storage service refused to read them. ${readThem}`,
  'export:side-file:IOFailed': `{0}: the drive or the network failed, so they are not on the drive. ${readThem}`,
  'export:side-file:Failed': `{0} are not on the drive, for an unknown reason. ${readThem}`,
} as const satisfies Readonly<Record<string, MessageTemplate>>;

/**
 * Why an item was not copied, or what was changed about it, in logs since 2021. {0}: the error code; {1}: the name
 * before renaming; {2}: the category as written. `name`: the explanation for names that Windows does not allow.
 */
const categories = {
  UploadErrorWin32: `Windows could not read the file on the drive (error {0}). Verify the drive when it is back. ${file}`,
  'UploadErrorWin32:name': `Windows could not open the file on the drive because it does not accept the name (error {0}). Correct the name of the source. ${file}`,
  UploadErrorCloudHttp:
    'The storage service rejected the item with error {0}. Check its name, its size and the state of the storage account, then import it once more.',
  'UploadErrorCloudHttp:403':
    'The storage service rejected the item with error {0}: the import service does not have permission to write to the account. Allow "trusted Microsoft services" through its firewall, check its keys and policies, then import the item once more.',
  UploadErrorDataValidationError: `The data read from the drive does not match its checksum in the manifest (error {0}): the file was changed or damaged. Verify the drive when it is back. ${file}`,
  UploadErrorManagedConversionError:
    'The file was not converted to a managed disk (error {0}); it is a page blob in the staging account. Convert it there, or import it as a fixed VHD.',
  UploadErrorUnknownType: `The item was not imported, for a reason unknown to the service (error {0}). ${file}`,
  ContainerRenamed: warning(
    'The container name {1} violates an Azure naming rule, so the data was imported into the container that Path begins with. Use a name of 3 to 63 lower-case letters, digits and hyphens next time, or copy the blobs to the right container.',
  ),
  ShareRenamed: warning(
    'The share name {1} violates an Azure naming rule, so the data was imported into the share that Path begins with. Use a name of 3 to 63 lower-case letters, digits and hyphens next time, or copy the files to the right share.',
  ),
  BlobRenamed: warning(
    'The blob name {1} violates an Azure naming rule, so the blob has the name given in Path. Copy it to the name that it should have.',
  ),
  FileRenamed: warning(
    'The file name {1} violates an Azure naming rule, so the file has the name given in Path. Rename it in the share.',
  ),
  DiskRenamed: warning(
    'The managed disk name {1} violates an Azure naming rule, so the disk has the name given in Path.',
  ),
  FileNameTrailsWithSlash:
    'The blob name ends with a slash, which a file name cannot, so the blob is not on the drive. Download the blob, or copy it to another name and export the copy.',
  ExportCloudHttp: `The storage service refused to read the blob (error {0}), so it is not on the drive. Check whether the blob exists, and check the state of the storage account. ${download}`,
  'export:UploadErrorWin32': `Windows could not write the blob's file to the drive (error {0}), so it is not on the drive. ${download}`,
  'export:UploadErrorWin32:name':
    "Windows cannot write a file with the blob's name (error {0}), so the blob is not on the drive. Download the blob, or copy it to another name and export the copy.",
  'export:UploadErrorCloudHttp': `The storage service refused to read the blob, with the error {0}, so it is not on the drive. Check whether the blob exists and the state of the storage account. ${download}`,
  'export:UploadErrorDataValidationError': `The data written to the drive does not match the blob (error {0}). ${download}`,
  'export:UploadErrorUnknownType': `The blob is not on the drive, for a reason unknown to the service (error {0}). ${download}`,
  unknown:
    'The service reports {2} with error {0}, which is not a documented category. Look it up, or contact Azure support.',
} as const satisfies Readonly<Record<string, MessageTemplate>>;

/** What the data center reports in its copy log and error log. */
export const copyLogRules = {
  // default: {0} what the parser reports; root: {0} the element.
  'log/syntax': {
    severity: 'error',
    summary: 'The copy log is not well-formed XML of the expected form.',
    messages: {
      default: `${notWellFormed} Download the log once more; it may have been cut off.`,
      root: '<{0}> is not a copy log: the outermost element must be <DriveLog>, or in logs since 2021 <ErroredEntity>, <File> or <CopyLog>.',
    },
    explanation: 'The service writes the log. A log that cannot be parsed was cut off during transfer, or changed.',
    fixable: false,
  },
  'log/drive-status': {
    severity: 'error',
    summary: 'The service reports a problem with a drive.',
    messages: { ...driveStatuses, ...exportDriveStatuses },
    explanation:
      'The last element of a copy log gives the result for the drive as a whole. If the drive could not be opened, nothing was imported and the log has no blobs. Logs of export jobs have the same form, but there the drive is what is incomplete. They are recognised by what only they contain, such as `LastModified` or `ETag`.',
    fixable: false,
  },
  'log/blob-status': {
    severity: 'error',
    summary: 'The service reports a problem with a blob, or with a part of one.',
    messages: {
      ...blobStatuses,
      ...dispositionStatuses,
      ...rangeStatuses,
      ...sideFileStatuses,
      ...exportBlobStatuses,
      ...exportRangeStatuses,
      ...exportSideFileStatuses,
    },
    explanation:
      'A blob has its own status, and so do its disposition, its blocks or page ranges, its metadata and its properties. The verbose log lists all blobs; the error log lists those with a problem. *Cancelled* is a consequence of another error and is not reported separately.',
    fixable: false,
  },
  'log/category': {
    severity: 'error',
    summary: 'The service reports why an item was not copied, or what it changed about it.',
    messages: categories,
    explanation:
      'Logs since 2021 have an `<ErroredEntity>`, with a category and an error code, for each item that was not copied, or was copied under a different name. After these, `<CopyLog>` gives the result for the drive. The verbose log has a `<File>` for each item that was copied, with the CRC-64 of its content.',
    fixable: false,
  },
} as const satisfies RuleTable;
