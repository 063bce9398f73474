import type { ReadCopyLog } from '#core/copyLog/copyLogReading';
import type { CompanionFile } from '../companionFile';
import type { FileContext } from '../fileLanguage';

export type CopyLogFile = CompanionFile<ReadCopyLog>;
export type CopyLogContext = FileContext<CopyLogFile>;
