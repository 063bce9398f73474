import { stat } from 'node:fs/promises';
import * as vscode from 'vscode';
import type { JournalSessions, SessionReport } from '../../../src-runner/src/protocol';
import type { Runner } from '../runner/runner';

/** The content of journals when each was last read. A separate process reads them, as some are long. */
export class Journals {
  /** By path; undefined if there is no journal, or it cannot be read. */
  private readonly known = new Map<string, JournalSessions | undefined>();

  constructor(
    private readonly runner: Runner,
    private readonly log: vscode.LogOutputChannel,
  ) {}

  sessionsOf(journal: string): JournalSessions | undefined {
    return this.known.get(journal);
  }

  sessionOf(journal: string, sessionId: string): SessionReport | undefined {
    return this.known.get(journal)?.sessions.find((session) => session.sessionId === sessionId);
  }

  /** @returns the sessions that are new or were not complete at the last reading; none at the first reading */
  async read(journal: string): Promise<readonly SessionReport[]> {
    const isFirst = !this.known.has(journal);
    const wasDone = new Set(
      this.known.get(journal)?.sessions.flatMap(({ sessionId, state }) => (state === 'Completed' ? [sessionId] : [])),
    );
    this.known.set(journal, await this.sessionsIn(journal));
    const { sessions = [] } = this.known.get(journal) ?? {};
    return isFirst ? [] : sessions.filter(({ sessionId }) => !wasDone.has(sessionId));
  }

  private async sessionsIn(journal: string): Promise<JournalSessions | undefined> {
    const isThere = await stat(journal).then(
      (facts) => facts.isFile(),
      () => false,
    );
    if (!isThere || !vscode.workspace.isTrusted) return undefined;
    const { code, output, messages } = await this.runner.run('sessions', { options: { journal, json: true } });
    if (code === 0) return JSON.parse(output) as JournalSessions;
    this.log.warn(messages.trim());
    return undefined;
  }
}
