import { basename } from '../../workbench/basename';
import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import * as vscode from 'vscode';
import { recoveryPathOf } from '#core/journal/recoveryLog';
import { LONGEST_DRIVESET } from '#core/limits/limits';
import { jrmCheckRequest, portalFilesRequest, trackedFilesRequest } from '../../../../server/src/protocol/jobReview';
import type {
  JrmCheck,
  JrmCheckParams,
  PortalFiles,
  PortalFilesParams,
  TrackedFiles,
} from '../../../../server/src/protocol/jobReview';
import type { EarlierSessions, SessionReport, SessionReportDrive } from '../../../../src-runner/src/protocol';
import type { BackupRecord, BackupRecords } from '../../jobs/backupRecords';
import type { DriveLooks } from '../../runs/driveLooks';
import type { FileDigests } from '../../jobs/fileDigest';
import { changedNames, versionsOf } from '../../jobs/fileVersions';
import type { FileVersions } from '../../jobs/fileVersions';
import { definingPaths, findFile, findJobFiles } from '../../jobs/jobFiles';
import type { FoundFile, JobFiles } from '../../jobs/jobFiles';
import type { Job } from '../../jobs/jobs';
import { jobStateOf, sessionsThatCount } from '../../jobs/jobState';
import type { LanguageServer } from '../../server/languageServer';
import type { Runner } from '../../runner/runner';
import type { Runs } from '../../runs/runs';
import { parsePlanResult } from '../plan/jobPlan';
import { jobOptions } from '../prepare/prepareAnswers';
import { pathsOf } from '../prepare/jobPaths';
import type { BackupFacts, ChecklistFacts, DriveFacts, JrmFacts } from './checklistFacts';
import { inspectVolume, lookInside } from './driveInspection';

/** Where the facts come from. */
export interface FactSources {
  readonly server: LanguageServer;
  readonly runner: Runner;
  readonly runs: Pick<Runs, 'lookAt' | 'onDidEnd' | 'restore' | 'runningOn' | 'sessionsOf'>;
  readonly backups: BackupRecords;
  readonly digests: FileDigests;
  readonly looks: DriveLooks;
}

export interface FactOptions {
  readonly token: vscode.CancellationToken;
  /** Called with what is being looked at. */
  readonly report: (message: string) => void;
  /** The versions of the files when somebody last looked, and the time of that. */
  readonly before: { readonly at: number; readonly versions: FileVersions } | undefined;
}

/** A key in the form used in drivesets. */
const RECOVERY_KEY = /\b\d{6}(?:-\d{6}){7}\b/;

/** The JRM of a session in its current state. */
interface FoundJrm {
  readonly uri: vscode.Uri;
  readonly check: JrmCheck;
}

/** Collects all facts of the checklist without writing anything. Undefined if it was cancelled. */
export async function gatherFacts(
  job: Job,
  sources: FactSources,
  options: FactOptions,
): Promise<ChecklistFacts | undefined> {
  const { runs, runner, server } = sources;
  const { token, report, before } = options;
  report(vscode.l10n.t('Reading the journal'));
  // Verifications of earlier windows count.
  await runs.restore();
  await runs.lookAt(job);
  const files = await findJobFiles(job);
  const sessions = runs.sessionsOf(job);
  const counted = sessions ? sessionsThatCount(sessions) : [];
  const jrms = await findJrms(job, counted, sources, token);
  const backups = await findBackups(jrms, sources);
  // Taken before anything is looked at, so that changes in the meantime are noticed next time.
  const versions = await versionsOf(watchedPaths(job, files, counted, jrms, backups));
  const jrmFiles = await Promise.all(jrms.map(({ uri }) => findFile(uri)));
  const secretFiles = [files.journal, files.recovery, ...jrmFiles, ...files.driveInfos].filter(
    (file) => file !== undefined,
  );
  report(vscode.l10n.t('Checking the CSVs and their sources'));
  const [tableErrors, earlier, trackedFiles, openFiles, portal] = await Promise.all([
    countErrors(job, runner, token),
    compareSources(job, runner, token),
    findTracked(job, secretFiles, server),
    findOpen(secretFiles),
    comparePortalFiles(files, jrms, server, token),
  ]);
  const drives: DriveFacts[] = [];
  for (const session of counted) {
    for (const drive of session.drives) {
      if (drive.state === 'Unused') continue;
      if (token.isCancellationRequested) return undefined;
      report(vscode.l10n.t('Checking drive {0}', drive.drive));
      drives.push(await driveFacts(job, session, drive, jrms, sources, options));
    }
  }
  const jrmFacts: JrmFacts[] = await Promise.all(
    jrms.map(async ({ uri, check }) => ({
      name: nameOf(uri),
      check,
      backup: await backupFacts(uri, backups.get(uri.toString()), sources),
    })),
  );
  if (token.isCancellationRequested) return undefined;
  return {
    job: job.name,
    checkedAt: Date.now(),
    state: jobStateOf(files.journal !== undefined, runs.runningOn(job.journal.fsPath) !== undefined, sessions),
    tableErrors,
    earlier,
    drives,
    journal: files.journal && { name: nameOf(files.journal.uri), size: files.journal.size },
    jrms: jrmFacts,
    driveInfos: files.driveInfos.map(({ uri }) => nameOf(uri)),
    portal,
    trackedFiles,
    openFiles,
    credential: counted.find(({ credential }) => credential !== null)?.credential ?? null,
    versions,
    changes: before && { since: before.at, names: changedNames(before.versions, versions) },
  };
}

