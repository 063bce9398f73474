import type { Diagnostic } from 'vscode-languageserver';
import { withNotes } from '#core/rules/fileFinding';
import { placeFindingsInSteps } from '#core/rules/placeFindings';
import type { PlacedFindings } from '#core/rules/placeFindings';
import type { Translate } from '#core/text/template';
import type { OpenDocument, ReadDocument } from '../documents/openDocument';
import type { Workspace } from '../documents/workspace';
import { failureText } from '../runtime/failures';
import type { Log } from '../runtime/failures';
import type { LanguageContexts } from '../documents/languageContexts';
import type { DocumentStatus } from '../protocol/messages';
import { toDiagnostic } from './toDiagnostic';

/** The findings of a document at one version, as the client shows them. */
export interface DocumentReport {
  readonly version: number;
  readonly diagnostics: readonly Diagnostic[];
  /** `undefined` for a document that is not part of a job. */
  readonly status: DocumentStatus | undefined;
}

/** What is needed to find and report a document's findings. */
export interface Inquiry {
  readonly workspace: Workspace;
  readonly contexts: LanguageContexts;
  readonly rulePages: string | undefined;
  readonly translate: Translate;
  readonly log: Log;
}

/**
 * The findings of a document at this moment; `undefined` if it is closed. An exception results in an empty report and a
 * line in the log, never in outdated findings.
 */
export async function reportOn(uri: string, inquiry: Inquiry): Promise<DocumentReport | undefined> {
  const { workspace, rulePages, log } = inquiry;
  for (;;) {
    let version = 0;
    try {
      const document = await workspace.ready(uri);
      if (!document) return undefined;
      const { opened } = document;
      ({ version } = document);
      if (!opened) return { version, diagnostics: [], status: undefined };
      const found = await findingsOf(document, opened, inquiry);
      if (found === 'overtaken') continue;
      return {
        version: document.version,
        diagnostics: found.listed.map((finding) => toDiagnostic(finding, uri, rulePages)),
        status: statusOf(document, opened, found),
      };
    } catch (error) {
      log(`Checking ${uri} failed: ${failureText(error)}`);
      return { version: workspace.get(uri)?.version ?? version, diagnostics: [], status: undefined };
    }
  }
}

/** Returns `overtaken` if an edit arrives in the meantime. */
async function findingsOf(
  document: OpenDocument,
  opened: ReadDocument,
  { workspace, contexts, translate }: Inquiry,
): Promise<PlacedFindings | 'overtaken'> {
  const { uri, revision } = document;
  const { language } = opened;
  const { maxFindings } = workspace.settings(uri);
  const isOvertaken = () => document.revision !== revision || document.isClosed;
  const context = await contexts.of(document, opened, isOvertaken, language.compares?.datasets ? 'open' : 'known');
  const found = isOvertaken() ? undefined : await context.run(language.findings(context, maxFindings));
  const all = found && withNotes(workspace.notes(uri), found);
  const placed =
    all && (await context.run(placeFindingsInSteps(all, context.reading.settings, maxFindings, translate)));
  return !placed || isOvertaken() ? 'overtaken' : placed;
}

function statusOf(
  { uri, version, kind }: OpenDocument,
  { language, model }: ReadDocument,
  { counts, more }: PlacedFindings,
): DocumentStatus | undefined {
  if (kind === 'configuration' || kind === 'other') return undefined;
  const state = language.state?.(model);
  return state && { uri, version, kind, ...state, ...counts, more };
}
