import * as vscode from 'vscode';
import type { ExtractAnswer } from '../../../../src-runner/src/protocol';
import { basename } from '../../workbench/basename';
import type { Jobs } from '../../jobs/jobs';
import { Quantities } from '../../workbench/quantities';
import type { Runner } from '../../runner/runner';
import type { NodeTree } from '../../views/nodeTree';
import { BrowseClient } from './browseClient';
import { BrowseError } from './browseError';
import { DRIVE_SCHEME, LARGEST_FILE, tooLarge, type DriveFileSystem } from './driveFileSystem';
import { driveNodes, type DriveNode } from './driveNodes';
import { uriPathOf } from './drivePath';
import { chooseDrive, chooseKey, type DriveChoice, type KeySource } from './driveQuestions';
import type { OpenDrive } from './openDrive';

/**
 * *Open Prepared Drive*: shows the files of one drive at a time in a view and in editors, using the runner's reader.
 */
export class PreparedDrive implements vscode.Disposable {
  private readonly words = { localize: vscode.l10n.t, quantities: new Quantities(vscode.env.language) };
  private opened = 0;

  constructor(
    private readonly jobs: Jobs,
    private readonly runner: Runner,
    private readonly log: vscode.LogOutputChannel,
    private readonly files: DriveFileSystem,
    private readonly tree: NodeTree,
  ) {}

  async open(argument: unknown): Promise<void> {
    if (!vscode.workspace.isTrusted) return;
    const choice = await chooseDrive(argument, this.jobs);
    if (!choice) return;
    const drive = await this.unlock(choice);
    if (!drive) return;
    await this.close();
    this.files.current = drive;
    this.tree.view.description =
      drive.label === '' ? basename(choice.target) : `${drive.label} · ${basename(choice.target)}`;
    this.tree.view.message = vscode.l10n.t(
      'Read-only. {0}, {1} free.',
      this.words.quantities.size(drive.length),
      this.words.quantities.size(drive.freeBytes),
    );
    this.tree.show(await this.nodes(drive));
    await vscode.commands.executeCommand('setContext', 'sneakernet.driveOpen', true);
    await vscode.commands.executeCommand('sneakernet.drive.focus');
  }

  private nodes({ client }: OpenDrive): Promise<readonly DriveNode[]> {
    return driveNodes('', (path, start, count) => client.request('list', { path, start, count }).answer, this.words);
  }

  /** Starts a process that opens the drive. Asks for the key until one fits or the user gives up. */
  private async unlock({ target, jrm }: DriveChoice): Promise<OpenDrive | undefined> {
    const authority = `drive-${++this.opened}`;
    const client = new BrowseClient(this.runner, (complaint) => {
      this.hasEnded(authority, complaint);
    });
    const title = vscode.l10n.t('Opening {0}', basename(target));
    const attempt = (key: Parameters<typeof client.request<'open'>>[1]) =>
      vscode.window.withProgress(
        { location: { viewId: 'sneakernet.drive' }, title },
        () => client.request('open', key).answer,
      );
    let source: KeySource | undefined = jrm && { jrm: jrm.fsPath };
    for (;;) {
      try {
        return { client, authority, target, ...(await attempt({ target, ...source })) };
      } catch (error) {
        const isLocked = error instanceof BrowseError && error.kind === 'locked';
        if (!isLocked && !(await this.wantsAnotherKey(error))) break;
        source = await chooseKey(target);
        if (!source) break;
      }
    }
    client.end();
    return undefined;
  }

  /** Reports why a drive did not open. Resolves to true if the key may be wrong and the user has another one. */
  private async wantsAnotherKey(error: unknown): Promise<boolean> {
    if (!(error instanceof BrowseError)) throw error;
    const again = vscode.l10n.t('Another Key…');
    return (await vscode.window.showErrorMessage(error.message, ...(error.kind === 'ended' ? [] : [again]))) === again;
  }

  private hasEnded(authority: string, complaint: string): void {
    if (this.files.current?.authority !== authority) return;
    this.log.error(vscode.l10n.t('The process reading the drive has ended. {0}', complaint));
    void vscode.window.showErrorMessage(
      vscode.l10n.t('The drive was closed because the process reading it has ended.'),
    );
    void this.close();
  }

