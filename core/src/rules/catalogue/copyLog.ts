import type { MessageTemplate, RuleTable } from '../rule';
import { notWellFormed } from './xmlSyntax';

const information = (text: string): MessageTemplate => ({ text, severity: 'information' });
const warning = (text: string): MessageTemplate => ({ text, severity: 'warning' });

const again = 'Prepare the drive again and send it once more.';
const support = 'Ask the support of Azure, and name the job and this log.';

/** What the service reports about a drive (file-format-log, "Drive status codes"), by code. */
const driveStatuses = {
  Completed: information('The drive was processed without errors.'),
  CompletedWithWarnings: warning(
    'The drive was processed; some blobs were renamed or left out, as their disposition says. Look at the blobs whose ImportDisposition is Renamed or Skipped.',
  ),
  CompletedWithErrors:
    'The drive was processed, and some blobs or parts of blobs were not imported. Correct what the blobs of this log report, and import those files once more; keep the sources until then.',
  Failed:
    'The drive was not processed. Correct what this log reports; where it reports nothing, ask the support of Azure, and name the job and this log. Keep the sources until then.',
  NotStarted: warning('The drive has not been processed yet. Look at the log again when the job is done.'),
  InProgress: warning('The drive is still being processed. Look at the log again when the job is done.'),
  HardwareError: 'The hardware of the drive failed. Send the data on another drive.',
  DriveCorrupted: `What is on the drive cannot be read. Verify the drive when it is back. ${again}`,
  DriveNotDetected:
    "The drive was not found at the data centre's station. It may have been damaged on its way: ask the data centre, and send another drive.",
  DriveNotReceived:
    'The drive has not arrived at the data centre. Ask the carrier, and compare the tracking number of the job.',
  NotReturned: 'The drive was not sent back. Ask the support of Azure, and name the job.',
  UnsupportedDrive:
    'The data centre cannot connect a drive of this kind. Use a 2.5" SSD, or a 2.5" or 3.5" HDD, with SATA.',
  UnsupportedData:
    'What is on the drive cannot be imported. Correct what this log reports, prepare the drive again and send it once more.',
  DeviceFormatted: `The drive was formatted after it had been prepared. ${again}`,
  DeviceMetadataModified: `What describes the data on the drive was changed after it had been prepared. ${again}`,
  MetadataFilesModifiedOrRemoved: `Files that describe the data on the drive were changed or removed after it had been prepared. ${again}`,
  StorageAccountNotAccessible:
    'The service cannot reach the storage account. Look whether it still exists, and let "trusted Microsoft services" through its firewall.',
  OtherServiceError: `The service itself failed. ${support}`,
  OtherUserError: `The service says that something about the drive or the job has to be corrected, and not what. ${support}`,
  DiskNotFound:
    'No disk was found on the drive. It may have been damaged on its way: ask the data centre, and send another drive.',
  VolumeNotNtfs: `The first data volume of the drive is not NTFS. ${again}`,
  DiskOperationFailed:
    'The drive could not be read or written, for a reason that is not known. Verify the drive when it is back, and send another one where it fails.',
  BitLockerVolumeNotFound: `The drive has no volume that BitLocker could encrypt. ${again}`,
  BitLockerNotActivated: `BitLocker is not turned on for the volume. ${again}`,
  BitLockerProtectorNotFound: `The volume has no numerical password to unlock it with, only other protectors. Add one with "manage-bde -protectors -add", or prepare the drive again, and send it once more.`,
  BitLockerKeyInvalid:
    "The BitLocker key of the job does not unlock the volume. Compare the drive's key in the job with the one in the journal or JRM, and correct the job.",
  BitLockerUnlockVolumeFailed:
    'The volume could not be unlocked, for a reason that is not known. Verify the drive when it is back; where it unlocks there, ask the support of Azure.',
  BitLockerFailed:
    'BitLocker failed on the drive, for a reason that is not known. Verify the drive when it is back; where it unlocks there, ask the support of Azure.',
  ManifestNameInvalid:
    'The name of the manifest in the job is no name of a file. Correct the job: the manifest is \\DriveManifest.xml.',
  ManifestNameTooLong:
    'The name of the manifest in the job is too long. Correct the job: the manifest is \\DriveManifest.xml.',
  ManifestNotFound: `The manifest is not on the drive where the job says. Compare ManifestFile in the job with the drive: it is \\DriveManifest.xml at its root. Where it is missing, prepare the drive again.`,
  ManifestAccessDenied: `The service may not read the manifest. ${again}`,
  ManifestCorrupted: `The manifest is not the one whose hash the job has: it was changed, or damaged. ${again}`,
  ManifestFormatInvalid:
    "The manifest is not of the required form. Open the drive's DriveManifest.xml to see what is wrong with it, and prepare the drive again.",
  ManifestDriveIdMismatch:
    'The drive id in the manifest is not the serial number of the drive. Drives or journals may have been mixed up: compare the DriveId of each, and correct the job, or prepare the drive again.',
  ReadManifestFailed:
    'The drive reported an error while its manifest was read. Verify the drive when it is back, and send another one where it fails.',
  BlobListFormatInvalid:
    'The list of blobs to export is not of the required form. Correct the list, and create the export job again.',
  BlobRequestForbidden:
    "The service may not write to the storage account: its key or the SAS may be wrong or have expired. Correct it, and look at the account's firewall.",
  InternalError: `The service itself failed. ${support}`,
  unknown:
    'The service reports {0}, which is none of the documented states of a drive. Look it up, or ask the support of Azure.',
  missing:
    'The log does not say how the drive ended: <Status> is missing behind the blobs. Download the log once more; it may have been cut off.',
  'missing-summary': warning(
    'The log does not say how the drive ended: <CopyLog> is missing behind the errors. Download the log once more; it may have been cut off.',
  ),
} as const satisfies Readonly<Record<string, MessageTemplate>>;

