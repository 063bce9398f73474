import * as vscode from 'vscode';

/**
 * What tells the runner, and whatever starts it, the file with its sentences in the display language; nothing where that is English.
 * The name is the runner's (src-runner/src/language/sentence.ts).
 */
export function translationVariables(): Readonly<Record<string, string>> {
  const file = vscode.l10n.uri;
  return file === undefined ? {} : { SNEAKERNET_TRANSLATIONS: file.fsPath };
}
