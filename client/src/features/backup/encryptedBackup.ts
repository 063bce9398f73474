import * as vscode from 'vscode';
import type { BackupResult, RestoreResult } from '../../../../src-runner/src/protocol';
import { basename } from '../../workbench/basename';
import type { BackupRecords } from '../../jobs/backupRecords';
import { digestOf } from '../../jobs/fileDigest';
import { findFile, findJobFiles } from '../../jobs/jobFiles';
import type { FoundFile } from '../../jobs/jobFiles';
import type { Jobs } from '../../jobs/jobs';
import { Quantities } from '../../workbench/quantities';
import type { Runner, RunnerResult } from '../../runner/runner';
import type { RunnerRequest } from '../../runner/runnerOptions';
import { askForKey, askForReaders } from './backupQuestions';
import type { BackupKeyRequest } from './backupQuestions';

/**
 * The commands *Export Encrypted Backup* and *Import*. The runner encrypts and decrypts; it gets the passphrase by its
 * standard input.
 */
export class EncryptedBackup {
  private readonly quantities = new Quantities(vscode.env.language);

  constructor(
    private readonly jobs: Jobs,
    private readonly runner: Runner,
    private readonly records: BackupRecords,
    private readonly log: vscode.LogOutputChannel,
  ) {}

  async export(target: unknown): Promise<void> {
    if (!vscode.workspace.isTrusted) return;
    const files = await this.filesOf(target);
    if (!files) return;
    const chosen = await chooseFiles(files.all, this.quantities);
    if (!chosen || chosen.length === 0) return;
    const readers = await askForReaders();
    if (!readers) return;
    const suggested = chosen[0]!.uri.with({ path: chosen[0]!.uri.path.replace(/(\.[^./]*)?$/, '.age') });
    const to = await vscode.window.showSaveDialog({
      defaultUri: suggested,
      filters: { [vscode.l10n.t('Encrypted backup')]: ['age'] },
      title: vscode.l10n.t('Encrypted backup'),
    });
    if (!to) return;
    const operands = chosen.map(({ uri }) => uri.fsPath);
    // If the file exists, the dialog has asked already.
    const result = await this.run(vscode.l10n.t('Encrypting the backup'), 'backup', {
      ...readers,
      options: { ...readers.options, to: to.fsPath, force: true, json: true },
      operands,
    });
    if (!result) return;
    const { files: written } = JSON.parse(result.output) as BackupResult;
    for (const { uri } of chosen.filter((file) => /\.jrm$/i.test(file.uri.path))) {
      const [digest, backupDigest] = await Promise.all([digestOf(uri.fsPath), digestOf(to.fsPath)]);
      if (digest !== undefined && backupDigest !== undefined)
        await this.records.add({ uri, digest }, { uri: to, digest: backupDigest });
    }
    this.log.info(
      vscode.l10n.t('Files were backed up to {0}: {1}.', to.fsPath, written.map(({ name }) => name).join(', ')),
    );
    void vscode.window.showInformationMessage(
      vscode.l10n.t('The encrypted backup is in {0}. Store it away from the drives and from this machine.', to.fsPath),
    );
  }

  /** The job's files that hold keys, or those of the JRM that the command was called on. */
  private async filesOf(target: unknown): Promise<{ readonly all: readonly FoundFile[] } | undefined> {
    const named = target instanceof vscode.Uri ? target : undefined;
    await this.jobs.ready();
    const job = named ? (this.jobs.jobOf(named) ?? undefined) : await this.jobs.forCommand();
    if (!job && !named) return undefined;
    const found = job && (await findJobFiles(job));
    const own = named && /\.(jrm|jrn|recovery)$/i.test(named.path) ? await findFile(named) : undefined;
    const all = [own, found?.jrm, found?.journal, found?.recovery, ...(found?.driveInfos ?? [])].filter(
      (file) => file !== undefined,
    );
    const unique = all.filter(
      (file, index) => all.findIndex((other) => other.uri.toString() === file.uri.toString()) === index,
    );
    if (unique.length > 0) return { all: unique };
    void vscode.window.showInformationMessage(
      vscode.l10n.t('The job has no JRM or journal yet, so there is nothing to back up.'),
    );
    return undefined;
  }

  async import(target: unknown): Promise<void> {
    if (!vscode.workspace.isTrusted) return;
    const backup = target instanceof vscode.Uri ? target : await chooseBackup();
    if (!backup) return;
    const title = vscode.l10n.t('Reading {0}', basename(backup.path));
    const opened = await this.open(backup, title);
    if (!opened) return;
    const { key, files } = opened;
    const folder = await this.chooseFolder(files, backup);
    if (!folder) return;
    const existing = await existingAmong(files, folder);
    const option = existing.length === 0 ? {} : await askAboutExisting(existing);
    if (!option) return;
    const restored = await this.run(title, 'restore', {
      ...key,
      options: { ...key.options, ...option, to: folder.fsPath, json: true },
      operands: [backup.fsPath],
    });
    if (restored) await this.report(JSON.parse(restored.output) as RestoreResult, folder);
  }

  /** Asks for a key until one opens the backup, and lists what is in it. */
  private async open(
    backup: vscode.Uri,
    title: string,
  ): Promise<{ readonly key: BackupKeyRequest; readonly files: RestoreResult['files'] } | undefined> {
    const again = vscode.l10n.t('Try Again…');
    for (;;) {
      const key = await askForKey();
      if (!key) return undefined;
      const result = await this.attempt(title, 'restore', {
        ...key,
        options: { ...key.options, list: true, json: true },
        operands: [backup.fsPath],
      });
      if (result.code === 0) return { key, files: (JSON.parse(result.output) as RestoreResult).files };
      if ((await tellFailure(result, again)) !== again) return undefined;
    }
  }

