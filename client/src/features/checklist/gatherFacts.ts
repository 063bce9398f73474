import { basename } from '../../basename';
import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import * as vscode from 'vscode';
import { jrmCheckRequest, trackedFilesRequest } from '../../../../server/src/protocol/jobReview';
import type { JrmCheck, JrmCheckParams, TrackedFiles } from '../../../../server/src/protocol/jobReview';
import type { SessionReport, SessionReportDrive } from '../../../../src-runner/src/protocol';
import { isBackupOf } from '../../jobs/backupRecords';
import type { BackupRecords } from '../../jobs/backupRecords';
import { findFile, findJobFiles } from '../../jobs/jobFiles';
import type { FoundFile, JobFiles } from '../../jobs/jobFiles';
import type { Job } from '../../jobs/jobs';
import { jobStateOf, sessionsThatCount } from '../../jobs/jobState';
import type { LanguageServer } from '../../languageServer';
import type { Runner } from '../../runner/runner';
import type { Runs } from '../../runs/runs';
import { pathsOf } from '../prepare/prepareDrives';
import type { BackupFacts, ChecklistFacts, DriveFacts } from './checklistFacts';
import { hasManifest, inspectVolume } from './driveInspection';

/** Where the facts come from. */
export interface FactSources {
  readonly server: LanguageServer;
  readonly runner: Runner;
  readonly runs: Pick<Runs, 'all' | 'lookAt' | 'runningOn' | 'sessionsOf'>;
  readonly backups: BackupRecords;
}

export interface FactOptions {
  readonly token: vscode.CancellationToken;
  /** Told what is looked at. */
  readonly report: (message: string) => void;
}

/** A key as drivesets hold it. */
const RECOVERY_KEY = /\b\d{6}(?:-\d{6}){7}\b/;
/** A driveset has 25 records; one that is longer is none. In bytes. */
const LONGEST_DRIVESET = 1024 * 1024;

/** Finds out all that the checklist ticks; nothing is written. Undefined where it was cancelled. */
export async function gatherFacts(job: Job, sources: FactSources, options: FactOptions): Promise<ChecklistFacts | undefined> {
  const { runs, server } = sources;
  const { token, report } = options;
  report(vscode.l10n.t('The journal is read'));
  await runs.lookAt(job);
  const files = await findJobFiles(job);
  const sessions = runs.sessionsOf(job);
  const counted = sessions ? sessionsThatCount(sessions) : [];
  const check = files.jrm && (await server.request<JrmCheck>(jrmCheckRequest, { jrm: files.jrm.uri.toString() } satisfies JrmCheckParams, token));
  const secretFiles = [files.journal, files.recovery, files.jrm, ...files.driveInfos].filter((file) => file !== undefined);
  const [tableErrors, trackedFiles, openFiles, backup] = await Promise.all([countErrors(job, sources.runner, token), findTracked(job, secretFiles, server), findOpen(secretFiles), backupOf(files, sources.backups)]);
  const drives: DriveFacts[] = [];
  for (const session of counted) {
    for (const drive of session.drives) {
      if (drive.state === 'Unused') continue;
      if (token.isCancellationRequested) return undefined;
      report(vscode.l10n.t('Drive {0} is looked at', drive.drive));
      drives.push(await driveFacts(job, session, drive, check, sources, options));
    }
  }
  if (token.isCancellationRequested) return undefined;
  return {
    job: job.name,
    checkedAt: Date.now(),
    state: jobStateOf(files.journal !== undefined, runs.runningOn(job.journal.fsPath) !== undefined, sessions),
    tableErrors,
    drives,
    journal: files.journal && { name: nameOf(files.journal.uri), size: files.journal.size },
    jrm: files.jrm && check && { name: nameOf(files.jrm.uri), size: files.jrm.size, check },
    driveInfos: files.driveInfos.map(({ uri }) => nameOf(uri)),
    trackedFiles,
    openFiles,
    credential: counted.find(({ credential }) => credential !== null)?.credential ?? null,
    backup,
  };
}