const exportAgain = 'Create an export job for what is missing, and send another drive.';

/** The same for a drive that an export job filled. */
const exportDriveStatuses = {
  'export:Completed': information('The drive was filled without errors.'),
  'export:CompletedWithWarnings': warning(
    'The drive was filled, with remarks about some of the blobs. Look at those that this log reports.',
  ),
  'export:CompletedWithErrors':
    'The drive was filled, and some blobs or parts of blobs are not on it. Look at what this log reports, and export those blobs once more, or download them; keep them in the account until then.',
  'export:Failed':
    'The drive was not filled. Correct what this log reports; where it reports nothing, ask the support of Azure, and name the job and this log.',
  'export:DiskNotFound':
    'No disk was found on the drive. It may have been damaged on its way: ask the data centre, and send another drive.',
  'export:VolumeNotNtfs':
    'The first data volume of the drive is not NTFS. Format the drive with NTFS, and send it with a new export job.',
  'export:DiskOperationFailed': `The drive could not be read or written, for a reason that is not known. ${exportAgain}`,
  'export:BitLockerVolumeNotFound':
    'The drive has no volume that BitLocker could encrypt. Make one, and send the drive with a new export job.',
  'export:BitLockerNotActivated': `BitLocker could not be turned on for the volume. ${exportAgain}`,
  'export:BitLockerProtectorNotFound': `The volume has no key that the service knows. ${exportAgain}`,
  'export:BitLockerUnlockVolumeFailed': `The volume could not be unlocked, for a reason that is not known. ${exportAgain}`,
  'export:BitLockerFailed': `BitLocker failed on the drive, for a reason that is not known. ${exportAgain}`,
  'export:ManifestNotFound': `The service did not find the manifest that it had written. ${exportAgain}`,
  'export:ManifestAccessDenied': `The service may not read the manifest that it had written. ${exportAgain}`,
  'export:ManifestCorrupted': `The manifest on the drive is not the one that the service had written: the drive may be failing. ${exportAgain}`,
  'export:ManifestFormatInvalid': `The manifest on the drive is not the one that the service had written: the drive may be failing. ${exportAgain}`,
  'export:ManifestDriveIdMismatch':
    'The drive id of the job is not the serial number of the drive. Drives may have been mixed up: compare the DriveId of each with the job.',
  'export:ReadManifestFailed': `The drive reported an error while its manifest was read. ${exportAgain}`,
  'export:BlobRequestForbidden':
    "The service may not read the storage account: its key or the SAS may be wrong or have expired. Correct it, and look at the account's firewall.",
  'export:HardwareError': `The hardware of the drive failed. ${exportAgain}`,
  'export:DriveCorrupted': `What was written to the drive cannot be read. ${exportAgain}`,
  'export:UnsupportedData': 'Some of the data cannot be exported. Look at what this log reports, and download it.',
  'export:DeviceFormatted': `The drive was formatted while the job went on. ${exportAgain}`,
  'export:DeviceMetadataModified': `What describes the data on the drive was changed while the job went on. ${exportAgain}`,
  'export:MetadataFilesModifiedOrRemoved': `Files that describe the data on the drive were changed or removed while the job went on. ${exportAgain}`,
} as const satisfies Readonly<Record<string, MessageTemplate>>;

