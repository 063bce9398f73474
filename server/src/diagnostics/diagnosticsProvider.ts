import type { Diagnostic } from 'vscode-languageserver';
import { checkConfiguration, checkJobFile } from '#core/job/checkJobFile';
import type { Translate } from '#core/text/template';
import { placeFindings, placeFindingsInSteps } from '#core/table/placeFindings';
import { collectFindingsInSteps } from '#core/table/findings';
import type { FindingCounts, PlacedFinding } from '#core/rules/placedFinding';
import { fileNameOf, isSameUri } from '../documents/documentKind';
import type { OpenDocument } from '../documents/openDocument';
import type { Workspace } from '../documents/workspace';
import { failureText } from '../runtime/failures';
import type { LanguageContexts } from '../documents/languageContexts';
import { runSteps } from '../runtime/runSteps';
import type { DocumentStatus } from '../protocol/messages';
import { toDiagnostic } from './toDiagnostic';

/** The findings of a document at one version, as the client shows them. */
export interface DocumentReport {
  readonly version: number;
  readonly diagnostics: readonly Diagnostic[];
  /** `undefined` for a document that is no part of a job. */
  readonly status: DocumentStatus | undefined;
}

/**
 * Finds what is to be said about a document now. `undefined` where the document is closed. An exception gives
 * an empty report, and a line in the log, never the findings of before.
 */
export async function reportOn(
  uri: string,
  workspace: Workspace,
  contexts: LanguageContexts,
  rulePages: string | undefined,
  translate: Translate,
  log: (message: string) => void,
): Promise<DocumentReport | undefined> {
  for (;;) {
    let version = 0;
    try {
      const document = await workspace.ready(uri);
      if (!document) return undefined;
      ({ version } = document);
      const found = await findingsOf(document, workspace, contexts, translate);
      if (found === 'overtaken') continue;
      if (!found) return { version, diagnostics: [], status: undefined };
      return {
        version: document.version,
        diagnostics: found.listed.map((finding) => toDiagnostic(finding, uri, rulePages)),
        status: statusOf(document, found),
      };
    } catch (error) {
      log(`Checking ${uri} failed: ${failureText(error)}`);
      return { version: workspace.get(uri)?.version ?? version, diagnostics: [], status: undefined };
    }
  }
}

/** Findings of a document, listed and counted. */
interface DocumentFindings {
  readonly listed: readonly PlacedFinding[];
  readonly counts: FindingCounts;
  readonly more: number;
}

/** `overtaken`: an edit came while they were looked for. */
async function findingsOf(
  document: OpenDocument,
  workspace: Workspace,
  contexts: LanguageContexts,
  translate: Translate,
): Promise<DocumentFindings | 'overtaken' | undefined> {
  const { uri, table, kind, file, revision } = document;
  const settings = workspace.settings(uri);
  const isOvertaken = () => document.revision !== revision || document.isClosed;
  if (table) {
    const notes = placeFindings({ found: workspace.notes(uri) }, document.ruleSettings, settings.maxFindings, translate);
    const limit = Math.max(1, settings.maxFindings - notes.listed.length);
    const found = await runSteps(collectFindingsInSteps(table.table, limit, translate), isOvertaken);
    return found && !isOvertaken() ? withNotes(found, notes) : 'overtaken';
  }
  if (file) {
    const context = await contexts.ofFile(document, isOvertaken, 'open');
    const found = context && !isOvertaken() ? await context.run(file.language.findings(context)) : undefined;
    const placed = found && (await context!.run(placeFindingsInSteps(found, document.ruleSettings, settings.maxFindings, translate)));
    return placed ?? 'overtaken';
  }
  const folder = kind === 'job' || kind === 'configuration' ? await workspace.folder(uri) : undefined;
  if (!folder) return undefined;
  const text = document.getText();
  // Where case counts, a file of the same name in another case is none of the job's.
  const isOwn = kind === 'job' ? fileNameOf(uri) === folder.jobName : isSameUri(uri, folder.configurationUri);
  const found = !isOwn ? [] : kind === 'job' ? checkJobFile(text, folder.job, await workspace.drives(uri)) : checkConfiguration(text);
  return placeFindings({ found }, document.ruleSettings, settings.maxFindings, translate);
}

/** Findings of a table with what is said of it as a whole, which stands first. */
function withNotes(found: DocumentFindings, notes: DocumentFindings): DocumentFindings {
  const sum = (counter: keyof FindingCounts) => found.counts[counter] + notes.counts[counter];
  return { listed: [...notes.listed, ...found.listed], more: found.more, counts: { errors: sum('errors'), warnings: sum('warnings'), information: sum('information') } };
}

function statusOf({ uri, version, kind, table, file }: OpenDocument, { counts, more }: DocumentFindings): DocumentStatus | undefined {
  if (kind === 'configuration' || kind === 'other') return undefined;
  const records = table?.table.recordCount ?? file?.language.recordCount?.(file.model) ?? 0;
  return { uri, version, kind, ...(table?.dialect ? { dialect: table.dialect } : {}), records, ...counts, more };
}
