import * as vscode from 'vscode';
import type { BrowseRequests } from '../../../../src-runner/src/protocol';
import type { Jobs } from '../../jobs/jobs';
import type { JrmNode } from '../jrm/jrmNodes';

/** The drive to open, and the JRM with its key, if known. */
export interface DriveChoice {
  readonly target: string;
  readonly jrm?: vscode.Uri;
}

export type KeySource = Pick<BrowseRequests['open'], 'key' | 'keyFile' | 'jrm'>;

/**
 * Finds the drive that a command was called on, or asks for one: an image of the job, a file, a disk.
 *
 * @param argument the URI of an image, a node of a JRM, a node that has a `target`, or nothing
 */
export async function chooseDrive(argument: unknown, jobs: Jobs): Promise<DriveChoice | undefined> {
  if (argument instanceof vscode.Uri) return withJrmOf(argument, jobs);
  const { jrm, drive, target } = (argument ?? {}) as Partial<JrmNode> & { readonly target?: unknown };
  const file = jrm === undefined ? undefined : vscode.Uri.parse(jrm, true);
  if (typeof target === 'string') return { target, ...(file && { jrm: file }) };
  if (file && drive?.letter !== undefined) {
    const image = vscode.Uri.joinPath(file, '..', 'drives', `${drive.letter.toUpperCase()}.vhd`);
    if (await exists(image)) return { target: image.fsPath, jrm: file };
  }
  return askForDrive(file, jobs);
}

async function askForDrive(jrm: vscode.Uri | undefined, jobs: Jobs): Promise<DriveChoice | undefined> {
  const images = await vscode.workspace.findFiles('**/*.{vhd,VHD,img,IMG}', '**/node_modules/**', 100);
  const browse = { label: vscode.l10n.t('Choose an Image…'), iconPath: new vscode.ThemeIcon('folder-opened') };
  const disk = {
    label: vscode.l10n.t('Specify a Disk…'),
    description: vscode.l10n.t('such as /dev/sdb, or G: on Windows'),
    iconPath: new vscode.ThemeIcon('vm'),
  };
  const known = images
    .map((image) => ({
      label: vscode.workspace.asRelativePath(image),
      iconPath: new vscode.ThemeIcon('file-binary'),
      image,
    }))
    .sort((a, b) => a.label.localeCompare(b.label));
  const items: (vscode.QuickPickItem & { readonly image?: vscode.Uri })[] = [...known, browse, disk];
  const item = await vscode.window.showQuickPick(items, { placeHolder: vscode.l10n.t('Which drive?') });
  if (!item) return undefined;
  if (item.image) return jrm ? { target: item.image.fsPath, jrm } : withJrmOf(item.image, jobs);
  if (item === browse) {
    const chosen = await vscode.window.showOpenDialog({
      title: vscode.l10n.t('Drive image'),
      filters: { [vscode.l10n.t('Images')]: ['vhd', 'img', 'VHD', 'IMG'], [vscode.l10n.t('All files')]: ['*'] },
    });
    return chosen?.[0] && (jrm ? { target: chosen[0].fsPath, jrm } : withJrmOf(chosen[0], jobs));
  }
  const named = await vscode.window.showInputBox({
    prompt: vscode.l10n.t('Enter the disk or a volume on it.'),
    placeHolder: '/dev/sdb',
  });
  return named === undefined || named.trim() === '' ? undefined : { target: named.trim(), ...(jrm && { jrm }) };
}

/** Adds the JRM of the job that an image belongs to, which may have its key. */
async function withJrmOf(image: vscode.Uri, jobs: Jobs): Promise<DriveChoice> {
  await jobs.ready();
  const jrm = jobs.jobOf(image)?.jrm;
  return { target: image.fsPath, ...(jrm && (await exists(jrm)) && { jrm }) };
}

/** Asks where to find the key of a drive. */
export async function chooseKey(target: string): Promise<KeySource | undefined> {
  const found = await vscode.workspace.findFiles('**/*.[jJ][rR][mM]', '**/node_modules/**', 100);
  const typed = { label: vscode.l10n.t('Enter the Key…'), iconPath: new vscode.ThemeIcon('key') };
  const keyFile = {
    label: vscode.l10n.t('Choose a Key File…'),
    description: vscode.l10n.t('with the key on its own or as Windows saves it'),
    iconPath: new vscode.ThemeIcon('file'),
  };
  const otherJrm = { label: vscode.l10n.t('Choose a JRM…'), iconPath: new vscode.ThemeIcon('folder-opened') };
  const known = found.map((jrm) => ({
    label: vscode.workspace.asRelativePath(jrm),
    iconPath: new vscode.ThemeIcon('list-tree'),
    jrm,
  }));
  const items: (vscode.QuickPickItem & { readonly jrm?: vscode.Uri })[] = [...known, otherJrm, keyFile, typed];
  const item = await vscode.window.showQuickPick(items, {
    placeHolder: vscode.l10n.t('Where is the BitLocker key of {0}?', target),
  });
  if (!item) return undefined;
  if (item.jrm) return { jrm: item.jrm.fsPath };
  if (item === typed) {
    const key = await vscode.window.showInputBox({
      password: true,
      ignoreFocusOut: true,
      prompt: vscode.l10n.t('The recovery key: 48 digits in 8 groups.'),
    });
    return key === undefined || key.trim() === '' ? undefined : { key: key.trim() };
  }
  const chosen = await vscode.window.showOpenDialog({ title: item.label });
  return chosen?.[0] && (item === keyFile ? { keyFile: chosen[0].fsPath } : { jrm: chosen[0].fsPath });
}

async function exists(uri: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(uri);
    return true;
  } catch {
    return false;
  }
}
