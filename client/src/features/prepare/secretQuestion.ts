import * as vscode from 'vscode';
import type { CredentialKind } from './prepareAnswers';

/** Asks for a credential with hidden input. It is passed to the runner and not stored anywhere. */
export async function askSecret(kind: CredentialKind, title: string): Promise<string | undefined> {
  const prompt =
    kind === 'storage-key'
      ? vscode.l10n.t('Storage account key. It is written to the drives’ manifests and stored nowhere else.')
      : vscode.l10n.t('SAS of the container. It is written to the drives’ manifests and stored nowhere else.');
  const text = await vscode.window.showInputBox({
    title,
    prompt,
    password: true,
    ignoreFocusOut: true,
    validateInput: (value) =>
      /^[\x21-\x7e]{1,2048}$/.test(value.trim()) ? undefined : vscode.l10n.t('Enter one line of visible characters.'),
  });
  return text?.trim();
}
