import { LARGEST_TABLE_READ } from '#core/limits/limits';
import type { SiblingTable } from '../job/jobFolder';
import type { DocumentReading } from '../language/documentModel';
import { TableFile } from '../language/table/tableFile';
import { runSteps } from '../runtime/runSteps';
import type { Runtime } from '../runtime/runtime';

interface KnownTable {
  readonly dialect: DocumentReading['dialect'];
  readonly text: string;
  readonly table: TableFile;
}

/** The tables of jobs that are not open in an editor. */
export class SiblingTables {
  private readonly known = new Map<string, KnownTable>();

  constructor(private readonly runtime: Runtime) {}

  /**
   * Reads a table; `undefined` where it is too large or no longer exists. One that is too large to be compared is read
   * for each question and not kept.
   */
  async read({ uri, kind, text: kept }: SiblingTable, options: DocumentReading): Promise<TableFile | undefined> {
    const path = this.runtime.toPath(uri);
    const text = kept ?? (path === undefined ? undefined : await this.runtime.readText(path, LARGEST_TABLE_READ));
    if (text === undefined) return undefined;
    const { dialect } = options;
    const known = this.known.get(uri);
    if (known?.text === text && known.dialect === dialect) return known.table;
    const table = await runSteps(TableFile.read(text, kind, options), () => false);
    if (table && kept !== undefined) this.known.set(uri, { dialect, text, table });
    return table;
  }

  /** Forgets the tables of a folder that is no longer asked about. */
  forget(folder: string): void {
    for (const uri of this.known.keys()) if (uri.startsWith(folder)) this.known.delete(uri);
  }
}
