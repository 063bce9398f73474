import { stat } from 'node:fs/promises';
import * as vscode from 'vscode';
import type { JournalSessions, SessionReport } from '../../../src-runner/src/protocol';
import type { Runner } from '../runner/runner';

/** What journals say, as it was when each was read last. A process reads them: some are long. */
export class Journals {
  /** By path; undefined where none is there, or none that can be read. */
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

  /** @returns the sessions that it has now, and were not complete when it was read before; none where it was not read before */
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
