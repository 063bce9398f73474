import type { ReadCopyLog } from '#core/copyLog/copyLogReading';
import type { CompanionFile } from '../companionFile';
import type { DocumentContext } from '../languageContext';

export type CopyLogFile = CompanionFile<ReadCopyLog>;
export type CopyLogContext = DocumentContext<CopyLogFile>;
