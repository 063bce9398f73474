import type { Diagnostic } from 'vscode-languageserver';
import { checkJobFile } from '#core/job/checkJobFile';
import { ruleSettings } from '#core/rules/ruleConfiguration';
import { collectFindings } from '#core/table/findings';
import type { TableFindings } from '#core/table/findings';
import type { OpenDocument } from '../documents/openDocument';
import { fileNameOf } from '../documents/openDocument';
import type { Workspace } from '../documents/workspace';
import type { DocumentStatus } from '../protocol';
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
  rulePages: string | undefined,
  log: (message: string) => void,
): Promise<DocumentReport | undefined> {
  const document = await workspace.ready(uri);
  if (!document) return undefined;
  try {
    const found = await findingsOf(document, workspace);
    const { version } = document;
    if (!found) return { version, diagnostics: [], status: undefined };
    return {
      version,
      diagnostics: found.listed.map((finding) => toDiagnostic(finding, uri, rulePages)),
      status: statusOf(document, found),
    };
  } catch (error) {
    log(`Checking ${uri} failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    return { version: document.version, diagnostics: [], status: undefined };
  }
}

async function findingsOf(document: OpenDocument, workspace: Workspace): Promise<TableFindings | undefined> {
  const { uri, table, kind } = document;
  const settings = workspace.settings(uri);
  if (table) return collectFindings(table.table, settings.maxFindings);
  if (kind !== 'job') return undefined;
  const folder = await workspace.folder(uri);
  const listed = checkJobFile(document.getText(), await workspace.drives(uri), ruleSettings(settings.rules, folder?.configuration, fileNameOf(uri)));
  const count = (severity: string) => listed.filter((finding) => finding.severity === severity).length;
  return { listed, more: 0, counts: { errors: count('error'), warnings: count('warning'), information: count('information') } };
}

function statusOf({ uri, version, kind, table }: OpenDocument, { counts, more }: TableFindings): DocumentStatus | undefined {
  if (kind !== 'dataset' && kind !== 'driveset' && kind !== 'job') return undefined;
  return { uri, version, kind, ...(table?.dialect ? { dialect: table.dialect } : {}), records: table?.table.recordCount ?? 0, ...counts, more };
}
