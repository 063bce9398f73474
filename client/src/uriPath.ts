/** The last part of a URI's path: `node:path` is not there in a browser. */
export function basename(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