const file = 'Prepare the file again for another drive, or upload it.';

/** What it reports about a blob or file ("Blob status codes"; those of Data Box Disk write logs of the same form). */
const blobStatuses = {
  Completed: information('The blob was imported without errors.'),
  CompletedWithErrors:
    'The blob was imported with errors in its blocks or page ranges, its metadata or its properties: see those below. Import it once more.',
  FileNameInvalid: `The name of the file on the drive is not one that Windows can open. Correct the name of the source. ${file}`,
  FileNameTooLong: `The name of the file on the drive is too long. Shorten the path of the source. ${file}`,
  FileNotFound: `The file is not on the drive, though the manifest lists it. Verify the drive when it is back. ${file}`,
  FileAccessDenied: `The service may not read the file on the drive. ${file}`,
  BlobRequestFailed:
    'The storage service refused to write the blob. Check the name of the blob and the state of the storage account, then import it once more.',
  BlobRequestForbidden:
    'The service may not write the blob: the key of the account or the SAS may be wrong or have expired. Correct it, then import it once more.',
  RenameFailed:
    'The blob exists already, and no free name was found for it. Choose another destination, or the disposition overwrite.',
  BlobUnexpectedChange: 'The blob changed while it was exported. Export it once more when nobody writes to it.',
  LeasePresent:
    'Somebody holds a lease on the blob, so it was not overwritten. Break the lease, or choose another destination, then import it once more.',
  IOFailed: `The drive or the network failed while the blob was imported. Verify the drive when it is back. ${file}`,
  Failed: `The blob was not imported, for a reason that is not known. ${file}`,
  Renamed: warning('The blob was imported under another name: see BlobPath.'),
  None: information('The item was imported without errors.'),
  Corrupted: `What was imported differs from what was read: the sums do not match. ${file}`,
  StorageRequestFailed:
    'The storage service refused the item. Check its name and the state of the storage account, then import it once more.',
  StorageRequestForbidden:
    'The service may not write the item: the key of the account or the SAS may be wrong or have expired. Correct it, then import it once more.',
  InvalidWorkitem:
    'The item breaks a rule of names or a limit of Azure, and was not imported. Rename it or make it smaller, then import it once more.',
  InvalidPageBlobUploadAsBlockBlob: warning(
    'The file is no page blob, and was imported as a block blob into a container whose name begins with "databoxdisk-invalid-pb-".',
  ),
  InvalidAzureFileUploadAsBlockBlob: warning(
    'The file fits no share, and was imported as a block blob into a container whose name begins with "databoxdisk-invalid-af-".',
  ),
  InvalidManagedDiskUploadAsBlockBlob: warning(
    'The file is no managed disk, and was imported as a block blob into a container whose name begins with "databoxdisk-invalid-md-".',
  ),
  InvalidManagedDiskUploadAsPageBlob: warning(
    'The file is no managed disk, and was imported as a page blob into a container whose name begins with "databoxdisk-invalid-md-".',
  ),
  ManagedDiskCreationTerminalFailure:
    'No managed disk was made of the file; it is a page blob of the staging account. Convert it there.',
  DiskConversionNotStartedTierInfoMissing: warning(
    'The file lay outside of the folders of the tiers, so that no managed disk was made of it; it is a page blob of the staging account. Convert it there.',
  ),
  MovedToOverflowShare: warning(
    'The share would have grown too large, so the file went into another one, whose name ends in "-2".',
  ),
  MovedToDefaultAzureShare: warning(
    'The file lay in no folder, so it went into a share whose name begins with "databox-".',
  ),
  ContainerRenamed: warning(
    'The name of the container breaks a rule of Azure, so it was changed into one that begins with "databox-": see BlobPath.',
  ),
  ShareRenamed: warning(
    'The name of the share breaks a rule of Azure, so it was changed into one that begins with "databox-": see FileStoragePath.',
  ),
  BlobRenamed: warning('The name breaks a rule of Azure, so it was changed: see BlobPath.'),
  FileRenamed: warning('The name breaks a rule of Azure, so it was changed: see FileStoragePath.'),
  DiskRenamed: warning('The name breaks a rule of Azure, so it was changed: see BlobPath.'),
  unknown:
    'The service reports {0}, which is none of the documented states of a blob. Look it up, or ask the support of Azure.',
} as const satisfies Readonly<Record<string, MessageTemplate>>;

