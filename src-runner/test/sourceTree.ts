import { symlinkSync, mkdirSync, mkdtempSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { detectDialect } from '#core/table/tableKind';
import { DatasetReading } from '#core/validate/datasetReading';
import type { DatasetRow } from '#core/columns/datasetColumns';
import { noDiskFacts } from '#core/disk/diskFacts';
import type { PathRules } from '#core/job/pathMap';
import { scanSources } from '../src/scan/scanSources';
import type { Scan, ScanOptions } from '../src/scan/scanSources';
import { sourceRecord } from '../src/scan/sourceRecord';
import type { SourceRecord } from '../src/scan/sourceRecord';

/** A temporary directory for one test. */
export function temporaryDirectory(): string {
  return mkdtempSync(join(tmpdir(), 'sneakernet-scan-'));
}

/** What a test's source contains: a size in bytes, a text, or the target of a link. */
export type TestTree = Readonly<Record<string, number | string | { readonly link: string }>>;

const SMALL = 4096;

function writeSparse(path: string, size: number): void {
  writeFileSync(path, '');
  truncateSync(path, size);
}

/** Writes files and directories (`name/`) below `root`. Large files are sparse. */
export function writeTree(root: string, tree: TestTree): void {
  for (const [name, entry] of Object.entries(tree)) {
    const path = join(root, name);
    mkdirSync(name.endsWith('/') ? path : dirname(path), { recursive: true });
    if (name.endsWith('/')) continue;
    if (typeof entry === 'object') {
      symlinkSync(entry.link, path);
      continue;
    }
    if (typeof entry === 'string' || entry <= SMALL)
      writeFileSync(path, typeof entry === 'string' ? entry : Buffer.alloc(entry));
    else writeSparse(path, entry);
  }
}

/** The records of a dataset's text. */
export function recordsOf(
  text: string,
  dataset = 'dataset.csv',
  paths: PathRules = { windows: false, map: {} },
): SourceRecord[] {
  const dialect = detectDialect(text);
  const records: SourceRecord[] = [];
  const reading = new DatasetReading(
    { head: text, context: { dialect, nativePaths: true, disk: noDiskFacts } },
    (at, role) => {
      if (role === 'header') return;
      const record = sourceRecord(at.fields as unknown as DatasetRow, dialect, { dataset, line: at.line }, paths);
      if (record) records.push(record);
    },
  );
  reading.push(text);
  reading.end();
  return records;
}

/** Scans the sources of a dataset whose drive `F:` is `root`. */
export function scanText(root: string, text: string, options: Partial<ScanOptions> = {}): Promise<Scan> {
  const records = recordsOf(text, undefined, { windows: false, map: { 'F:\\': root } });
  const readRecords = (take: (record: SourceRecord) => void): Promise<void> => {
    records.forEach(take);
    return Promise.resolve();
  };
  return scanSources(readRecords, { followSymlinks: false, signal: new AbortController().signal, ...options });
}
