import { folderAccess, jobFolderOf, jobsAbove, listFolder, readJobFolder } from '../job/jobFolder';
import type { FolderNames, JobAbove, JobFolder } from '../job/jobFolder';
import type { FolderAccess } from '../language/languageContext';
import { fileNameOf, folderOf, isBelow } from '../language/uris';
import { kept } from '../runtime/kept';
import type { Runtime } from '../runtime/runtime';
import { isTableKind } from './documentKind';
import type { OpenDocument } from './openDocument';

/** The folders of open documents and of their jobs. Each is read once until it changes. */
export class JobFolders {
  private readonly folders = new Map<string, Promise<JobFolder>>();
  private readonly above = new Map<string, Promise<readonly JobAbove[]>>();
  private readonly listings = new Map<string, Promise<FolderNames>>();

  /** `documents`: the open ones, whose texts count instead of the files on disk. */
  constructor(
    private readonly runtime: Runtime,
    private readonly documents: () => readonly OpenDocument[],
    private readonly find: (uri: string) => OpenDocument | undefined,
  ) {}

  /** The folder of the job that a document belongs to. */
  async of(uri: string): Promise<JobFolder | undefined> {
    const { runtime, openTexts } = this;
    const own = folderOf(uri);
    if (own === undefined) return undefined;
    const above = await kept(this.above, own, () => jobsAbove(own, runtime, openTexts));
    const folder = jobFolderOf(uri, own, above, runtime.ignoresCase);
    const isWanted = () => this.documents().some((document) => isBelow(folder, document.uri));
    return kept(this.folders, folder, async () => {
      const jobs = folder === own ? above : await kept(this.above, folder, () => jobsAbove(folder, runtime, openTexts));
      return readJobFolder(folder, jobs, runtime, openTexts, isWanted);
    });
  }

  /** What a document may see of its folder. */
  async access(uri: string): Promise<FolderAccess | undefined> {
    const folder = folderOf(uri);
    if (folder === undefined) return undefined;
    const names = await kept(this.listings, folder, () => listFolder(folder, this.runtime));
    return folderAccess(folder, names, this.runtime, (name) =>
      this.documents()
        .find((document) => folderOf(document.uri) === folder && fileNameOf(document.uri) === name)
        ?.getText(),
    );
  }

  /** Called when the files of a folder or one of its documents have changed: forgets what was read. */
  forget(uri: string): void {
    const folder = folderOf(uri);
    if (folder === undefined) return;
    this.listings.delete(folder);
    // A job may have files in folders below its own.
    for (const known of this.folders.keys()) if (folder.startsWith(known)) this.folders.delete(known);
    for (const known of this.above.keys()) if (known.startsWith(folder)) this.above.delete(known);
  }

  clear(): void {
    this.folders.clear();
    this.above.clear();
    this.listings.clear();
  }

  private readonly openTexts = {
    uris: () => this.documents().map(({ uri }) => uri),
    text: (uri: string) => this.openText(uri),
  };

  private openText(uri: string): string | undefined {
    const document = this.find(uri);
    if (!document) return undefined;
    return isTableKind(document.kind) ? '' : document.getText();
  }
}