  /** Shows what is in the backup, and asks where to restore it. */
  private async chooseFolder(files: RestoreResult['files'], backup: vscode.Uri): Promise<vscode.Uri | undefined> {
    const choose = vscode.l10n.t('Choose Folder…');
    const detail = files
      .map(({ name, size, modified }) => `${name}: ${this.quantities.size(size)}, ${this.quantities.date(modified)}`)
      .join('\n');
    const question = vscode.l10n.t(
      'Files in {0}: {1}. They will be written so that only you can read them.',
      basename(backup.path),
      this.quantities.count(files.length),
    );
    if ((await vscode.window.showInformationMessage(question, { modal: true, detail }, choose)) !== choose)
      return undefined;
    const chosen = await vscode.window.showOpenDialog({
      canSelectFiles: false,
      canSelectFolders: true,
      defaultUri: vscode.Uri.joinPath(backup, '..'),
      title: vscode.l10n.t('Import {0} to', basename(backup.path)),
      openLabel: vscode.l10n.t('Import Here'),
    });
    return chosen?.[0];
  }

  private async report({ files }: RestoreResult, folder: vscode.Uri): Promise<void> {
    const seals = files.flatMap((file) => ('seal' in file ? [{ name: file.name, seal: file.seal }] : []));
    const said = seals.map(({ name, seal }) => sealSentence(name, seal));
    const message = [
      vscode.l10n.t('Imported to {0}. Files: {1}.', folder.fsPath, this.quantities.count(files.length)),
      ...said,
    ].join(' ');
    this.log.info(message);
    const show = seals.some(({ seal }) => seal === 'broken' || seal === 'unreadable')
      ? vscode.window.showWarningMessage
      : vscode.window.showInformationMessage;
    const open = vscode.l10n.t('Open JRM in Tree');
    const [jrm] = seals;
    if (jrm && (await show(message, open)) === open)
      await vscode.commands.executeCommand('sneakernet.openJrmInTree', vscode.Uri.joinPath(folder, jrm.name));
    else if (!jrm) void show(message);
  }

  /** Runs a command of the runner, and reports its failure. */
  private async run(title: string, command: string, request: RunnerRequest): Promise<RunnerResult | undefined> {
    const result = await this.attempt(title, command, request);
    if (result.code === 0) return result;
    void tellFailure(result);
    return undefined;
  }

  private async attempt(title: string, command: string, request: RunnerRequest): Promise<RunnerResult> {
    const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
    return vscode.window.withProgress(options, (_, token) => this.runner.run(command, request, { token }));
  }
}

/**
 * Reports why a command of the runner failed, unless it was cancelled.
 *
 * @returns the button that was pressed
 */
async function tellFailure(
  { code, signal, messages }: RunnerResult,
  ...buttons: readonly string[]
): Promise<string | undefined> {
  if (code === 130 || signal !== null) return undefined;
  return vscode.window.showErrorMessage(messages.trim().replace(/^sneakernet: /, ''), ...buttons);
}

async function chooseFiles(
  files: readonly FoundFile[],
  quantities: Quantities,
): Promise<readonly FoundFile[] | undefined> {
  const items = files.map((file) => ({
    label: basename(file.uri.path),
    description: quantities.size(file.size),
    detail: vscode.workspace.asRelativePath(file.uri),
    picked: true,
    file,
  }));
  const chosen = await vscode.window.showQuickPick(items, {
    canPickMany: true,
    placeHolder: vscode.l10n.t('Which files should be backed up?'),
  });
  return chosen?.map(({ file }) => file);
}

async function chooseBackup(): Promise<vscode.Uri | undefined> {
  const chosen = await vscode.window.showOpenDialog({
    filters: { [vscode.l10n.t('Encrypted backup')]: ['age'], [vscode.l10n.t('All files')]: ['*'] },
    title: vscode.l10n.t('Encrypted backup'),
  });
  return chosen?.[0];
}

async function existingAmong(files: RestoreResult['files'], folder: vscode.Uri): Promise<string[]> {
  const found = await Promise.all(files.map(({ name }) => findFile(vscode.Uri.joinPath(folder, name))));
  return found.flatMap((file) => (file ? [basename(file.uri.path)] : []));
}

async function askAboutExisting(
  existing: readonly string[],
): Promise<{ readonly force: true } | { readonly keep: true } | undefined> {
  const replace = vscode.l10n.t('Replace');
  const keep = vscode.l10n.t('Keep Existing');
  const question = vscode.l10n.t('Some of the files already exist. Replace them?');
  const choice = await vscode.window.showWarningMessage(
    question,
    { modal: true, detail: existing.join('\n') },
    replace,
    keep,
  );
  return choice === replace ? { force: true } : choice === keep ? { keep: true } : undefined;
}

function sealSentence(name: string, seal: 'absent' | 'sound' | 'broken' | 'unreadable'): string {
  switch (seal) {
    case 'sound':
      return vscode.l10n.t('{0} is sealed and has not been changed since.', name);
    case 'broken':
      return vscode.l10n.t('{0} was changed after it was sealed.', name);
    case 'absent':
      return vscode.l10n.t('{0} has no seal.', name);
    case 'unreadable':
      return vscode.l10n.t('{0} cannot be read as a JRM.', name);
  }
}