/**
 * The JRM of each complete session, whether it exists or not; without a complete session, the job's JRM if it exists.
 */
async function findJrms(
  { folder, jrm }: Job,
  sessions: readonly SessionReport[],
  { server }: FactSources,
  token: vscode.CancellationToken,
): Promise<FoundJrm[]> {
  const complete = sessions.filter(({ state }) => state === 'Completed');
  const paths = complete.map((session) => resolve(folder.fsPath, session.jrm));
  const uris =
    paths.length > 0 ? [...new Set(paths)].map((path) => vscode.Uri.file(path)) : (await findFile(jrm)) ? [jrm] : [];
  return Promise.all(
    uris.map(async (uri) => ({
      uri,
      check: await server.request<JrmCheck>(jrmCheckRequest, { jrm: uri.toString() } satisfies JrmCheckParams, token),
    })),
  );
}

async function driveFacts(
  { folder }: Job,
  session: SessionReport,
  drive: SessionReportDrive,
  jrms: readonly FoundJrm[],
  { runner, looks }: FactSources,
  { token }: FactOptions,
): Promise<DriveFacts> {
  const { drive: letter, driveId, target, state } = drive;
  const cwd = folder.fsPath;
  const jrm = resolve(cwd, session.jrm);
  const check = jrms.find(({ uri }) => uri.fsPath === vscode.Uri.file(jrm).fsPath)?.check;
  const described = check?.drives.find((one) => one.driveId === driveId);
  const volume = await inspectVolume(runner, target, cwd, token);
  const isReadable = volume.kind === 'encrypted' && check !== undefined && check.seal !== 'missing';
  return {
    ...(await looks.of(cwd, session, drive)),
    letter,
    driveId,
    target,
    state,
    volume,
    volumeId: described?.volumeId ?? '',
    contents: isReadable ? await lookInside(runner, target, jrm, cwd, token) : undefined,
    label: described?.label ?? '',
  };
}

/** Undefined if the files could not be checked. */
async function countErrors(job: Job, runner: Runner, token: vscode.CancellationToken): Promise<number | undefined> {
  const { datasets, drivesets, editorSettings } = pathsOf(job);
  let errors: number | undefined;
  const onEvent = (event: unknown): void => {
    const { event: name, errors: count } = event as { event?: string; errors?: number };
    if (name === 'summary') errors = count;
  };
  const options = { events: 'ndjson', 'editor-settings': editorSettings };
  await runner.run(
    'validate',
    { options, operands: [...datasets, ...drivesets] },
    { onEvent, token },
    job.folder.fsPath,
  );
  return errors;
}

