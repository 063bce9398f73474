import { basename, dirname, isAbsolute, resolve } from 'node:path';
import * as vscode from 'vscode';
import type { Job, Jobs } from '../../jobs/jobs';
import type { Run } from '../../runs/run';
import type { Runs } from '../../runs/runs';
import type { RunNotices } from '../runs/runNotices';

/** What a tree passes: a drive with its JRM. */
interface NamedDrive {
  readonly letter: string;
  readonly target?: string | undefined;
  readonly jrm?: string | undefined;
}

/** A drive and where it lies. */
interface DrivePlace {
  readonly letter: string;
  readonly target: string;
}

/** The command *Verify Drive…*: reads drives back and compares every hash in the JRM. Nothing is written. */
export class VerifyDrive {
  constructor(
    private readonly jobs: Jobs,
    private readonly runs: Runs,
    private readonly notices: RunNotices,
  ) {}

  /** @param target a node of a tree that has a drive, or a JRM's URI */
  async run(target: unknown): Promise<Run | undefined> {
    if (!vscode.workspace.isTrusted) return undefined;
    const named = driveOf(target);
    const jrm =
      named?.jrm ??
      (target instanceof vscode.Uri && /\.jrm$/i.test(target.path) ? target.fsPath : await this.pickJrm());
    if (jrm === undefined) return undefined;
    const places =
      named?.target === undefined
        ? await this.askDrives(jrm, named?.letter)
        : [{ letter: named.letter, target: named.target }];
    if (!places) return undefined;
    const isQuick = await askDepth();
    if (isQuick === undefined) return undefined;
    const running = this.runs.runningOn(jrm);
    if (running) {
      void vscode.window.showInformationMessage(vscode.l10n.t('{0} is already being verified.', basename(jrm)));
      return running;
    }
    const folder = dirname(jrm);
    return this.notices.start({
      kind: 'verify',
      job: { name: this.jobs.jobOf(vscode.Uri.file(jrm))?.name ?? basename(jrm), folder },
      journal: jrm,
      sessionId: places.map(({ letter }) => letter).join(', '),
      options: {
        jrm,
        drive: places.map(({ letter, target: path }) => `${letter}=${resolve(folder, path)}`),
        quick: isQuick,
      },
    });
  }

  private async pickJrm(): Promise<string | undefined> {
    const found = await vscode.workspace.findFiles('**/*.[jJ][rR][mM]', '**/node_modules/**', 100);
    const own = this.jobs.current?.jrm.toString();
    const uris = found.sort(
      (a, b) => Number(b.toString() === own) - Number(a.toString() === own) || (a.path < b.path ? -1 : 1),
    );
    if (uris.length === 1) return uris[0]!.fsPath;
    const other = { label: vscode.l10n.t('Another File…'), path: undefined };
    const items = [...uris.map((uri) => ({ label: vscode.workspace.asRelativePath(uri), path: uri.fsPath })), other];
    const item = await vscode.window.showQuickPick(items, {
      placeHolder: vscode.l10n.t('Which JRM do the drives belong to?'),
    });
    if (!item || item.path !== undefined) return item?.path;
    const [chosen] =
      (await vscode.window.showOpenDialog({
        filters: { JRM: ['jrm', 'xml'] },
        title: vscode.l10n.t('Job Response Manifest'),
      })) ?? [];
    return chosen?.fsPath;
  }

  /** Offers the drives whose places are in the journal, and asks for the places of the others. */
  private async askDrives(jrm: string, letter: string | undefined): Promise<readonly DrivePlace[] | undefined> {
    const known = this.knownDrives(jrm).filter((drive) => letter === undefined || drive.letter === letter);
    const items = [
      ...(known.length > 1
        ? [
            {
              label: vscode.l10n.t('All Drives'),
              description: known.map((drive) => drive.letter).join(', '),
              places: known,
            },
          ]
        : []),
      ...known.map((drive) => ({
        label: vscode.l10n.t('Drive {0}', drive.letter),
        description: drive.target,
        places: [drive],
      })),
      { label: vscode.l10n.t('Another Image or Disk…'), description: '', places: undefined },
    ];
    const item =
      items.length === 1
        ? items[0]
        : await vscode.window.showQuickPick(items, {
            placeHolder: vscode.l10n.t('Which drive?'),
            matchOnDescription: true,
          });
    if (!item) return undefined;
    if (item.places) return item.places;
    const typed = await askPlace(letter);
    return typed && [typed];
  }

  private knownDrives(jrm: string): DrivePlace[] {
    const job = this.jobs.all.find((candidate: Job) =>
      this.runs.sessionsOf(candidate)?.sessions.some((session) => session.jrm === jrm),
    );
    const session = job && this.runs.sessionsOf(job)?.sessions.find((candidate) => candidate.jrm === jrm);
    return (session?.drives ?? [])
      .filter(({ state }) => state !== 'Unused' && state !== null)
      .map(({ drive, target }) => ({ letter: drive, target }));
  }
}

/** The drive of a tree's node. */
function driveOf(target: unknown): NamedDrive | undefined {
  if (typeof target !== 'object' || target === null || !('drive' in target)) return undefined;
  const { drive } = target;
  return typeof drive === 'object' && drive !== null && 'letter' in drive && typeof drive.letter === 'string'
    ? (drive as NamedDrive)
    : undefined;
}

async function askPlace(letter: string | undefined): Promise<DrivePlace | undefined> {
  const text = await vscode.window.showInputBox({
    prompt: vscode.l10n.t('The drive’s letter in the JRM, and the full path of its image or disk'),
    placeHolder: 'G=/dev/sdb',
    value: letter === undefined ? '' : `${letter}=`,
    ignoreFocusOut: true,
    validateInput: (value) =>
      placeIn(value) ? undefined : vscode.l10n.t('Enter a letter, "=", and a full path, such as {0}.', 'G=/dev/sdb'),
  });
  return text === undefined ? undefined : placeIn(text);
}

function placeIn(text: string): DrivePlace | undefined {
  const [, letter, target = ''] = /^\s*([A-Za-z]):?=(.+?)\s*$/.exec(text) ?? [];
  return letter !== undefined && (isAbsolute(target) || /^[A-Za-z]:$/.test(target))
    ? { letter: letter.toUpperCase(), target }
    : undefined;
}

/** @returns true for a quick check, undefined if nothing was chosen */
async function askDepth(): Promise<boolean | undefined> {
  const items = [
    { label: vscode.l10n.t('Read Everything'), description: vscode.l10n.t('compares every hash'), isQuick: false },
    {
      label: vscode.l10n.t('Quick Look'),
      description: vscode.l10n.t('checks everything except the contents of the files'),
      isQuick: true,
    },
  ];
  return (
    await vscode.window.showQuickPick(items, { placeHolder: vscode.l10n.t('How thorough should the verification be?') })
  )?.isQuick;
}
