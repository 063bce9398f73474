import * as vscode from 'vscode';
import { compareJrmRequest } from '../../../../server/src/protocol/jobReview';
import type { CompareJrmParams, JrmComparison } from '../../../../server/src/protocol/jobReview';
import type { LanguageServer } from '../../server/languageServer';
import { ReadOnlyFiles } from '../../workbench/readOnlyFiles';

export const COMPARISON_SCHEME = 'sneakernet-compare';

/** Identifies a file of the comparison. */
type FileQuery = CompareJrmParams & { readonly side: 'jrm' | 'drivesets' };

/**
 * What a JRM and drivesets say about the drives, as two files without secrets. The URI of a file says what is compared,
 * so that an editor can restore it after the window was reloaded.
 */
export class ComparisonFiles extends ReadOnlyFiles {
  private last:
    { readonly params: string; readonly comparison: Promise<JrmComparison>; readonly madeAt: number } | undefined;

  constructor(private readonly server: LanguageServer) {
    super();
  }

  /** Compares again, as files may have changed since. */
  async compare(
    params: CompareJrmParams,
  ): Promise<{ readonly comparison: JrmComparison; readonly files: readonly [vscode.Uri, vscode.Uri] }> {
    this.last = undefined;
    const { comparison } = this.comparisonOf(params);
    const files = [
      fileOf(params.jrm, { ...params, side: 'jrm' }),
      fileOf(params.drivesets[0] ?? params.jrm, { ...params, side: 'drivesets' }),
    ] as const;
    const result = { comparison: await comparison, files };
    this.changed.fire(files.map((uri) => ({ uri, type: vscode.FileChangeType.Changed })));
    return result;
  }

  async stat(uri: vscode.Uri): Promise<vscode.FileStat> {
    const { length: size } = await this.readFile(uri);
    return {
      type: vscode.FileType.File,
      size,
      ctime: 0,
      mtime: this.last?.madeAt ?? 0,
      permissions: vscode.FilePermission.Readonly,
    };
  }

  async readFile(uri: vscode.Uri): Promise<Uint8Array> {
    const { side, ...params } = queryOf(uri);
    try {
      return new TextEncoder().encode((await this.comparisonOf(params).comparison)[side]);
    } catch (error) {
      throw vscode.FileSystemError.Unavailable(error instanceof Error ? error.message : String(error));
    }
  }

  readDirectory(uri: vscode.Uri): never {
    throw vscode.FileSystemError.FileNotADirectory(uri);
  }

  private comparisonOf(params: CompareJrmParams): NonNullable<ComparisonFiles['last']> {
    const text = JSON.stringify(params);
    if (this.last?.params === text) return this.last;
    const comparison = this.server.request<JrmComparison>(compareJrmRequest, params);
    return (this.last = { params: text, comparison, madeAt: Date.now() });
  }
}

function fileOf(file: string, query: FileQuery): vscode.Uri {
  const uri = vscode.Uri.parse(file, true);
  return uri.with({ scheme: COMPARISON_SCHEME, path: `${uri.path}.txt`, query: JSON.stringify(query) });
}

function queryOf(uri: vscode.Uri): FileQuery {
  try {
    return JSON.parse(uri.query) as FileQuery;
  } catch {
    // VS Code looks for other files around an open one.
    throw vscode.FileSystemError.FileNotFound(uri);
  }
}