async function driveFacts({ folder }: Job, session: SessionReport, { drive, driveId, target, state, isReadBack }: SessionReportDrive, check: JrmCheck | undefined, { runner, runs }: FactSources, { token }: FactOptions): Promise<DriveFacts> {
  const jrm = resolve(folder.fsPath, session.jrm);
  const volume = await inspectVolume(runner, target, folder.fsPath, token);
  const isComplete = volume.kind === 'encrypted' && check !== undefined && check.seal !== 'missing';
  const jrmFile = isComplete ? await findFile(vscode.Uri.file(jrm)) : undefined;
  return {
    letter: drive,
    driveId,
    target,
    isDisk: /^(?:\/dev\/|\\\\\.\\)/.test(target),
    state,
    isReadBack,
    verdict: verdictOf(runs.all, jrmFile, drive, driveId),
    volume,
    hasManifest: jrmFile && (await hasManifest(runner, target, jrm, folder.fsPath, token)),
    label: check?.drives.find((one) => one.driveId === driveId)?.label ?? '',
  };
}

/** What the last verification since the JRM was written said of a drive. */
function verdictOf(runs: Runs['all'], jrm: FoundFile | undefined, letter: string, driveId: string): DriveFacts['verdict'] {
  if (!jrm) return undefined;
  for (const { isVerification, record, progress } of runs) {
    const at = record.ended === undefined ? Number.NaN : Date.parse(record.ended);
    if (!isVerification || record.journal !== jrm.uri.fsPath || !(at >= jrm.modifiedAt)) continue;
    const drive = progress.drives.get(letter);
    if (drive?.verdict && drive.driveId === driveId) return { ...drive.verdict, at };
  }
  return undefined;
}

/** Undefined where the files could not be checked. */
async function countErrors(job: Job, runner: Runner, token: vscode.CancellationToken): Promise<number | undefined> {
  const { datasets, drivesets, editorSettings } = pathsOf(job);
  let errors: number | undefined;
  const onEvent = (event: unknown): void => {
    const { event: name, errors: count } = event as { event?: string; errors?: number };
    if (name === 'summary') errors = count;
  };
  const options = { events: 'ndjson', 'editor-settings': editorSettings };
  await runner.run('validate', { options, operands: [...datasets, ...drivesets] }, { onEvent, token }, job.folder.fsPath);
  return errors;
}

async function findTracked(job: Job, files: readonly FoundFile[], server: LanguageServer): Promise<readonly string[] | undefined> {
  const drivesets = await Promise.all(job.drivesets.map(async (uri) => ((await holdsKey(uri)) ? [uri] : [])));
  const uris = [...files.map(({ uri }) => uri), ...drivesets.flat()];
  try {
    const { files: tracked } = await server.request<TrackedFiles>(trackedFilesRequest, { files: uris.map(String) } satisfies TrackedFiles);
    return uris.filter((uri) => tracked.includes(uri.toString())).map(nameOf);
  } catch {
    return undefined;
  }
}

async function holdsKey(driveset: vscode.Uri): Promise<boolean> {
  const file = await findFile(driveset);
  if (!file || file.size > LONGEST_DRIVESET) return false;
  return RECOVERY_KEY.test(new TextDecoder().decode(await vscode.workspace.fs.readFile(driveset)));
}

/** Windows has no such mode: the folder that a file is in decides there. */
async function findOpen(files: readonly FoundFile[]): Promise<readonly string[] | undefined> {
  if (process.platform === 'win32') return undefined;
  try {
    const modes = await Promise.all(files.map(async ({ uri }) => (await stat(uri.fsPath)).mode));
    return files.filter((_, index) => (modes[index]! & 0o077) !== 0).map(({ uri }) => nameOf(uri));
  } catch {
    return undefined;
  }
}

async function backupOf({ jrm }: JobFiles, backups: BackupRecords): Promise<BackupFacts | undefined> {
  const record = jrm && backups.of(jrm);
  if (!record) return undefined;
  const uri = vscode.Uri.parse(record.backup, true);
  return { name: nameOf(uri), madeAt: record.madeAt, isCurrent: isBackupOf(record, jrm), isThere: (await findFile(uri)) !== undefined };
}

function nameOf({ path }: vscode.Uri): string {
  return basename(path);
}
