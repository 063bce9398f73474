import * as vscode from 'vscode';
import { listFolderRequest, readFileRequest, statFileRequest } from '../../../server/src/protocol/workspaceFiles';
import type {
  FileParams,
  ListResult,
  ReadParams,
  ReadResult,
  StatResult,
} from '../../../server/src/protocol/workspaceFiles';
import type { LanguageServer } from '../server/languageServer';

/** Gives a server without a disk access to the workspace's files, whatever file system they are on. */
export class WorkspaceFiles implements vscode.Disposable {
  private readonly registrations: vscode.Disposable;

  constructor(server: LanguageServer) {
    this.registrations = vscode.Disposable.from(
      server.onRequest(statFileRequest, stat),
      server.onRequest(listFolderRequest, list),
      server.onRequest(readFileRequest, read),
    );
  }

  dispose(): void {
    this.registrations.dispose();
  }
}

async function stat({ uri }: FileParams): Promise<StatResult> {
  try {
    const { type, size } = await vscode.workspace.fs.stat(vscode.Uri.parse(uri, true));
    return {
      kind: isA(type, vscode.FileType.File) ? 'file' : isA(type, vscode.FileType.Directory) ? 'directory' : 'other',
      size,
    };
  } catch (error) {
    return error instanceof vscode.FileSystemError && error.code === 'FileNotFound' ? 'missing' : null;
  }
}

async function list({ uri }: FileParams): Promise<ListResult> {
  try {
    const entries = await vscode.workspace.fs.readDirectory(vscode.Uri.parse(uri, true));
    return entries.map(([name, type]) => ({ name, directory: isA(type, vscode.FileType.Directory) }));
  } catch {
    return null;
  }
}

async function read({ uri, limit }: ReadParams): Promise<ReadResult> {
  try {
    const file = vscode.Uri.parse(uri, true);
    const { size } = await vscode.workspace.fs.stat(file);
    return size > limit ? null : await vscode.workspace.fs.readFile(file);
  } catch {
    return null;
  }
}

/** File types are bit flags: a symbolic link has the type of its target as well. */
const isA = (type: vscode.FileType, kind: vscode.FileType): boolean => (type & kind) !== 0;
