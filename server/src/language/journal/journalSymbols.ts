import type { DocumentSymbol, Range } from 'vscode-languageserver-types';
import { SymbolKind } from 'vscode-languageserver-types';
import type { JournalEntry, ReadJournal } from '#core/journal/journalReading';
import type { RecordedSession } from '#core/journal/sessionHistory';
import type { Localize } from '#core/text/localize';
import { shortened } from '../wording';
import type { JournalContext } from './journalFile';

const MARK_LENGTH = '[BeginUpdateRecord]'.length;

/** Sessions with their drives, and drives that belong to no known session. */
export function journalSymbols({ model, localize }: JournalContext): DocumentSymbol[] {
  const { read } = model.parsed;
  const bySession = new Map<string, JournalEntry[]>();
  const foreign: JournalEntry[] = [];
  for (const entry of read.entries) {
    if (entry.sessionId !== undefined) {
      const own = bySession.get(entry.sessionId);
      if (own) own.push(entry);
      else bySession.set(entry.sessionId, [entry]);
    } else if (entry.driveId !== undefined) foreign.push(entry);
  }
  const sessions = read.sessions.flatMap((session) =>
    sessionSymbol(localize, read, session, bySession.get(session.id) ?? []),
  );
  return [
    ...sessions,
    ...foreign.map((entry) => ({
      name: shortened(entry.driveId!) || '?',
      kind: SymbolKind.Object,
      range: recordRange(entry),
      selectionRange: markRange(entry),
    })),
  ];
}

function sessionSymbol(
  localize: Localize,
  read: ReadJournal,
  { id, state, drives }: RecordedSession,
  entries: readonly JournalEntry[],
): DocumentSymbol[] {
  const [first] = entries;
  const last = entries.at(-1);
  if (!first || !last) return [];
  const progress = read.progress.get(id);
  const children = drives.flatMap(({ description, state: driveState }, number): DocumentSymbol[] => {
    const entry = entries.find(({ drive, activity }) => drive === number && activity === 'CopyDrive');
    if (!entry) return [];
    const done = progress?.[number]?.filesDone;
    const detail = [driveState ?? '', ...(done === undefined ? [] : [localize('{0} files done', done)])]
      .filter((part) => part !== '')
      .join(' · ');
    return [
      {
        name: `${shortened(description.letter)}: ${shortened(description.driveId)}`,
        detail,
        kind: SymbolKind.Object,
        range: recordRange(entry),
        selectionRange: markRange(entry),
      },
    ];
  });
  return [
    {
      name: shortened(id) || '?',
      detail: [state, localize('{0} drives', drives.length), localize('{0} records', entries.length)].join(' · '),
      kind: SymbolKind.Event,
      range: { start: recordRange(first).start, end: recordRange(last).end },
      selectionRange: markRange(first),
      children,
    },
  ];
}

function recordRange({ line, lastLine }: JournalEntry): Range {
  return { start: { line, character: 0 }, end: { line: lastLine, character: '[EndUpdateRecord]'.length } };
}

function markRange({ line }: JournalEntry): Range {
  return { start: { line, character: 0 }, end: { line, character: MARK_LENGTH } };
}
