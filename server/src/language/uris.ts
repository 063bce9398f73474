import { URI, Utils } from 'vscode-uri';

/** `undefined` if a text is not a URI. A scheme of one letter is a drive letter. */
function parsed(uri: string): URI | undefined {
  try {
    const found = URI.parse(uri, true);
    return found.scheme.length > 1 ? found : undefined;
  } catch {
    return undefined;
  }
}

/** The spelling of a URI that VS Code uses; others differ in escapes and in the case of the drive letter. */
export function canonicalUri(uri: string): string {
  return parsed(uri)?.toString() ?? uri;
}

/** The URI of a file's absolute path. */
export function fileUri(path: string): string {
  return URI.file(path).toString();
}

export function isFileUri(uri: string): boolean {
  return parsed(uri)?.scheme === 'file';
}

/** The last segment of a URI's path. */
export function fileNameOf(uri: string): string {
  const found = parsed(uri);
  return found ? Utils.basename(found) : uri.slice(uri.lastIndexOf('/') + 1);
}

/** The folder of a file, or a folder itself, as a canonical URI that ends in a slash; `undefined` if there is none (`untitled:`). */
export function folderOf(uri: string): string | undefined {
  const found = parsed(uri);
  if (!found?.path.startsWith('/') || found.scheme === 'untitled') return undefined;
  const path = found.path.slice(0, found.path.lastIndexOf('/') + 1);
  return found.with({ path, query: '', fragment: '' }).toString();
}

/** The parent of a folder; `undefined` for a root. */
export function folderAbove(folder: string): string | undefined {
  const found = parsed(folder);
  if (!found || found.path === '/') return undefined;
  const path = Utils.dirname(found).path;
  return found.with({ path: path.endsWith('/') ? path : `${path}/` }).toString();
}

/** Whether a URI is a folder, or anything below it. */
export function isBelow(folder: string, uri: string): boolean {
  return canonicalUri(uri).startsWith(canonicalUri(folder));
}

/** The path of a file relative to a folder; `undefined` if it is not below the folder. */
export function pathBelow(folder: string, uri: string): string | undefined {
  const path = parsed(uri)?.path.slice(parsed(folder)?.path.length);
  return path === undefined || path === '' || !isBelow(folder, uri) ? undefined : path;
}

/** The URI of a path relative to a folder. */
export function uriBelow(folder: string, path: string): string {
  const found = parsed(folder);
  return found ? Utils.joinPath(found, path).toString() : folder + path;
}

/** Values by URI, regardless of its spelling. */
export class UriMap<Value> {
  private readonly entries = new Map<string, Value>();

  get(uri: string): Value | undefined {
    return this.entries.get(canonicalUri(uri));
  }

  has(uri: string): boolean {
    return this.entries.has(canonicalUri(uri));
  }

  set(uri: string, value: Value): void {
    this.entries.set(canonicalUri(uri), value);
  }

  delete(uri: string): void {
    this.entries.delete(canonicalUri(uri));
  }

  values(): IterableIterator<Value> {
    return this.entries.values();
  }
}
