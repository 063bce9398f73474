import * as vscode from 'vscode';

/**
 * The environment variable that names the runner's translations for the display language; empty for English. Its name
 * is the runner's (src-runner/src/language/sentence.ts).
 */
export function translationVariables(): Readonly<Record<string, string>> {
  const file = vscode.l10n.uri;
  return file === undefined ? {} : { SNEAKERNET_TRANSLATIONS: file.fsPath };
}