/** Compares what is on drives with the current sources; undefined if those could not be looked at. */
async function compareSources(
  job: Job,
  runner: Runner,
  token: vscode.CancellationToken,
): Promise<EarlierSessions | null | undefined> {
  // The places of the drives do not matter.
  const options = {
    ...jobOptions(pathsOf(job), { sessionId: job.sessionId, drives: {}, credential: undefined }),
    format: 'json',
  };
  const { output } = await runner.run('plan', { options }, { token }, job.folder.fsPath);
  const result = parsePlanResult(output);
  return result?.earlier ?? (result?.plan ? null : undefined);
}

async function comparePortalFiles(
  { journal, driveInfos }: JobFiles,
  jrms: readonly FoundJrm[],
  server: LanguageServer,
  token: vscode.CancellationToken,
): Promise<PortalFiles | undefined> {
  if (!journal || jrms.length === 0) return undefined;
  const params: PortalFilesParams = {
    jrms: jrms.map(({ uri }) => uri.toString()),
    journal: journal.uri.toString(),
    driveInfos: driveInfos.map(({ uri }) => uri.toString()),
  };
  try {
    return await server.request<PortalFiles>(portalFilesRequest, params, token);
  } catch {
    return undefined;
  }
}

async function findTracked(
  job: Job,
  files: readonly FoundFile[],
  server: LanguageServer,
): Promise<readonly string[] | undefined> {
  const drivesets = await Promise.all(job.drivesets.map(async (uri) => ((await holdsKey(uri)) ? [uri] : [])));
  const uris = [...files.map(({ uri }) => uri), ...drivesets.flat()];
  try {
    const { files: tracked } = await server.request<TrackedFiles>(trackedFilesRequest, {
      files: uris.map(String),
    } satisfies TrackedFiles);
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

/** Windows has no file mode: the permissions of the file's folder decide there. */
async function findOpen(files: readonly FoundFile[]): Promise<readonly string[] | undefined> {
  if (process.platform === 'win32') return undefined;
  try {
    const modes = await Promise.all(files.map(async ({ uri }) => (await stat(uri.fsPath)).mode));
    return files.filter((_, index) => (modes[index]! & 0o077) !== 0).map(({ uri }) => nameOf(uri));
  } catch {
    return undefined;
  }
}

/** The last backup of each JRM, by the JRM's URI. */
async function findBackups(
  jrms: readonly FoundJrm[],
  { backups, digests }: FactSources,
): Promise<ReadonlyMap<string, BackupRecord>> {
  const found = await Promise.all(
    jrms.map(
      async ({ uri }) => [uri.toString(), backups.of({ uri, digest: (await digests.of(uri.fsPath)) ?? '' })] as const,
    ),
  );
  return new Map(found.flatMap(([jrm, record]) => (record ? [[jrm, record]] : [])));
}

async function backupFacts(
  jrm: vscode.Uri,
  record: BackupRecord | undefined,
  { digests }: FactSources,
): Promise<BackupFacts | undefined> {
  if (!record) return undefined;
  const uri = vscode.Uri.parse(record.backup, true);
  const digest = await digests.of(uri.fsPath);
  const state = digest === undefined ? 'gone' : digest === record.backupDigest ? 'sound' : 'changed';
  return {
    name: nameOf(uri),
    madeAt: record.madeAt,
    isCurrent: (await digests.of(jrm.fsPath)) === record.digest,
    state,
  };
}

/** Every file that a point of the checklist depends on, except the sources, of which there may be a million. */
function watchedPaths(
  job: Job,
  { driveInfos }: JobFiles,
  sessions: readonly SessionReport[],
  jrms: readonly FoundJrm[],
  backups: ReadonlyMap<string, BackupRecord>,
): string[] {
  const { folder, journal } = job;
  const uris = [
    journal,
    journal.with({ path: recoveryPathOf(journal.path) }),
    ...jrms.map(({ uri }) => uri),
    ...driveInfos.map(({ uri }) => uri),
  ];
  const targets = sessions.flatMap(({ drives }) =>
    drives
      .filter(({ state }) => state !== 'Unused' && state !== null)
      .map(({ target }) => resolve(folder.fsPath, target)),
  );
  return [
    ...definingPaths(job),
    ...uris.map(({ fsPath }) => fsPath),
    ...targets,
    ...[...backups.values()].map(({ backup }) => vscode.Uri.parse(backup, true).fsPath),
  ];
}

function nameOf({ path }: vscode.Uri): string {
  return basename(path);
}
