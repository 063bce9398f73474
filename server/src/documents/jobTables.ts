import { leftOutFinding, notComparedFinding } from '#core/job/checkJobFile';
import type { JobDrives } from '#core/driveset/jobDrives';
import type { FileFinding } from '#core/rules/fileFinding';
import type { JobFolder, SiblingTable } from '../job/jobFolder';
import type { DocumentReading } from '../language/documentModel';
import type { JobTable } from '../language/languageContext';
import type { TableFile } from '../language/table/tableFile';
import { pathBelow, type UriMap } from '../language/uris';
import type { Runtime } from '../runtime/runtime';
import { alone, DatasetComparison } from './datasetComparison';
import type { OtherTable } from './datasetComparison';
import { isTableKind } from './documentKind';
import { drivesFor, jobDrives, jobDrivesets, withoutDrives } from './drivesetComparison';
import type { JobDriveset } from './drivesetComparison';
import type { JobFolders } from './jobFolders';
import type { OpenDocument } from './openDocument';
import { SiblingTables } from './siblingTables';
import type { ToldOfJob } from './toldOfJob';
import type { WorkQueue } from './workQueue';

/** How much of a job to wait for and read. */
export type JobExtent = 'known' | 'open' | 'whole';

/** The tables of a job. */
export interface TablesOfJob {
  readonly tables: readonly JobTable[];
  /** False where the job has further tables. */
  readonly complete: boolean;
}

/** An open document as a member of its job. */
export interface JobMember {
  readonly document: OpenDocument;
  /** Work that must be done before the document answers requests: reading its settings and folder. */
  readonly queue: WorkQueue;
  readonly told: ToldOfJob;
  /** URI of the folder of its job. */
  jobUri: string | undefined;
}

/** The tables of the jobs that open documents belong to, whether open or on disk, and their comparison. */
export class JobTables {
  private readonly siblings: SiblingTables;
  private readonly comparison = new DatasetComparison();

  /** `readingOf`: how to read a table that no editor has open. */
  constructor(
    private readonly folders: JobFolders,
    private readonly open: Pick<UriMap<JobMember>, 'get' | 'values'>,
    runtime: Runtime,
    private readonly readingOf: (folder: JobFolder, path: string) => Promise<DocumentReading>,
  ) {
    this.siblings = new SiblingTables(runtime);
  }

  /**
   * The tables of the job that a document belongs to: its own first, then the others in the job's order. `open`: waits
   * for open datasets that are still being read; `whole`: also reads large ones that no editor has open. Otherwise
   * these are left out.
   */
  async of(uri: string, extent: JobExtent): Promise<TablesOfJob> {
    const folder = await this.folders.of(uri);
    const own = this.open.get(uri)?.document;
    const tables = own?.table ? [{ uri, table: own.table.table }] : [];
    if (!folder) return { tables, complete: true };
    let { complete } = folder;
    const others: { path: string; table: JobTable }[] = [];
    for (const { document, queue } of [...this.open.values()]) {
      const path = this.pathInJob(folder, document);
      if (document.uri === uri || path === undefined) continue;
      if (extent !== 'known' || document.kind === 'driveset') {
        await queue.idle();
        await document.read();
      }
      if (document.table) others.push({ path, table: { uri: document.uri, table: document.table.table } });
      else complete = false;
    }
    for (const sibling of folder.siblings) {
      if (!folder.job.includes(sibling.path, sibling.kind)) continue;
      const table =
        extent === 'whole' || sibling.text !== undefined ? await this.siblingTable(folder, sibling) : undefined;
      if (table) others.push({ path: sibling.path, table: { uri: sibling.uri, table: table.table } });
      else complete = false;
    }
    others.sort((a, b) => folder.job.compare(a.path, b.path));
    return { tables: [...tables, ...others.map(({ table }) => table)], complete };
  }

  /** The drives of the job that a document belongs to. */
  async drives(uri: string): Promise<JobDrives> {
    return jobDrives(await this.drivesets(uri));
  }

  /** Compares a table with the others of its job. */
  async tell({ document, told }: JobMember): Promise<void> {
    const folder = await this.folders.of(document.uri);
    const { uri, table } = document;
    if (!table) return;
    const path = folder && this.pathInJob(folder, document);
    const job = folder && path !== undefined ? { folder, path } : undefined;
    const notes: FileFinding[] =
      job && job.folder.job.leftOut.length > 0 && !job.folder.job.file ? [leftOutFinding(job.folder.job)] : [];
    const drives = job ? drivesFor(table, job.path, job.folder.job, await this.drivesets(uri)) : withoutDrives;
    const isCompared = job !== undefined && table.kind === 'dataset';
    const { others, notCompared } = isCompared
      ? this.comparison.of(table, job.path, job.folder.job, await this.otherDatasets(job.folder, document))
      : alone;
    if (notCompared.length > 0) notes.push(notComparedFinding(notCompared));
    // It may have been read again in the meantime.
    if (document.table) told.tell(document.table, drives, others);
    told.notes = notes;
  }

  /** Forgets the tables of a folder that is no longer asked about. */
  forget(folder: string): void {
    this.siblings.forget(folder);
  }

  private async drivesets(uri: string): Promise<JobDriveset[]> {
    return jobDrivesets((await this.of(uri, 'known')).tables, await this.folders.of(uri));
  }

  /** The path of a table relative to a job's folder; `undefined` where it does not belong to the job. */
  private pathInJob(folder: JobFolder, { uri, kind }: OpenDocument): string | undefined {
    const path = isTableKind(kind) ? pathBelow(folder.uri, uri) : undefined;
    if (path === undefined || !isTableKind(kind) || !folder.job.includes(path, kind)) return undefined;
    // A table that belongs to a job further down can be named by this job too.
    return this.open.get(uri)?.jobUri === folder.uri || folder.job.namedAs(path) !== undefined ? path : undefined;
  }

  /** The other datasets of a job, in any order. */
  private async otherDatasets(folder: JobFolder, { uri }: OpenDocument): Promise<readonly OtherTable[]> {
    const found: OtherTable[] = [];
    for (const { document, queue } of [...this.open.values()]) {
      const path = this.pathInJob(folder, document);
      if (path === undefined || document.uri === uri || document.kind !== 'dataset') continue;
      await queue.idle();
      await document.read();
      if (document.table) found.push({ uri: document.uri, path, table: document.table });
    }
    for (const sibling of folder.siblings) {
      if (sibling.kind !== 'dataset' || !folder.job.includes(sibling.path, 'dataset')) continue;
      found.push({
        uri: sibling.uri,
        path: sibling.path,
        table: sibling.text === undefined ? undefined : await this.siblingTable(folder, sibling),
      });
    }
    return found;
  }

  /** A table of the job that no editor has open; `undefined` where it is too large or no longer exists. */
  private async siblingTable(folder: JobFolder, sibling: SiblingTable): Promise<TableFile | undefined> {
    return this.siblings.read(sibling, await this.readingOf(folder, sibling.path));
  }
}
