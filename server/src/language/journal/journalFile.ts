import type { ReadJournal } from '#core/journal/journalReading';
import type { CompanionFile } from '../companionFile';
import type { FileContext } from '../fileLanguage';

export type JournalFile = CompanionFile<ReadJournal>;
export type JournalContext = FileContext<JournalFile>;
