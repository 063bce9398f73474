import type { CancellationToken, Connection, Diagnostic } from 'vscode-languageserver';
import type { PlacedFinding } from '#core/rules/placedFinding';
import { toDiagnostic } from './diagnostics/toDiagnostic';
import { failureText, ownWork } from './runtime/failures';
import type { Workspace } from './documents/workspace';
import { canonicalUri } from './language/uris';
import { validateJobRequest } from './protocol/messages';
import type { ValidateJobParams, ValidateJobResult } from './protocol/messages';
import type { Runtime } from './runtime/runtime';
import type { Settings } from './runtime/settings';

/** An event of `sneakernet validate --events ndjson` (schemas/validate-events.schema.json). */
type ValidateEvent =
  | { readonly event: 'progress'; readonly file: string; readonly bytesRead: number; readonly size: number }
  | ({ readonly event: 'finding'; readonly file: string } & Omit<PlacedFinding, 'fixes'>)
  | { readonly event: 'file'; readonly file: string }
  | { readonly event: 'message'; readonly message: string }
  | ({ readonly event: 'summary' } & Omit<ValidateJobResult, 'cancelled'>);

const nothing: ValidateJobResult = { files: 0, records: 0, errors: 0, warnings: 0, information: 0, cancelled: false };

/**
 * Checks a whole folder from disk with the runner's `validate`, in a separate process, so that large files do not
 * burden this one. Publishes the findings of files that no editor has open; open documents report their own.
 */
export function serveValidateJob(
  connection: Connection,
  workspace: Workspace,
  runtime: Runtime,
): { opened(uri: string): void } {
  const log = (message: string) => {
    connection.console.error(message);
  };
  /** How each file was checked. */
  const published = new Map<string, { readonly folder: string; readonly isInBackground: boolean }>();
  // The runner names only files on this machine.
  const uriOf = (file: string) => runtime.toUri(file) ?? file;
  const publish = (uri: string, folder: string, isInBackground: boolean, diagnostics: Diagnostic[]) => {
    published.set(uri, { folder, isInBackground });
    ownWork(connection.sendDiagnostics({ uri, diagnostics }), 'Sending findings', log);
  };
  const withdraw = (uri: string) => {
    if (published.delete(uri)) ownWork(connection.sendDiagnostics({ uri, diagnostics: [] }), 'Clearing findings', log);
  };

  connection.onRequest(
    validateJobRequest,
    async (
      { folder, isInBackground = false, workDoneToken }: ValidateJobParams,
      token: CancellationToken,
    ): Promise<ValidateJobResult> => {
      // The runner would look at the paths that the files name.
      if (!workspace.trusted) throw new Error('Nothing is run for a workspace that is not trusted.');
      const path = runtime.toPath(folder);
      if (path === undefined)
        throw new Error(`${folder} is not a folder on this machine: only those can be checked from disk.`);
      const progress =
        workDoneToken === undefined ? undefined : connection.window.attachWorkDoneProgress(String(workDoneToken));
      progress?.begin('', 0, undefined, true);
      let result: Omit<ValidateJobResult, 'cancelled'> | undefined;
      let found: Diagnostic[] = [];
      const faulty = new Set<string>();
      let failure = '';
      const take = (line: string) => {
        const event = JSON.parse(line) as ValidateEvent;
        switch (event.event) {
          case 'progress':
            progress?.report(Math.floor((100 * event.bytesRead) / Math.max(1, event.size)), event.file);
            break;
          case 'finding': {
            const related = event.related.map((place) =>
              place.file === undefined ? place : { ...place, file: uriOf(place.file) },
            );
            found.push(toDiagnostic({ ...event, related }, uriOf(event.file), runtime.rulePages));
            break;
          }
          case 'file': {
            const uri = uriOf(event.file);
            if (found.length > 0 && !workspace.get(uri)) {
              publish(uri, folder, isInBackground, found);
              faulty.add(uri);
            }
            found = [];
            break;
          }
          case 'message':
            connection.console.warn(event.message);
            break;
          case 'summary':
            result = event;
        }
      };
      try {
        const complain = (text: string) => {
          failure = text;
        };
        const takeSafely = (line: string) => {
          // A stream calls this and has nobody to report an error to.
          try {
            take(line);
          } catch (error) {
            log(`An event of the runner was not understood: ${failureText(error)}`);
          }
        };
        await runtime.run(
          'runner.js',
          ['validate', path, '--events', 'ndjson', ...optionsOf(await workspace.fetchSettings(folder))],
          takeSafely,
          complain,
          token,
        );
      } finally {
        progress?.done();
      }
      if (token.isCancellationRequested) return { ...nothing, cancelled: true };
      if (!result) throw new Error(failure.trim() || 'The runner ended without a result.');
      // Earlier findings stay visible until then.
      for (const [uri, checked] of [...published]) {
        if (!faulty.has(uri) && (checked.folder === folder || checked.isInBackground === isInBackground)) withdraw(uri);
      }
      const { files, records, errors, warnings, information } = result;
      return { files, records, errors, warnings, information, cancelled: false };
    },
  );
  return {
    opened: (uri) => {
      withdraw(canonicalUri(uri));
    },
  };
}

/** The user's settings as options of the `validate` command. */
function optionsOf({
  dialect,
  maxFindings,
  pathMap,
  rules,
  runnerPlatform,
  tool,
  largeFileShares,
}: Settings): string[] {
  return [
    '--max-findings',
    String(maxFindings),
    '--editor-settings',
    JSON.stringify({ dialect, pathMap, rules: Object.fromEntries(rules), runnerPlatform, tool, largeFileShares }),
  ];
}
