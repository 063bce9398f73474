/**
 * Limits that several places use: those of the service and its tool, with their sources, and how much of a file is read.
 * Lengths are in bytes unless stated otherwise. A limit of a single algorithm is next to that algorithm.
 */

const KiB = 2 ** 10;
const MiB = 2 ** 20;
const TiB = 2 ** 40;

// Jobs and drives.

/** The most drives in one import job. Source: the service's page on requirements. */
export const DRIVES_OF_JOB = 10;
/** The most drives in one run of the tool. Source: its documentation of the driveset. */
export const DRIVES_OF_RUN = 25;
/**
 * The longest journal that the portal accepts; instead of a longer one, the drive infos are uploaded. Source: the service's
 * page on importing blobs, "2 MB". It does not say which megabytes, so this is the smaller value.
 */
export const PORTAL_JOURNAL_LIMIT = 2_000_000;
/** The logical sector length that the service requires of drives. Source: its page on requirements. */
export const SECTOR_LENGTH = 512;

// Blobs and shares.

/** Page blobs and their ranges are multiples of this length. Source: the service's page on the manifest format. */
export const PAGE_LENGTH = 512;
/** The longest block or page range. Source: the page on the manifest format. */
export const MAX_RANGE_LENGTH = 4 * MiB;
/**
 * Whether blocks between `MAX_RANGE_LENGTH` and this length are allowed is unclear: a blob of 5,000,000 MB, which the
 * service's FAQ allows, needs blocks of 100 MB, but the page on the manifest format does not mention them.
 */
export const MAX_UNSETTLED_BLOCK_LENGTH = 100 * MiB;
/** The most blocks in a block blob. Source: the page on the manifest format. */
export const MAX_BLOCKS = 50_000;
/** A block blob up to this length may lack block ids. Source: the page on the manifest format. */
export const MAX_LENGTH_WITHOUT_IDS = 64 * MiB;
/** Source: the service's FAQ, which assumes blocks of 100 MB. */
export const MAX_BLOCK_BLOB_LENGTH = 5_000_000 * MiB;
/** Source: the service's FAQ. */
export const MAX_PAGE_BLOB_LENGTH = 8 * TiB;
/** The largest file in a share. Source: the limits of Azure Files. */
export const MAX_SHARE_FILE_LENGTH = 4 * TiB;
/** The default size of a share. Source: the limits of Azure Files. */
export const SHARE_CAPACITY = 5 * TiB;
/** The size of a large file share. Source: the limits of Azure Files. */
export const LARGE_SHARE_CAPACITY = 100 * TiB;

// Names, in characters. Source: the service's pages on naming containers and blobs, and shares, directories and files.

/** Containers and shares alike. */
export const MAX_CONTAINER_NAME = 63;
export const MAX_BLOB_NAME = 1024;
export const MAX_BLOB_SEGMENTS = 254;
export const MAX_SHARE_COMPONENT = 255;
export const MAX_SHARE_PATH = 2048;
export const MAX_SHARE_LEVELS = 250;
/** All names and values of a blob's metadata together. Source: the Storage documentation on setting metadata. */
export const MAX_METADATA_LENGTH = 8 * KiB;
/** Source: the tool's documentation. */
export const MAX_SESSION_ID = 30;
/** Source: the portal. */
export const MAX_JOB_NAME = 24;

// How much of a file is read. These are Sneakernet's own: a longer file is not of its kind, or needs more memory than a
// machine has.

/** A driveset names 25 drives. All readers share this limit, so that none ignores what the check has accepted. */
export const LONGEST_DRIVESET = 16 * MiB;
/** A table that is not open, read whole for features that need the entire job. */
export const LARGEST_TABLE_READ = 64 * MiB;
/** A table up to this length is compared with the other tables of its job during typing. */
export const LARGEST_COMPARED = 4 * MiB;
/** Metadata has at most `MAX_METADATA_LENGTH`. Planning refuses a file that could not be read when the drive is completed. */
export const LONGEST_SIDE_FILE = MiB;
/** A drive info contains one element of a few hundred bytes. */
export const LONGEST_DRIVE_INFO = 64 * KiB;
/** A longer journal is not searched for drives; the portal accepts far less. */
export const LONGEST_JOURNAL = 32 * MiB;
/** The lock of a journal contains a process and a time. */
export const LONGEST_LOCK = 64 * KiB;
/** `job.json`, `sneakernet.json` and the body of an import job are written by hand or list 25 drives. UTF-16 units or bytes. */
export const LONGEST_JSON = MiB;
/** A git index: the repository of a job's CSVs is small. */
export const LONGEST_GIT_INDEX = 64 * MiB;
/** A file that contains a recovery key or identities. */
export const LONGEST_KEY_FILE = MiB;
/** A file that cannot be read in parts, as in the browser: about the longest possible text. */
export const LARGEST_WHOLE = 512 * MiB;
/** A small XML file that is searched for an element, in UTF-16 units. */
export const LONGEST_SEARCHED_XML = 256 * KiB;
/** A line that the editor and the runner exchange, in UTF-16 units. */
export const LONGEST_LINE = MiB;
