import * as vscode from 'vscode';
import type { BrowsedEntry } from '../../../../src-runner/src/protocol';
import { ReadOnlyFiles } from '../../workbench/readOnlyFiles';
import { BrowseError } from './browseError';
import { drivePathOf } from './drivePath';
import type { OpenDrive } from './openDrive';

export const DRIVE_SCHEME = 'sneakernet-drive';

/** Bytes. Larger files are copied to disk instead of opened in an editor. */
export const LARGEST_FILE = 64_000_000;
const PIECE_LENGTH = 512 * 1024;
const LIST_LENGTH = 5000;

/** The files of the open drive as a read-only file system for editors. */
export class DriveFileSystem extends ReadOnlyFiles {
  /** The open drive. */
  current: OpenDrive | undefined;

  async stat(uri: vscode.Uri): Promise<vscode.FileStat> {
    const path = drivePathOf(uri.path);
    const drive = this.drive(uri);
    if (path === '')
      return {
        type: vscode.FileType.Directory,
        size: 0,
        ctime: 0,
        mtime: 0,
        permissions: vscode.FilePermission.Readonly,
      };
    return statOf(await asked(uri, drive.client.request('stat', { path }).answer));
  }

  async readDirectory(uri: vscode.Uri): Promise<[string, vscode.FileType][]> {
    const path = drivePathOf(uri.path);
    const { client } = this.drive(uri);
    const all: [string, vscode.FileType][] = [];
    for (let hasMore = true; hasMore;) {
      const page = await asked(uri, client.request('list', { path, start: all.length, count: LIST_LENGTH }).answer);
      for (const entry of page.entries) all.push([entry.name, typeOf(entry)]);
      ({ hasMore } = page);
    }
    return all;
  }

  async readFile(uri: vscode.Uri): Promise<Uint8Array> {
    const path = drivePathOf(uri.path);
    const { client } = this.drive(uri);
    const { size } = await asked(uri, client.request('stat', { path }).answer);
    if (size > LARGEST_FILE) throw vscode.FileSystemError.Unavailable(tooLarge());
    const bytes = new Uint8Array(size);
    for (let offset = 0; offset < size;) {
      const { data } = await asked(uri, client.request('read', { path, offset, length: PIECE_LENGTH }).answer);
      const piece = Buffer.from(data, 'base64');
      if (piece.length === 0) break;
      bytes.set(piece, offset);
      offset += piece.length;
    }
    return bytes;
  }

  private drive(uri: vscode.Uri): OpenDrive {
    if (this.current?.authority !== uri.authority)
      throw vscode.FileSystemError.Unavailable(vscode.l10n.t('The drive is closed. Open it again to read this file.'));
    return this.current;
  }
}

/** The message for a file that is too large for an editor. */
export function tooLarge(): string {
  return vscode.l10n.t(
    'The file is larger than {0} MB: copy it to this machine with "Extract to…".',
    LARGEST_FILE / 1_000_000,
  );
}

function statOf(entry: BrowsedEntry): vscode.FileStat {
  return {
    type: typeOf(entry),
    size: entry.size,
    ctime: entry.created,
    mtime: entry.modified,
    permissions: vscode.FilePermission.Readonly,
  };
}

function typeOf({ type }: BrowsedEntry): vscode.FileType {
  return type === 'directory' ? vscode.FileType.Directory : vscode.FileType.File;
}

async function asked<T>(uri: vscode.Uri, answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    if (!(error instanceof BrowseError)) throw error;
    throw error.kind === 'not-found'
      ? vscode.FileSystemError.FileNotFound(uri)
      : vscode.FileSystemError.Unavailable(error.message);
  }
}