const download = 'Export the blob once more, or download it.';

/** The same for a blob to be copied to a drive: a failed one is missing on the drive, not in the account. */
const exportBlobStatuses = {
  'export:Completed': information('The blob was exported without errors.'),
  'export:CompletedWithErrors': `The blob is on the drive with errors in its blocks or page ranges, its metadata or its properties: see those below. ${download}`,
  'export:FileNameInvalid':
    'The name of the blob makes a file name that Windows refuses, so it is not on the drive. Download the blob, or copy it to another name and export that.',
  'export:FileNameTooLong':
    'The name of the blob makes a path that is too long for the drive, so it is not on it. Download the blob, or copy it to a shorter name and export that.',
  'export:FileNotFound': `The file of the blob is not on the drive, though the service wrote it. ${download}`,
  'export:FileAccessDenied': `The service may not write the file on the drive. ${download}`,
  'export:BlobRequestFailed':
    'The storage service refused to read the blob. Check whether the blob exists and the state of the storage account, then export it once more.',
  'export:BlobRequestForbidden':
    'The service may not read the blob: the key of the account or the SAS may be wrong or have expired. Correct it, then export the blob once more.',
  'export:LeasePresent': 'Somebody holds a lease on the blob. Break the lease, then export the blob once more.',
  'export:IOFailed': `The drive or the network failed while the blob was exported: it is not on the drive, or not whole. ${download}`,
  'export:Failed': `The blob is not on the drive, for a reason that is not known. ${download}`,
  'export:Corrupted': `What was written to the drive differs from the blob: the sums do not match. ${download}`,
  'export:StorageRequestFailed':
    'The storage service refused to read the item. Check whether it exists and the state of the storage account, then export it once more.',
  'export:StorageRequestForbidden':
    'The service may not read the item: the key of the account or the SAS may be wrong or have expired. Correct it, then export the item once more.',
} as const satisfies Readonly<Record<string, MessageTemplate>>;

