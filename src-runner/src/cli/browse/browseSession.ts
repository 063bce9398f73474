import { sentence } from '../../language/sentence';
import { JrmFileError } from '../../report/readJrmFile';
import { codeOf } from '../../model/systemError';
import { BitlockerError } from '../../volume/bitlocker/bitlockerError';
import { DriveFormatError, DriveReadError } from '../../volume/byteSource';
import { dateOfFileTime } from '../../volume/fileTime';
import { isSystemEntry } from '../../volume/ntfs/read/ntfsVolume';
import type { NtfsVolume } from '../../volume/ntfs/read/ntfsVolume';
import { systemRecord } from '../../volume/ntfs/ntfsFormat';
import { DriveOpenError } from '../../drives/targetSource';
import { drivePath, LockedDriveError, openDriveVolume } from '../driveVolume';
import type { OpenVolume } from '../driveVolume';
import { UsageError } from '../../model/usageError';
import { Extraction } from '../extract/extraction';
import type { Terminal } from '../terminal';
import { MAX_READ_BYTES } from './browseProtocol';
import type {
  BrowseAnswers,
  BrowsedEntry,
  BrowseErrorKind,
  BrowseLine,
  BrowseMethod,
  BrowseRequests,
  DirectoryPage,
  ExtractAnswer,
} from './browseProtocol';
import { parseBrowseRequest, RequestError } from './browseRequest';
import { DirectoryCursor } from './directoryCursor';

const DEFAULT_PAGE = 1000;
const LARGEST_PAGE = 10_000;
/** How many existing or failed files are named, of possibly many. */
const NAMED = 20;
const PROGRESS_INTERVAL_MS = 200;

class NotFoundError extends Error {}

/** A drive that is browsed by requests. */
export class BrowseSession {
  private opened: OpenVolume | undefined;
  private readonly cursor = new DirectoryCursor();
  private readonly running = new Map<number, { readonly stop: AbortController; readonly ended: Promise<void> }>();

  constructor(
    private readonly terminal: Terminal,
    private readonly write: (line: BrowseLine) => Promise<void>,
  ) {}

  /** Starts to answer a line. */
  take(line: string): void {
    let request: ReturnType<typeof parseBrowseRequest>;
    try {
      request = parseBrowseRequest(line);
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      void this.write({
        ...(error.id !== undefined && { id: error.id }),
        error: { kind: 'failed', message: error.message },
      });
      return;
    }
    if (request.method === 'cancel') {
      this.running.get(request.params.request)?.stop.abort();
      return;
    }
    const { id, method, params } = request;
    if (this.running.has(id)) {
      this.refuse(`There is a request ${id} already.`);
      return;
    }
    const stop = new AbortController();
    // Starts asynchronously, so that an error thrown at once becomes an answer, too.
    const ended = Promise.resolve()
      .then(() => this.answer(id, method, params, AbortSignal.any([stop.signal, this.terminal.signal])))
      .then(
        (result) => this.write({ id, result }),
        (error: unknown) => this.write({ id, error: describe(error, stop.signal) }),
      )
      .finally(() => this.running.delete(id));
    this.running.set(id, { stop, ended });
  }

  /** Answers something that was not a valid request. */
  refuse(message: string): void {
    void this.write({ error: { kind: 'failed', message } });
  }

  /** Cancels what is under way and closes the drive. */
  async end(): Promise<void> {
    const running = [...this.running.values()];
    for (const { stop } of running) stop.abort();
    await Promise.all(running.map(({ ended }) => ended));
    this.opened?.close();
    this.opened = undefined;
  }

  private async answer<M extends BrowseMethod>(
    id: number,
    method: M,
    params: BrowseRequests[M],
    signal: AbortSignal,
  ): Promise<BrowseAnswers[BrowseMethod]> {
    switch (method) {
      case 'open':
        return this.open(params as BrowseRequests['open'], signal);
      case 'list':
        return this.list(params as BrowseRequests['list']);
      case 'stat':
        return this.stat(params as BrowseRequests['stat']);
      case 'read':
        return this.read(params as BrowseRequests['read']);
      case 'extract':
        return this.extract(id, params as BrowseRequests['extract'], signal);
    }
    throw new Error(`There is no method ${String(method)}.`);
  }

