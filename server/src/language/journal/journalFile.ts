import type { ReadJournal } from '#core/journal/journalReading';
import type { CompanionFile } from '../companionFile';
import type { DocumentContext } from '../languageContext';

export type JournalFile = CompanionFile<ReadJournal>;
export type JournalContext = DocumentContext<JournalFile>;
