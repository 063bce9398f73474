/**
 * Limits that several places keep: those of the service and of its tool, with their sources, and how much of a file is read at all.
 * Lengths are in bytes where nothing else is said. What bounds a single algorithm stands with it.
 */

const KiB = 2 ** 10;
const MiB = 2 ** 20;
const TiB = 2 ** 40;

// Jobs and drives.

/** The service's page on requirements. */
export const DRIVES_OF_JOB = 10;
/** Drives of one run of the tool: its documentation of the driveset. */
export const DRIVES_OF_RUN = 25;
/**
 * A longer journal is replaced by the drive infos: the service's page on importing blobs, "2 MB". It does not say which
 * megabytes; so much the portal takes in any case.
 */
export const PORTAL_JOURNAL_LIMIT = 2_000_000;
/** Logical sectors of the drives, which have no others: the service's page on requirements. */
export const SECTOR_LENGTH = 512;

// Blobs and shares.

/** A page blob, and each of its ranges, is a multiple of it: the service's page on the manifest's format. */
export const PAGE_LENGTH = 512;
/** Blocks and page ranges: the page on the manifest's format. */
export const MAX_RANGE_LENGTH = 4 * MiB;
/**
 * Blocks above `MAX_RANGE_LENGTH` and up to here are unsettled: a blob of 5,000,000 MB, which the service's FAQ allows, needs blocks of
 * 100 MB, and the page on the manifest knows none.
 */
export const MAX_UNSETTLED_BLOCK_LENGTH = 100 * MiB;
/** Blocks of a block blob: the page on the manifest. */
export const MAX_BLOCKS = 50_000;
/** A block blob up to this length may go without block ids: the page on the manifest. */
export const MAX_LENGTH_WITHOUT_IDS = 64 * MiB;
/** The service's FAQ, which has blocks of 100 MB. */
export const MAX_BLOCK_BLOB_LENGTH = 5_000_000 * MiB;
/** The service's FAQ. */
export const MAX_PAGE_BLOB_LENGTH = 8 * TiB;
/** A file in a share: limits of Azure Files. */
export const MAX_SHARE_FILE_LENGTH = 4 * TiB;
/** A share as it is by default: limits of Azure Files. */
export const SHARE_CAPACITY = 5 * TiB;
/** A large file share: limits of Azure Files. */
export const LARGE_SHARE_CAPACITY = 100 * TiB;

// Names, in characters: the service's pages on naming containers and blobs, and shares, directories and files.

/** A container and a share. */
export const MAX_CONTAINER_NAME = 63;
export const MAX_BLOB_NAME = 1024;
export const MAX_BLOB_SEGMENTS = 254;
export const MAX_SHARE_COMPONENT = 255;
export const MAX_SHARE_PATH = 2048;
export const MAX_SHARE_LEVELS = 250;
/** Names and values of a blob's metadata together, in bytes: Storage service documentation, setting metadata. */
export const MAX_METADATA_LENGTH = 8 * KiB;
/** The tool's documentation. */
export const MAX_SESSION_ID = 30;
/** The portal. */
export const MAX_JOB_NAME = 24;

// How much of a file is read: ours. What is longer is no file of its kind, or more than one machine has room for.

/** A driveset names 25 drives. Whoever reads one reads as much as the check does: what that has passed is not left unread by others. */
export const LONGEST_DRIVESET = 16 * MiB;
/** A table that is not open, for what needs all of the job: it is held as a whole. */
export const LARGEST_TABLE_READ = 64 * MiB;
/** A table up to this length is compared with the others of its job while somebody types. */
export const LARGEST_COMPARED = 4 * MiB;
/** Metadata has at most `MAX_METADATA_LENGTH`. Planning refuses what the drive's completion would not read. */
export const LONGEST_SIDE_FILE = MiB;
/** A drive info holds one element, of some hundred bytes. */
export const LONGEST_DRIVE_INFO = 64 * KiB;
/** A journal that is looked into for its drives: the portal takes far less. */
export const LONGEST_JOURNAL = 32 * MiB;
/** A journal's lock holds a process and a time. */
export const LONGEST_LOCK = 64 * KiB;
/** `job.json`, `sneakernet.json` and what creates an import job are written by hand, or list 25 drives. UTF-16 units, or bytes. */
export const LONGEST_JSON = MiB;
/** An index of git: the repository of a job's CSVs is small. */
export const LONGEST_GIT_INDEX = 64 * MiB;
/** A file in which somebody keeps a recovery key or identities. */
export const LONGEST_KEY_FILE = MiB;
/** A file that cannot be read in parts, as in the browser: about the longest text there is. */
export const LARGEST_WHOLE = 512 * MiB;
/** The text of a small XML file in which an element is looked for, in UTF-16 units. */
export const LONGEST_SEARCHED_XML = 256 * KiB;
/** A line that the editor and the runner write each other, in UTF-16 units: nothing that is read line by line needs more. */
export const LONGEST_LINE = MiB;
