import { LSPErrorCodes, ResponseError } from 'vscode-languageserver';
import type { CancellationToken, Connection } from 'vscode-languageserver';
import { isTracked } from '#core/disk/gitIndex';
import { drivesetEntries } from '#core/driveset/drivesetEntry';
import type { DrivesetEntry } from '#core/driveset/drivesetEntry';
import { readDriveset } from '#core/driveset/drivesetTable';
import { JrmFormatError } from '#core/jrm/jrm';
import { LONGEST_DRIVESET, LONGEST_GIT_INDEX } from '#core/limits/limits';
import { maskSecrets } from '#core/text/maskSecrets';
import type { Workspace } from '../documents/workspace';
import type { Localize } from '#core/text/localize';
import { fileNameOf } from '../language/uris';
import { compareJrmRequest, jrmCheckRequest, portalFilesRequest, trackedFilesRequest } from '../protocol/jobReview';
import type {
  CompareJrmParams,
  JrmCheck,
  JrmCheckParams,
  JrmComparison,
  PortalFilesParams,
  TrackedFiles,
} from '../protocol/jobReview';
import { runSteps } from '../runtime/runSteps';
import type { Runtime } from '../runtime/runtime';
import { comparisonText } from './comparisonText';
import { comparePortalFiles } from './portalFiles';
import { readJrm } from './readJrm';

/** Answers the requests about a prepared job: what its JRM says, and how that compares with its drivesets. */
export function serveJobReview(
  connection: Connection,
  workspace: Workspace,
  runtime: Runtime,
  localize: () => Localize,
): void {
  connection.onRequest(jrmCheckRequest, ({ jrm }: JrmCheckParams, token: CancellationToken) =>
    checkJrm(jrm, workspace, runtime, token, localize()),
  );
  connection.onRequest(
    compareJrmRequest,
    async ({ jrm, drivesets }: CompareJrmParams, token: CancellationToken): Promise<JrmComparison> => {
      const { header } = await readOrRefuse(jrm, workspace, runtime, token, localize());
      const entries: DrivesetEntry[] = [];
      for (const uri of drivesets) entries.push(...(await readEntries(uri, workspace, runtime, token, localize())));
      return comparisonText(header.Drives, entries, localize());
    },
  );
  connection.onRequest(portalFilesRequest, (params: PortalFilesParams, token: CancellationToken) =>
    comparePortalFiles(params, workspace, runtime, token, localize()),
  );
  connection.onRequest(trackedFilesRequest, async ({ files }: TrackedFiles): Promise<TrackedFiles> => {
    const tracked: string[] = [];
    for (const uri of files) if (await isTrackedFile(uri, runtime)) tracked.push(uri);
    return { files: tracked };
  });
}

const nothing = { jobId: '', sessionId: '', drives: [], checksums: 0 };

async function checkJrm(
  uri: string,
  workspace: Workspace,
  runtime: Runtime,
  token: CancellationToken,
  localize: Localize,
): Promise<JrmCheck> {
  try {
    const read = await readJrm(uri, workspace, runtime, () => token.isCancellationRequested);
    if (token.isCancellationRequested) throw cancelled();
    if (!read) return { seal: 'missing', ...nothing };
    const { header, seal, checksumCount } = read;
    const drives = header.Drives.map(
      ({ DriveId, DriveLetter = '', VolumeLabel, ManifestFile = '', VolumeId = '' }) => ({
        driveId: maskSecrets(DriveId),
        letter: maskSecrets(DriveLetter),
        label: maskSecrets(VolumeLabel),
        manifestFile: maskSecrets(ManifestFile),
        volumeId: maskSecrets(VolumeId),
      }),
    );
    return {
      seal,
      jobId: maskSecrets(header.JobId),
      sessionId: maskSecrets(header.SessionId ?? ''),
      drives,
      checksums: checksumCount,
    };
  } catch (error) {
    if (!(error instanceof JrmFormatError)) throw error;
    return { seal: 'unreadable', problem: maskSecrets(error.messageIn(localize)), ...nothing };
  }
}

/** @throws ResponseError that names the file and says what to do */
async function readOrRefuse(
  uri: string,
  workspace: Workspace,
  runtime: Runtime,
  token: CancellationToken,
  localize: Localize,
) {
  const refuse = (message: string) => new ResponseError(LSPErrorCodes.RequestFailed, message);
  try {
    const read = await readJrm(uri, workspace, runtime, () => token.isCancellationRequested);
    if (token.isCancellationRequested) throw cancelled();
    if (!read)
      throw refuse(localize('{0} cannot be read. Prepare the drives first, or choose another JRM.', fileNameOf(uri)));
    return read;
  } catch (error) {
    if (!(error instanceof JrmFormatError)) throw error;
    throw refuse(
      localize(
        '{0}, line {1}: {2} Restore it from a backup.',
        fileNameOf(uri),
        error.line + 1,
        error.messageIn(localize),
      ),
    );
  }
}

async function readEntries(
  uri: string,
  workspace: Workspace,
  runtime: Runtime,
  token: CancellationToken,
  localize: Localize,
): Promise<DrivesetEntry[]> {
  const path = runtime.toPath(uri);
  const text =
    workspace.get(uri)?.getText() ?? (path === undefined ? undefined : await runtime.readText(path, LONGEST_DRIVESET));
  if (text === undefined)
    throw new ResponseError(LSPErrorCodes.RequestFailed, localize('{0} cannot be read.', fileNameOf(uri)));
  const driveset = await runSteps(
    readDriveset(text, { context: { tracked: false } }),
    () => token.isCancellationRequested,
  );
  if (!driveset) throw cancelled();
  return drivesetEntries(driveset.table, uri);
}

function isTrackedFile(uri: string, runtime: Runtime): Promise<boolean> {
  const path = runtime.toPath(uri);
  return path === undefined
    ? Promise.resolve(false)
    : isTracked(path.split(runtime.windows ? /[\\/]/ : '/'), (index) => runtime.readBytes(index, LONGEST_GIT_INDEX));
}

function cancelled() {
  return new ResponseError(LSPErrorCodes.RequestCancelled, 'The request was cancelled.');
}
