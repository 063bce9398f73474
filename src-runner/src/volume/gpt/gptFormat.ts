import { SECTOR_LENGTH } from '#core/limits/limits';

/** UEFI specification, chapter 5. All lengths in bytes. */
export const GPT_SIGNATURE = 'EFI PART';
export const GPT_REVISION = 0x1_0000;
export const HEADER_LENGTH = 92;
export const ENTRY_LENGTH = 128;
export const ENTRY_COUNT = 128;
export const ENTRIES_SECTORS = (ENTRY_COUNT * ENTRY_LENGTH) / SECTOR_LENGTH;
/** Microsoft's type for a partition that gets a drive letter. */
export const BASIC_DATA_TYPE = 'ebd0a0a2-b9e5-4433-87c0-68b6b72699c7';
/** Where the four entries of an MBR begin, the length of each, and the type that announces a GPT. */
export const MBR_ENTRIES = 446;
export const MBR_ENTRY_LENGTH = 16;
export const MBR_PROTECTIVE_TYPE = 0xee;

/** Offsets within the header. */
export const Header = {
  revision: 8,
  length: 12,
  checksum: 16,
  ownSector: 24,
  otherSector: 32,
  firstUsable: 40,
  lastUsable: 48,
  diskGuid: 56,
  entriesSector: 72,
  entryCount: 80,
  entryLength: 84,
  entriesChecksum: 88,
} as const;

/** Offsets within an entry. */
export const Entry = { type: 0, id: 16, firstSector: 32, lastSector: 40, name: 56 } as const;
