import * as vscode from 'vscode';
import type { CredentialKind } from './prepareAnswers';

/** Asks for a credential with hidden input. It is passed to the runner and not stored anywhere. */
export async function askSecret(kind: CredentialKind, title: string): Promise<string | undefined> {
  const prompt =
    kind === 'storage-key'
      ? vscode.l10n.t('Storage account key. It goes into the drives’ manifests, and is kept nowhere else.')
      : vscode.l10n.t('SAS of the container. It goes into the drives’ manifests, and is kept nowhere else.');
  const text = await vscode.window.showInputBox({
    title,
    prompt,
    password: true,
    ignoreFocusOut: true,
    validateInput: (value) =>
      /^[\x21-\x7e]{1,2048}$/.test(value.trim())
        ? undefined
        : vscode.l10n.t('One line of visible characters is expected.'),
  });
  return text?.trim();
}