/** What happened where the blob already existed ("Import disposition status codes"). */
const dispositionStatuses = {
  'disposition:Created': information('The blob was created; there was none of that name.'),
  'disposition:Renamed': warning(
    'A blob of that name existed, so this one got another name, as the disposition rename says: see BlobPath.',
  ),
  'disposition:Skipped': warning(
    'A blob of that name existed, so this one was not imported, as the disposition no-overwrite says. Where it was to replace the other, import it with overwrite.',
  ),
  'disposition:Overwritten': information('The blob has replaced one of that name, as the disposition overwrite says.'),
  'disposition:Cancelled': information('It did not come to that: something failed before.'),
  'disposition:unknown': warning('The service reports {0}, which is none of the documented states of a disposition.'),
} as const satisfies Readonly<Record<string, MessageTemplate>>;

/**
 * What happened to blocks and page ranges: {0} is how many, of the {1} that the log lists ("Page range/block status
 * codes").
 */
const rangeStatuses = {
  'range:Completed': information('The block or page range was imported without errors.'),
  'range:Committed':
    '{0} of {1} blocks were committed, but the list of all blocks was not: others failed. Import the file once more.',
  'range:Uncommitted': '{0} of {1} blocks were uploaded and not committed. Import the file once more.',
  'range:Corrupted':
    '{0} of {1} blocks or page ranges do not match their hash: the drive was damaged, or changed. Verify the drive when it is back, and import the file once more.',
  'range:FileUnexpectedEnd':
    '{0} of {1} blocks or page ranges lie behind the end of the file on the drive: it is shorter than the manifest says. Import the file once more.',
  'range:BlobUnexpectedEnd':
    '{0} of {1} blocks or page ranges lie behind the end of the blob. Export it once more when nobody writes to it.',
  'range:BlobRequestFailed':
    'The storage service refused {0} of {1} blocks or page ranges. Check the state of the storage account, and import the file once more.',
  'range:IOFailed':
    'The drive or the network failed at {0} of {1} blocks or page ranges. Verify the drive when it is back, and import the file once more.',
  'range:Failed': '{0} of {1} blocks or page ranges failed for a reason that is not known. Import the file once more.',
  'range:Cancelled': information('It did not come to that: something failed before.'),
  'range:unknown': warning(
    'The service reports {2} for {0} of {1} blocks or page ranges, which is none of their documented states.',
  ),
} as const satisfies Readonly<Record<string, MessageTemplate>>;

/** The same for blocks and page ranges to be copied to a drive. */
const exportRangeStatuses = {
  'export:range:Completed': information('The block or page range was exported without errors.'),
  'export:range:Corrupted': `{0} of {1} blocks or page ranges on the drive do not match their hash. ${download}`,
  'export:range:FileUnexpectedEnd': `{0} of {1} blocks or page ranges lie behind the end of the file on the drive: it is shorter than the blob. ${download}`,
  'export:range:BlobRequestFailed': `The storage service refused to read {0} of {1} blocks or page ranges. ${download}`,
  'export:range:IOFailed': `The drive or the network failed at {0} of {1} blocks or page ranges: the file on the drive is not whole. ${download}`,
  'export:range:Failed': `{0} of {1} blocks or page ranges failed for a reason that is not known: the file on the drive is not whole. ${download}`,
} as const satisfies Readonly<Record<string, MessageTemplate>>;

const sideFile = 'Set them in the storage account, or import the blob once more.';

/**
 * What happened to metadata and properties; {0} is "Metadata" or "Properties" ("Metadata status codes", "Properties
 * status codes").
 */
