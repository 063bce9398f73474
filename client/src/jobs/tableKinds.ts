import * as vscode from 'vscode';
import type { TableKind } from '#core/table/tableKind';

/** Bytes. A larger file is read only if its name or `job.json` suggests a table. */
const LARGEST_UNNAMED = 256 * 1024;
/** Bytes. For a larger file its name decides, because only whole files can be read here. */
const LARGEST_READ = 16 * 1024 * 1024;

interface KnownKind {
  /** Size and time of the file. */
  readonly stamp: string;
  readonly kind: TableKind | undefined;
}

/** The kinds of the workspace's CSVs, by their content. A file is read again when it has changed. */
export class TableKinds {
  private readonly known = new Map<string, KnownKind>();

  /** Whether a file was a table when it was last read. */
  isTable(uri: vscode.Uri): boolean {
    return this.known.get(uri.toString())?.kind !== undefined;
  }

  /** `named`: the kind that `job.json` gives the file. */
  async kindOf(uri: vscode.Uri, named: TableKind | undefined): Promise<TableKind | undefined> {
    const key = uri.toString();
    try {
      const { type, size, mtime } = await vscode.workspace.fs.stat(uri);
      const stamp = `${size} ${mtime} ${named ?? ''}`;
      const known = this.known.get(key);
      if (known?.stamp === stamp) return known.kind;
      const kind = (type & vscode.FileType.File) === 0 ? undefined : await this.read(uri, size, named);
      this.known.set(key, { stamp, kind });
      return kind;
    } catch {
      this.known.delete(key);
      return named;
    }
  }

  private async read(uri: vscode.Uri, size: number, named: TableKind | undefined): Promise<TableKind | undefined> {
    const name = uri.path.slice(uri.path.lastIndexOf('/') + 1);
    const expected =
      named ?? (/drive[-_ ]?set/i.test(name) ? 'driveset' : /data[-_ ]?set/i.test(name) ? 'dataset' : undefined);
    if (size > LARGEST_READ) return expected;
    if (size > LARGEST_UNNAMED && !expected) return undefined;
    const { recogniseTable } = await import('#core/table/recognition');
    return recogniseTable(new TextDecoder().decode(await vscode.workspace.fs.readFile(uri)), { name, named });
  }
}
