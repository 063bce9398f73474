import type * as vscode from 'vscode';
import type { JournalSessions } from '../../../src-runner/src/protocol';
import type { Runner } from './runner';

/**
 * Asks the runner what a journal says of its sessions.
 *
 * @returns undefined where the journal cannot be read
 */
export async function readJournalSessions(runner: Runner, journal: vscode.Uri, token?: vscode.CancellationToken): Promise<JournalSessions | undefined> {
  const { code, output } = await runner.run('sessions', { options: { journal: journal.fsPath, json: true } }, { ...(token && { token }) });
  return code === 0 ? (JSON.parse(output) as JournalSessions) : undefined;
}
