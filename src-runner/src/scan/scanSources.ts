import { shareLimits } from '#core/dataset/sourceSize';
import { byteCount } from '#core/text/byteCount';
import { sentence } from '../language/sentence';
import { CatalogueBuilder } from './catalogueBuilder';
import { mayReadByMode, statFiles } from './fileStats';
import type { LookAtFiles, MayRead } from './fileStats';
import { OwnOutputs } from './ownOutputs';
import { RowResolver } from './rowResolver';
import type { OpenedRow } from './rowResolver';
import { ScanFindings } from './scanFindings';
import type { SourceCatalogue } from './sourceCatalogue';
import type { SourceRecord } from './sourceRecord';
import { SourceWalk } from './sourceWalk';
import { TargetTree } from './targetTree';

export interface ScanOptions {
  readonly followSymlinks: boolean;
  readonly signal: AbortSignal;
  /** Called now and then with the number of files found. */
  readonly onProgress?: (files: number) => void;
  readonly mayRead?: MayRead;
  /** Whether the shares that the job writes to are large ones. */
  readonly largeFileShares?: boolean;
  /** The files that the job writes itself. */
  readonly ownOutputs?: OwnOutputs;
  /** Looks at files; on other threads if there are many. */
  readonly lookAt?: LookAtFiles;
}

/** Passes on the records of the datasets, one after the other. */
export type ReadRecords = (take: (record: SourceRecord) => void) => Promise<void>;

/** The sources of the datasets. */
export interface Scan {
  readonly catalogue: SourceCatalogue;
  readonly findings: ScanFindings;
  /** The job's own outputs among the sources: they are left out. */
  readonly ownOutputs: readonly string[];
  /** Folders of Windows in the root of a source that is a whole volume: they are left out. */
  readonly systemFolders: readonly string[];
  /** Sources that a drive would be written to. */
  readonly media: readonly string[];
}

/**
 * Finds the source of every record, reads all directories, and judges every name and size, before any drive is touched.
 */
export async function scanSources(readRecords: ReadRecords, options: ScanOptions): Promise<Scan> {
  const { followSymlinks, mayRead = mayReadByMode(), signal } = options;
  const builder = new CatalogueBuilder();
  const findings = new ScanFindings();
  const targets = new TargetTree(builder);
  const resolver = new RowResolver({ builder, findings, targets, mayRead, followSymlinks });
  const directories: OpenedRow[] = [];
  await readRecords((record) => {
    signal.throwIfAborted();
    const opened = resolver.resolve(record);
    if (opened) directories.push(opened);
  });
  const own: string[] = [];
  const systemFolders: string[] = [];
  const media: string[] = [];
  const walk = new SourceWalk({
    ownOutputs: options.ownOutputs ?? new OwnOutputs([]),
    onOwnOutput: (path) => own.push(path),
    onSystemFolder: (path) => systemFolders.push(path),
    onMedium: (path) => media.push(path),
    builder,
    findings,
    resolver,
    targets,
    followSymlinks,
    signal,
    lookAt: options.lookAt ?? ((requests) => statFiles(requests, followSymlinks, mayRead)),
    onProgress: options.onProgress ?? (() => undefined),
  });
  for (const row of directories) await walk.readRow(row);
  await walk.finish();
  const catalogue = builder.finish();
  reportEmptyDirectories(catalogue, findings);
  reportFullShares(catalogue, findings, options.largeFileShares === true ? 'large' : 'default');
  return { catalogue, findings, ownOutputs: own, systemFolders, media };
}

/** Reports for each row how many directories without files it has, or that it has no file at all. */
function reportEmptyDirectories({ rows, directories, files }: SourceCatalogue, findings: ScanFindings): void {
  const { count, parent, row } = directories;
  const holdsFiles = new Uint8Array(count);
  for (let file = 0; file < files.count; file++) holdsFiles[files.directory[file]!] = 1;
  const empty = new Map<number, number>();
  for (let directory = count - 1; directory >= 0; directory--) {
    if (holdsFiles[directory] === 1) holdsFiles[parent[directory]!] = 1;
    else if (parent[directory] === directory) empty.set(row[directory]!, 0);
    else empty.set(row[directory]!, (empty.get(row[directory]!) ?? 0) + 1);
  }
  for (const [number, directoryCount] of [...empty].sort(([a], [b]) => a - b)) {
    const place = rows[number]!;
    const said = directoryCount === 1 ? sentence`1 directory` : sentence`${directoryCount} directories`;
    findings.add(
      directoryCount === 0 ? { code: 'source/no-files' } : { code: 'source/empty-directory', args: [said] },
      place,
      place.machinePath,
    );
  }
}

/** Reports each share that is too small for what goes into it, at the record that fills it. */
function reportFullShares(
  { rows, directories, files }: SourceCatalogue,
  findings: ScanFindings,
  kind: keyof typeof shareLimits,
): void {
  if (!rows.some(({ itemType }) => itemType === 'file')) return;
  const { bytes: room, limit } = shareLimits[kind];
  const bytes = new Float64Array(rows.length);
  for (let file = 0; file < files.count; file++) bytes[directories.row[files.directory[file]!]!]! += files.size[file]!;
  const shares = new Map<string, { total: number; fullAt: number | undefined }>();
  for (const [number, { itemType, destination }] of rows.entries()) {
    if (itemType !== 'file') continue;
    const [name = ''] = destination.split('/', 1);
    const share = shares.get(name) ?? { total: 0, fullAt: undefined };
    share.total += bytes[number]!;
    if (share.total > room) share.fullAt ??= number;
    shares.set(name, share);
  }
  for (const [name, { total, fullAt }] of shares) {
    if (fullAt === undefined) continue;
    const place = rows[fullAt]!;
    findings.add(
      { code: 'dataset/share-full', variant: kind, args: [name, byteCount(total), `${limit} (${byteCount(room)})`] },
      place,
      place.machinePath,
    );
  }
}
