import * as vscode from 'vscode';
import type { JobFinding } from '../../../../src-runner/src/protocol';

/** True of a path of Windows where this machine has none. */
export function isPathOfWindows(path: string): boolean {
  return process.platform !== 'win32' && /^(?:[A-Za-z]:[\\/]|\\\\)/.test(path);
}

/** What the path of a finding begins with, such as `F:\`, where it was not found since it is one of Windows that nobody has mapped. */
export function unmappedBeginning({
  code,
  path,
}: Pick<JobFinding, 'path'> & { readonly code: string }): string | undefined {
  if (code !== 'source/not-found' || path === undefined || !isPathOfWindows(path)) return undefined;
  return /^(?:[A-Za-z]:[\\/]|\\\\[^\\]+\\[^\\]+\\?)/.exec(path)?.[0].replace(/[\\/]?$/, '\\');
}

/** A finding in the editor's words: where the command line names an option, there is a button here. */
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
