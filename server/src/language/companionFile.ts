import type { FileFindings } from '#core/rules/fileFinding';
import { FindingCollector } from '#core/rules/findingCollector';
import type { ReaderOf } from '#core/validate/fileReaders';
import type { Steps } from '#core/work/steps';
import { TextFile } from './textFile';

/** How many UTF-16 units are read in one step. */
const PIECE = 8 * 1024;

/** What was read from a file that accompanies a job, and its findings. */
export interface ReadCompanion<Read> {
  readonly read: Read;
  readonly findings: FileFindings;
}

export type CompanionFile<Read> = TextFile<ReadCompanion<Read>>;

/** Reads a text in steps with the reader for its format. */
export function readCompanion<Read>(text: string, readerOf: ReaderOf<Read>): Steps<CompanionFile<Read>> {
  return TextFile.read(text, function* (current) {
    const collector = new FindingCollector();
    const reader = readerOf(collector.add);
    for (let at = 0; at < current.length; at += PIECE) {
      reader.push(current.slice(at, at + PIECE));
      yield;
    }
    return { read: reader.end(), findings: collector.findings };
  });
}

/** The findings of such a file, as its language returns them. */
// eslint-disable-next-line require-yield -- they have been found already.
export function* companionFindings({ model }: { readonly model: CompanionFile<unknown> }): Steps<FileFindings> {
  return model.parsed.findings;
}
