import * as vscode from 'vscode';
import type { RunnerRequest } from '../../runner/runnerOptions';
import { passphraseStrength, SHORTEST_PASSPHRASE } from './passphraseStrength';
import { recipientsIn } from './recipients';

/** Who can read a backup, or what opens one: options and secrets for the runner. */
export type BackupKeyRequest = Pick<RunnerRequest, 'options' | 'secrets'>;

/** Asks who will be able to read a backup. */
export async function askForReaders(): Promise<BackupKeyRequest | undefined> {
  const passphrase = {
    label: vscode.l10n.t('With a Passphrase'),
    detail: vscode.l10n.t('Anyone who knows it can read the backup.'),
  };
  const recipient = {
    label: vscode.l10n.t('For Recipients'),
    detail: vscode.l10n.t('Public keys that begin with age1, as age-keygen prints them.'),
  };
  const choice = await vscode.window.showQuickPick([passphrase, recipient], {
    placeHolder: vscode.l10n.t('How should the backup be encrypted?'),
  });
  if (!choice) return undefined;
  if (choice === passphrase) {
    const secret = await askForNewPassphrase();
    return secret === undefined ? undefined : { secrets: { passphrase: secret } };
  }
  const typed = await vscode.window.showInputBox({
    prompt: vscode.l10n.t('Recipients, separated by spaces.'),
    placeHolder: 'age1…',
    ignoreFocusOut: true,
    validateInput: (text) =>
      recipientsIn(text)
        ? undefined
        : vscode.l10n.t('A recipient is a public key that begins with age1. A secret key cannot be used.'),
  });
  const recipients = typed === undefined ? undefined : recipientsIn(typed);
  return recipients && { options: { recipient: recipients } };
}

/** Asks twice, because a mistyped passphrase could not be undone. */
async function askForNewPassphrase(): Promise<string | undefined> {
  const first = await vscode.window.showInputBox({
    password: true,
    ignoreFocusOut: true,
    prompt: vscode.l10n.t(
      'Passphrase for the backup. Without it, the backup is lost: keep it separate from the backup and the drives.',
    ),
    validateInput: (text) => {
      switch (passphraseStrength(text)) {
        case 'short':
          return vscode.l10n.t('At least {0} characters.', SHORTEST_PASSPHRASE);
        case 'weak':
          return {
            message: vscode.l10n.t(
              'Anyone who has the file might guess this passphrase. Four or five unrelated words are better.',
            ),
            severity: vscode.InputBoxValidationSeverity.Warning,
          };
        case 'fair':
          return undefined;
      }
    },
  });
  if (first === undefined) return undefined;
  return vscode.window.showInputBox({
    password: true,
    ignoreFocusOut: true,
    prompt: vscode.l10n.t('Enter the passphrase again.'),
    validateInput: (text) => (text === first ? undefined : vscode.l10n.t('The passphrases do not match.')),
  });
}

/** Asks what opens a backup. */
export async function askForKey(): Promise<BackupKeyRequest | undefined> {
  const passphrase = { label: vscode.l10n.t('With a Passphrase') };
  const identity = {
    label: vscode.l10n.t('With an Identity File…'),
    detail: vscode.l10n.t('The file that age-keygen wrote. It contains a line that begins with AGE-SECRET-KEY-1.'),
  };
  const choice = await vscode.window.showQuickPick([passphrase, identity], {
    placeHolder: vscode.l10n.t('How should the backup be opened?'),
  });
  if (!choice) return undefined;
  if (choice === passphrase) {
    const secret = await vscode.window.showInputBox({
      password: true,
      ignoreFocusOut: true,
      prompt: vscode.l10n.t('Passphrase for the backup.'),
    });
    return secret === undefined || secret === '' ? undefined : { secrets: { passphrase: secret } };
  }
  const [file] = (await vscode.window.showOpenDialog({ title: vscode.l10n.t('Identity file') })) ?? [];
  return file && { options: { 'identity-file': file.fsPath } };
}