  private async open(
    { target, key, keyFile, jrm }: BrowseRequests['open'],
    signal: AbortSignal,
  ): Promise<BrowseAnswers['open']> {
    if (this.opened) throw new UsageError('A drive is already open. Use another process for another drive.');
    const access = { target, keyFile, jrm, ...(key !== undefined && { key }) };
    const opened = await openDriveVolume(access, { ...this.terminal, signal });
    this.opened = opened;
    this.target = target;
    const { volume } = opened;
    return {
      label: volume.label,
      length: volume.geometry.clusterCount * volume.geometry.clusterBytes,
      freeBytes: volume.freeBytes(),
    };
  }

  private target = '';

  private get volume(): NtfsVolume {
    if (!this.opened) throw new UsageError('No drive is open yet.');
    return this.opened.volume;
  }

  private list({ path, start = 0, count = DEFAULT_PAGE }: BrowseRequests['list']): DirectoryPage {
    const { record, isDirectory } = this.find(path);
    if (!isDirectory) throw new NotFoundError(sentence`${path} is a file.`);
    const page = this.cursor.page(this.volume, record, start, Math.min(count, LARGEST_PAGE));
    return { hasMore: page.hasMore, entries: page.entries.map((entry) => this.entry(entry.name, entry.record)) };
  }

  private stat({ path }: BrowseRequests['stat']): BrowsedEntry {
    const { name, record } = this.find(path);
    return this.entry(name, record);
  }

  private read({ path, offset, length }: BrowseRequests['read']): BrowseAnswers['read'] {
    const { record, isDirectory } = this.find(path);
    if (isDirectory) throw new NotFoundError(sentence`${path} is a directory.`);
    const stream = this.volume.openFile(record);
    const bytes = Buffer.alloc(Math.max(0, Math.min(length, MAX_READ_BYTES, stream.length - offset)));
    if (bytes.length > 0) stream.read(offset, bytes);
    return { data: bytes.toString('base64') };
  }

  private async extract(
    id: number,
    { paths, to, existing }: BrowseRequests['extract'],
    signal: AbortSignal,
  ): Promise<ExtractAnswer> {
    const failures: { path: string; message: string }[] = [];
    let toldAt = 0;
    const request = {
      target: this.target,
      paths: paths.map(drivePath),
      to,
      force: existing === 'replace',
      keep: existing === 'keep',
    };
    const extraction = new Extraction(this.volume, request, {
      signal,
      onProgress: ({ files, bytes }, path) => {
        if (performance.now() - toldAt < PROGRESS_INTERVAL_MS) return;
        toldAt = performance.now();
        void this.write({ id, progress: { files, bytes, path } });
      },
      onFailure: (path, message) => {
        if (failures.length < NAMED) failures.push({ path, message });
      },
    });
    const there = existing === 'ask' ? await extraction.existing(NAMED) : [];
    if (there.length === 0) await extraction.run();
    return {
      files: extraction.files,
      bytes: extraction.bytes,
      failures,
      failureCount: extraction.failures,
      existing: there,
    };
  }

  private find(path: string): { readonly name: string; readonly record: number; readonly isDirectory: boolean } {
    const place = drivePath(path);
    if (place === '') return { name: '', record: systemRecord.root, isDirectory: true };
    const entry = this.volume.find(place);
    if (!entry || isSystemEntry(entry)) throw new NotFoundError(sentence`${place} does not exist on ${this.target}.`);
    return entry;
  }

  private entry(name: string, record: number): BrowsedEntry {
    const { isDirectory, size, times } = this.volume.stat(record);
    const time = (fileTime: bigint) => dateOfFileTime(fileTime)?.getTime() ?? 0;
    return {
      name,
      type: isDirectory ? 'directory' : 'file',
      size,
      modified: time(times.modified),
      created: time(times.created),
    };
  }
}

function describe(error: unknown, signal: AbortSignal): { readonly kind: BrowseErrorKind; readonly message: string } {
  if (signal.aborted) return { kind: 'cancelled', message: sentence`It was cancelled.` };
  if (error instanceof NotFoundError) return { kind: 'not-found', message: error.message };
  if (error instanceof LockedDriveError) return { kind: 'locked', message: error.message };
  if (error instanceof BitlockerError && error.obstacle === 'wrong-key')
    return { kind: 'wrong-key', message: error.message };
  const isKnown = [UsageError, DriveOpenError, DriveFormatError, DriveReadError, JrmFileError].some(
    (type) => error instanceof type,
  );
  if (isKnown) return { kind: 'failed', message: (error as Error).message };
  return {
    kind: 'failed',
    message: sentence`An unexpected error occurred (${codeOf(error)}): ${error instanceof Error ? error.message : String(error)}`,
  };
}
