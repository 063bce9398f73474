import type { CodeLens, FoldingRange } from 'vscode-languageserver-types';
import type { ReadJournal } from '#core/journal/journalReading';
import { fileReaders } from '#core/validate/fileReaders';
import { companionFindings, readCompanion } from '../companionFile';
import type { DocumentLanguage } from '../documentLanguage';
import { journalHover } from './journalHover';
import { journalDefinition, journalLinks } from './journalPaths';
import { journalSymbols } from './journalSymbols';
import type { JournalContext, JournalFile } from './journalFile';

/** More ranges would slow the client down. */
const MAX_FOLDING = 10_000;

/** `.jrn`. */
export const journalLanguage: DocumentLanguage<JournalFile> = {
  read: (text) => readCompanion(text, fileReaders.journal),
  findings: companionFindings,
  state: ({ parsed }) => ({ records: parsed.read.entries.length }),
  hover: journalHover,
  symbols: journalSymbols,
  folding,
  links: journalLinks,
  definition: journalDefinition,
  codeLenses,
};

/** One range per record. */
function folding({ model }: JournalContext): FoldingRange[] {
  return model.parsed.read.entries
    .slice(0, MAX_FOLDING)
    .map(({ line, lastLine }) => ({ startLine: line, endLine: lastLine }));
}

/** Commands for a session that did not finish, above the record that shows it. */
function codeLenses({ model, uri, client, localize }: JournalContext): CodeLens[] {
  const interrupted = Array.from(model.parsed.findings.found).find(({ code }) => code === 'journal/interrupted');
  if (!interrupted) return [];
  const line = recordLine(model.parsed.read, interrupted.start.line);
  const range = { start: { line, character: 0 }, end: { line, character: 0 } };
  return [
    ...(interrupted.variant === 'needs-drives'
      ? []
      : [{ title: localize('Resume'), command: 'sneakernet.resumePreparation' }]),
    { title: localize('Abort'), command: 'sneakernet.abortPreparation' },
  ]
    .filter(({ command }) => client.commands.has(command))
    .map((command) => ({ range, command: { ...command, arguments: [uri] } }));
}

function recordLine({ entries }: ReadJournal, line: number): number {
  return entries.findLast((entry) => entry.line <= line)?.line ?? line;
}
