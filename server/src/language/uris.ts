import { URI, Utils } from 'vscode-uri';

/** `undefined` of a text that is no URI. A scheme of one letter is a drive's. */
function parsed(uri: string): URI | undefined {
  try {
    const found = URI.parse(uri, true);
    return found.scheme.length > 1 ? found : undefined;
  } catch {
    return undefined;
  }
}

/** The one spelling of a URI, of those that differ in what they escape and in the case of a drive's letter: that of VS Code. */
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

/** The folder of a file, or a folder itself: a canonical URI with a slash at its end. `undefined` of what lies in none (`untitled:`). */
export function folderOf(uri: string): string | undefined {
  const found = parsed(uri);
  if (!found?.path.startsWith('/') || found.scheme === 'untitled') return undefined;
  const path = found.path.slice(0, found.path.lastIndexOf('/') + 1);
  return found.with({ path, query: '', fragment: '' }).toString();
}

/** The folder that a folder lies in; `undefined` of a root. */
export function folderAbove(folder: string): string | undefined {
  const found = parsed(folder);
  if (!found || found.path === '/') return undefined;
  const path = Utils.dirname(found).path;
  return found.with({ path: path.endsWith('/') ? path : `${path}/` }).toString();
}

/** True of what lies in a folder or in one below it, and of the folder itself. */
export function isBelow(folder: string, uri: string): boolean {
  return canonicalUri(uri).startsWith(canonicalUri(folder));
}

/** The path of a file in a folder, relative to it; `undefined` where it does not lie in it. */
export function pathBelow(folder: string, uri: string): string | undefined {
  const path = parsed(uri)?.path.slice(parsed(folder)?.path.length);
  return path === undefined || path === '' || !isBelow(folder, uri) ? undefined : path;
}

/** The URI of a path that is relative to a folder. */
export function uriBelow(folder: string, path: string): string {
  const found = parsed(folder);
  return found ? Utils.joinPath(found, path).toString() : folder + path;
}

/** Values by URI, however it is spelled. */
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