  async close(): Promise<void> {
    const { current: drive } = this.files;
    if (!drive) return;
    this.files.current = undefined;
    drive.client.end();
    this.tree.show([]);
    await vscode.commands.executeCommand('setContext', 'sneakernet.driveOpen', false);
    const tabs = vscode.window.tabGroups.all
      .flatMap((group) => group.tabs)
      .filter(({ input }) => input instanceof vscode.TabInputText && input.uri.scheme === DRIVE_SCHEME);
    if (tabs.length > 0) await vscode.window.tabGroups.close(tabs);
  }

  async openFile({ drivePath, size = 0 }: DriveNode): Promise<void> {
    const { current: drive } = this.files;
    if (!drive || drivePath === undefined) return;
    if (size > LARGEST_FILE) {
      const extract = vscode.l10n.t('Extract to…');
      if ((await vscode.window.showWarningMessage(tooLarge(), extract)) === extract) await this.extract({ drivePath });
      return;
    }
    await vscode.commands.executeCommand(
      'vscode.open',
      vscode.Uri.from({ scheme: DRIVE_SCHEME, authority: drive.authority, path: uriPathOf(drivePath) }),
    );
  }

  async extract(node: Pick<DriveNode, 'drivePath'> | undefined): Promise<void> {
    const { current: drive } = this.files;
    if (!drive || node?.drivePath === undefined) return;
    const title = vscode.l10n.t('Extract {0} to', basename(uriPathOf(node.drivePath)));
    const [folder] =
      (await vscode.window.showOpenDialog({
        canSelectFiles: false,
        canSelectFolders: true,
        title,
        openLabel: vscode.l10n.t('Extract Here'),
      })) ?? [];
    if (!folder) return;
    const request = { paths: [node.drivePath], to: folder.fsPath };
    let answer = await this.copy(drive, { ...request, existing: 'ask' });
    if (answer && answer.existing.length > 0) {
      const existing = await askAboutExisting(answer.existing);
      answer = existing && (await this.copy(drive, { ...request, existing }));
    }
    if (answer) this.report(answer, folder);
  }

  private async copy(
    { client }: OpenDrive,
    request: Parameters<typeof client.request<'extract'>>[1],
  ): Promise<ExtractAnswer | undefined> {
    const options = {
      location: vscode.ProgressLocation.Notification,
      title: vscode.l10n.t('Copying from the drive'),
      cancellable: true,
    };
    try {
      return await vscode.window.withProgress(options, (progress, token) => {
        const { quantities } = this.words;
        const call = client.request('extract', request, ({ files, bytes, path }) => {
          progress.report({
            message: vscode.l10n.t(
              'files: {0}, {1}: {2}',
              quantities.count(files),
              quantities.size(bytes),
              basename(uriPathOf(path)),
            ),
          });
        });
        token.onCancellationRequested(() => {
          call.cancel();
        });
        return call.answer;
      });
    } catch (error) {
      if (!(error instanceof BrowseError)) throw error;
      if (error.kind !== 'cancelled') void vscode.window.showErrorMessage(error.message);
      return undefined;
    }
  }

  private report({ files, bytes, failures, failureCount }: ExtractAnswer, folder: vscode.Uri): void {
    const { quantities } = this.words;
    const copied = vscode.l10n.t(
      'Copied to {0}. Files: {1} ({2}).',
      folder.fsPath,
      quantities.count(files),
      quantities.size(bytes),
    );
    for (const { path, message } of failures) this.log.warn(`${path}: ${message}`);
    if (failureCount === 0) void vscode.window.showInformationMessage(copied);
    else
      void vscode.window.showWarningMessage(
        `${copied} ${vscode.l10n.t('Not copied: {0}. They are listed in the log.', quantities.count(failureCount))}`,
      );
  }

  dispose(): void {
    this.files.current?.client.end();
  }
}

async function askAboutExisting(existing: readonly string[]): Promise<'keep' | 'replace' | undefined> {
  const replace = vscode.l10n.t('Replace');
  const keep = vscode.l10n.t('Keep Existing');
  const question = vscode.l10n.t('Some of the files already exist. Replace them?');
  const choice = await vscode.window.showWarningMessage(
    question,
    { modal: true, detail: existing.join('\n') },
    replace,
    keep,
  );
  return choice === replace ? 'replace' : choice === keep ? 'keep' : undefined;
}