const sideFileStatuses = {
  'side-file:Completed': information('{0} were set without errors.'),
  'side-file:FileNameInvalid': `{0}: the name of the file on the drive is not one that Windows can open. ${sideFile}`,
  'side-file:FileNameTooLong': `{0}: the name of the file on the drive is too long. ${sideFile}`,
  'side-file:FileNotFound': `{0}: the file is not on the drive, though the manifest names it. ${sideFile}`,
  'side-file:FileAccessDenied': `{0}: the service may not read the file on the drive. ${sideFile}`,
  'side-file:Corrupted': `{0}: the file on the drive does not match its hash in the manifest. ${sideFile}`,
  'side-file:XmlReadFailed':
    '{0}: the file is not of the required form. Open the file to see what is wrong with it, and import the blob once more.',
  'side-file:XmlWriteFailed': '{0}: the file could not be written. Export the blob once more.',
  'side-file:BlobRequestFailed': `{0}: the storage service refused them. ${sideFile}`,
  'side-file:IOFailed': `{0}: the drive or the network failed. ${sideFile}`,
  'side-file:Failed': `{0} were not set, for a reason that is not known. ${sideFile}`,
  'side-file:Cancelled': information('{0}: it did not come to that; something failed before.'),
  'side-file:unknown': warning('{0}: the service reports {1}, which is none of the documented states.'),
} as const satisfies Readonly<Record<string, MessageTemplate>>;

const readThem = 'Read them from the blob in the storage account.';

/** The same for the files beside an exported blob. */
const exportSideFileStatuses = {
  'export:side-file:Completed': information('{0} were written without errors.'),
  'export:side-file:FileNameInvalid': `{0}: the name of the blob makes a file name that Windows refuses, so they are not on the drive. ${readThem}`,
  'export:side-file:FileNameTooLong': `{0}: the name of the blob makes a path that is too long for the drive, so they are not on it. ${readThem}`,
  'export:side-file:FileNotFound': `{0}: the file is not on the drive, though the service wrote it. ${readThem}`,
  'export:side-file:FileAccessDenied': `{0}: the service may not write the file on the drive. ${readThem}`,
  'export:side-file:Corrupted': `{0}: the file on the drive does not match its hash. ${readThem}`,
  'export:side-file:XmlReadFailed': `{0}: the file on the drive is not of the required form. ${readThem}`,
  'export:side-file:BlobRequestFailed': `{0}: the storage service refused to read them. ${readThem}`,
  'export:side-file:IOFailed': `{0}: the drive or the network failed, so they are not on the drive. ${readThem}`,
  'export:side-file:Failed': `{0} are not on the drive, for a reason that is not known. ${readThem}`,
} as const satisfies Readonly<Record<string, MessageTemplate>>;

/**
 * Why an item was not copied, or what was changed about it, in logs since 2021. {0}: the error code; {1}: the name
 * before renaming; {2}: the category as written. `name`: the explanation for names that Windows does not allow.
 */
