import { isAbsolute, join, relative } from 'node:path';
import * as vscode from 'vscode';
import { parseByteCount } from '#core/text/byteCount';
import { askItem, askText } from '../../workbench/prompts';
import type { Step } from '../../workbench/prompts';
import type { DriveAnswer } from './prepareAnswers';

type Place = 'default' | 'folder' | 'image' | 'disk' | 'letter';

/**
 * Asks where a drive of the driveset is written.
 *
 * @param folder of the job, the base of relative paths
 */
export async function askDrive(
  step: Step,
  letter: string,
  before: DriveAnswer,
  folder: string,
): Promise<DriveAnswer | undefined> {
  const image = join('drives', `${letter}.vhd`);
  const items: (vscode.QuickPickItem & { readonly place: Place })[] = [
    { label: vscode.l10n.t('Image {0}', image), description: vscode.l10n.t('next to the job'), place: 'default' },
    { label: vscode.l10n.t('Image in a Folder…'), description: vscode.l10n.t('chosen in a dialog'), place: 'folder' },
    { label: vscode.l10n.t('Image…'), description: vscode.l10n.t('by its path'), place: 'image' },
    { label: vscode.l10n.t('Disk…'), description: vscode.l10n.t('by its path; it will be erased'), place: 'disk' },
    ...(process.platform === 'win32'
      ? [
          {
            label: vscode.l10n.t('Drive {0}: on this machine', letter),
            description: vscode.l10n.t('it will be erased'),
            place: 'letter' as const,
          },
        ]
      : []),
  ];
  const answer = await askItem(step, vscode.l10n.t('Where should drive {0} be written?', letter), items);
  if (typeof answer === 'string') return undefined;
  const target = await targetOf(answer.value.place, step, letter, before, folder);
  if (target === undefined) return undefined;
  return answer.value.place === 'disk' || answer.value.place === 'letter'
    ? { target }
    : sized(step, { ...before, target });
}

async function targetOf(
  place: Place,
  step: Step,
  letter: string,
  { target }: DriveAnswer,
  folder: string,
): Promise<string | undefined> {
  switch (place) {
    case 'default':
      return join('drives', `${letter}.vhd`);
    case 'letter':
      return `${letter}:`;
    case 'folder': {
      const [chosen] =
        (await vscode.window.showOpenDialog({
          canSelectFolders: true,
          canSelectFiles: false,
          defaultUri: vscode.Uri.file(folder),
          openLabel: vscode.l10n.t('Choose'),
          title: vscode.l10n.t('Folder for the Image'),
        })) ?? [];
      return chosen && shortened(join(chosen.fsPath, `${letter}.vhd`), folder);
    }
    case 'image':
      return asked(
        step,
        vscode.l10n.t('Path of the image, relative to the job’s folder'),
        '/data/G.vhd',
        target,
        (text) => (text === '' ? vscode.l10n.t('Enter a path.') : undefined),
      );
    case 'disk': {
      const example = process.platform === 'win32' ? '\\\\.\\PhysicalDrive2' : '/dev/sdb';
      return asked(step, vscode.l10n.t('Path of the whole disk'), example, '', (text) =>
        isAbsolute(text) ? undefined : vscode.l10n.t('Enter the full path of a disk, for example {0}.', example),
      );
    }
  }
}

async function asked(
  step: Step,
  prompt: string,
  example: string,
  value: string,
  problem: (text: string) => string | undefined,
): Promise<string | undefined> {
  const answer = await askText(step, prompt, example, value, problem);
  return typeof answer === 'string' ? undefined : answer.value;
}

async function sized(step: Step, drive: DriveAnswer): Promise<DriveAnswer | undefined> {
  const size = await asked(
    step,
    vscode.l10n.t('Size of the image; leave empty to make it as large as its contents'),
    '500G, 1.8T, 64GiB',
    drive.size ?? '',
    (text) =>
      text === '' || parseByteCount(text) !== undefined
        ? undefined
        : vscode.l10n.t(
            'Enter a number of bytes, or a number with K, M, G or T (powers of 1000) or KiB, MiB, GiB or TiB.',
          ),
  );
  if (size === undefined) return undefined;
  return size === '' ? { target: drive.target } : { target: drive.target, size };
}

/** Makes a path inside the job's folder relative, so that it moves with the folder. */
function shortened(path: string, folder: string): string {
  const inside = relative(folder, path);
  return inside.startsWith('..') || isAbsolute(inside) ? path : inside;
}
