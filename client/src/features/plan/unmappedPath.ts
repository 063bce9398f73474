import * as vscode from 'vscode';
import type { JobFinding } from '../../../../src-runner/src/protocol';

/** Whether it is a Windows path on a machine without such paths. */
export function isPathOfWindows(path: string): boolean {
  return process.platform !== 'win32' && /^(?:[A-Za-z]:[\\/]|\\\\)/.test(path);
}

/**
 * The beginning of a finding's path, such as `F:\`, if the path was not found because it is an unmapped Windows path.
 */
export function unmappedBeginning({
  code,
  path,
}: Pick<JobFinding, 'path'> & { readonly code: string }): string | undefined {
  if (code !== 'source/not-found' || path === undefined || !isPathOfWindows(path)) return undefined;
  return /^(?:[A-Za-z]:[\\/]|\\\\[^\\]+\\[^\\]+\\?)/.exec(path)?.[0].replace(/[\\/]?$/, '\\');
}

/** Rewords a finding for the editor: where the command line names an option, the editor has a button. */
export function inEditorWords(finding: JobFinding): JobFinding {
  const beginning = unmappedBeginning(finding);
  if (beginning === undefined) return finding;
  return {
    ...finding,
    message: vscode.l10n.t(
      '{0} is a Windows path. Map {1} to a folder on this machine.',
      finding.path ?? '',
      beginning,
    ),
  };
}

export function mapPathTitle(beginning: string): string {
  return vscode.l10n.t('Map {0} to a Folder on This Machine…', beginning);
}
