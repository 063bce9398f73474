import * as vscode from 'vscode';

/** Texts by path, inserted when the extension is bundled. */
declare const SAMPLE_FILES: Readonly<Record<string, string>>;

type Entry = Uint8Array | Map<string, Entry>;

/** Files in memory, which disappear with the page. */
class MemoryFiles implements vscode.FileSystemProvider {
  private readonly root = new Map<string, Entry>();
  private readonly changed = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  readonly onDidChangeFile = this.changed.event;

  watch(): vscode.Disposable {
    return new vscode.Disposable(() => undefined);
  }

  stat(uri: vscode.Uri): vscode.FileStat {
    const entry = this.find(uri);
    const file = entry instanceof Uint8Array;
    return {
      type: file ? vscode.FileType.File : vscode.FileType.Directory,
      size: file ? entry.byteLength : 0,
      ctime: 0,
      mtime: 0,
    };
  }

  readDirectory(uri: vscode.Uri): [string, vscode.FileType][] {
    return [...this.folder(uri)].map(([name, entry]) => [
      name,
      entry instanceof Map ? vscode.FileType.Directory : vscode.FileType.File,
    ]);
  }

  readFile(uri: vscode.Uri): Uint8Array {
    const entry = this.find(uri);
    if (entry instanceof Map) throw vscode.FileSystemError.FileIsADirectory(uri);
    return entry;
  }

  writeFile(uri: vscode.Uri, content: Uint8Array): void {
    const folder = this.folder(vscode.Uri.joinPath(uri, '..'));
    const name = nameOf(uri);
    const type = folder.has(name) ? vscode.FileChangeType.Changed : vscode.FileChangeType.Created;
    folder.set(name, content);
    this.changed.fire([{ type, uri }]);
  }

  createDirectory(uri: vscode.Uri): void {
    this.folder(vscode.Uri.joinPath(uri, '..')).set(nameOf(uri), new Map());
    this.changed.fire([{ type: vscode.FileChangeType.Created, uri }]);
  }

  delete(uri: vscode.Uri): void {
    this.folder(vscode.Uri.joinPath(uri, '..')).delete(nameOf(uri));
    this.changed.fire([{ type: vscode.FileChangeType.Deleted, uri }]);
  }

  rename(from: vscode.Uri, to: vscode.Uri): void {
    const entry = this.find(from);
    this.delete(from);
    this.folder(vscode.Uri.joinPath(to, '..')).set(nameOf(to), entry);
    this.changed.fire([{ type: vscode.FileChangeType.Created, uri: to }]);
  }

  /** Every file below a folder. */
  filesBelow(folder: vscode.Uri): vscode.Uri[] {
    return this.readDirectory(folder).flatMap(([name, type]) => {
      const uri = vscode.Uri.joinPath(folder, name);
      return type === vscode.FileType.Directory ? this.filesBelow(uri) : [uri];
    });
  }

  private folder(uri: vscode.Uri): Map<string, Entry> {
    const entry = this.find(uri);
    if (entry instanceof Map) return entry;
    throw vscode.FileSystemError.FileNotADirectory(uri);
  }

  private find(uri: vscode.Uri): Entry {
    let entry: Entry | undefined = this.root;
    for (const name of uri.path.split('/').filter((part) => part !== ''))
      entry = entry instanceof Map ? entry.get(name) : undefined;
    if (entry === undefined) throw vscode.FileSystemError.FileNotFound(uri);
    return entry;
  }
}

/** The options that `workspace.findFiles` and *Go to File* pass, from the proposed API. */
interface FileSearchOptions {
  readonly folderOptions: readonly { readonly folder: vscode.Uri; readonly includes: readonly string[] }[];
}

interface FileSearch {
  registerFileSearchProvider2(
    scheme: string,
    provider: { provideFileSearchResults(pattern: string, options: FileSearchOptions): vscode.Uri[] },
  ): vscode.Disposable;
}

/** Applies VS Code's own globs to a file that need not be open. */
const matches = (pattern: string, uri: vscode.Uri): boolean =>
  vscode.languages.match({ pattern }, { uri, languageId: '' } as vscode.TextDocument) > 0;

const nameOf = (uri: vscode.Uri): string => uri.path.slice(uri.path.lastIndexOf('/') + 1);

export function activate(context: vscode.ExtensionContext): void {
  const files = new MemoryFiles();
  for (const [path, text] of Object.entries(SAMPLE_FILES)) {
    const parts = path.split('/').slice(1, -1);
    parts.forEach((_, index) => {
      const folder = vscode.Uri.from({ scheme: 'memfs', path: `/${parts.slice(0, index + 1).join('/')}` });
      try {
        files.stat(folder);
      } catch {
        files.createDirectory(folder);
      }
    });
    files.writeFile(vscode.Uri.from({ scheme: 'memfs', path }), new TextEncoder().encode(text));
  }
  context.subscriptions.push(
    vscode.workspace.registerFileSystemProvider('memfs', files, { isCaseSensitive: true }),
    (vscode.workspace as unknown as FileSearch).registerFileSearchProvider2('memfs', {
      provideFileSearchResults: (_pattern, { folderOptions }) =>
        folderOptions.flatMap(({ folder, includes }) =>
          files
            .filesBelow(folder)
            .filter((uri) => includes.length === 0 || includes.some((pattern) => matches(pattern, uri))),
        ),
    }),
  );
}