const categories = {
  UploadErrorWin32: `Windows could not read the file on the drive: it says error {0}. Verify the drive when it is back. ${file}`,
  'UploadErrorWin32:name': `Windows could not open the file on the drive, for its name is none that Windows accepts (error {0}). Correct the name of the source. ${file}`,
  UploadErrorCloudHttp:
    'The storage service refused the item with the error {0}. Check its name, its size and the state of the storage account, then import it once more.',
  'UploadErrorCloudHttp:403':
    'The storage service refused the item with the error {0}: the service may not write to the account. Let "trusted Microsoft services" through its firewall, look at its keys and policies, then import the item once more.',
  UploadErrorDataValidationError: `What was read from the drive does not match its sum in the manifest (error {0}): the file was changed or damaged. Verify the drive when it is back. ${file}`,
  UploadErrorManagedConversionError:
    'No managed disk was made of the file (error {0}); it is a page blob of the staging account. Convert it there, or import it as a fixed VHD.',
  UploadErrorUnknownType: `The item was not imported, for a reason that the service does not know (error {0}). ${file}`,
  ContainerRenamed: warning(
    'The name of the container, {1}, breaks a rule of Azure, so it was imported into the container that Path begins with. Use a name of 3 to 63 lower-case letters, digits and hyphens next time, or copy the blobs to the right container.',
  ),
  ShareRenamed: warning(
    'The name of the share, {1}, breaks a rule of Azure, so it was imported into the share that Path begins with. Use a name of 3 to 63 lower-case letters, digits and hyphens next time, or copy the files to the right share.',
  ),
  BlobRenamed: warning(
    'The name of the blob, {1}, breaks a rule of Azure, so the blob is called as Path says. Copy it to the name that it is to have.',
  ),
  FileRenamed: warning(
    'The name of the file, {1}, breaks a rule of Azure, so the file is called as Path says. Rename it in the share.',
  ),
  DiskRenamed: warning(
    'The name of the managed disk, {1}, breaks a rule of Azure, so the disk is called as Path says.',
  ),
  FileNameTrailsWithSlash:
    'The name of the blob ends with a slash, so no file can be called so and it is not on the drive. Download the blob, or copy it to another name and export that.',
  ExportCloudHttp: `The storage service refused to read the blob, with the error {0}, so it is not on the drive. Check whether the blob exists and the state of the storage account. ${download}`,
  'export:UploadErrorWin32': `Windows could not write the file of the blob to the drive: it says error {0}, so it is not on the drive. ${download}`,
  'export:UploadErrorWin32:name':
    "Windows cannot write a file of the blob's name (error {0}), so it is not on the drive. Download the blob, or copy it to another name and export that.",
  'export:UploadErrorCloudHttp': `The storage service refused to read the blob, with the error {0}, so it is not on the drive. Check whether the blob exists and the state of the storage account. ${download}`,
  'export:UploadErrorDataValidationError': `What was written to the drive does not match the blob (error {0}). ${download}`,
  'export:UploadErrorUnknownType': `The blob is not on the drive, for a reason that the service does not know (error {0}). ${download}`,
  unknown:
    'The service reports {2} with the error {0}, which is none of the documented categories. Look it up, or ask the support of Azure.',
} as const satisfies Readonly<Record<string, MessageTemplate>>;

/** What the data center reports in its copy log and error log. */
export const copyLogRules = {
  // default: {0} what the parser reports; root: {0} the element.
  'log/syntax': {
    severity: 'error',
    summary: 'The copy log is not well-formed XML of the expected shape.',
    messages: {
      default: `${notWellFormed} Download the log once more; it may have been cut off.`,
      root: '<{0}> is no copy log: the outermost element is <DriveLog>, or in logs since 2021 <ErroredEntity>, <File> and <CopyLog>.',
    },
    explanation: 'The service writes the log; one that does not parse was cut off on its way, or changed.',
    fixable: false,
  },
  'log/drive-status': {
    severity: 'error',
    summary: 'The service reports a problem of a drive.',
    messages: { ...driveStatuses, ...exportDriveStatuses },
    explanation:
      'The last element of a copy log says how the drive as a whole ended. Where the drive could not be opened nothing was imported, and the log has no blobs. Logs of export jobs have the same form, and the drive is then what lacks something: they are told by what only they have, such as `LastModified` or `ETag`.',
    fixable: false,
  },
  'log/blob-status': {
    severity: 'error',
    summary: 'The service reports a problem of a blob, or of a part of one.',
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
      'A blob has a status of its own, and so have its disposition, its blocks or page ranges, its metadata and its properties. The verbose log lists all blobs, the error log those that something is wrong with. What is *Cancelled* is a consequence, and not reported again.',
    fixable: false,
  },
  'log/category': {
    severity: 'error',
    summary: 'The service reports what kept an item from being copied, or what it changed about it.',
    messages: categories,
    explanation:
      'Logs since 2021 have an `<ErroredEntity>` for each item that was not copied, or not as it was called, with a category and the code of an error. Behind them `<CopyLog>` says how the drive ended. The verbose log has a `<File>` for each item that was copied, with the CRC-64 of its content.',
    fixable: false,
  },
} as const satisfies RuleTable;
