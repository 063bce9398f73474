/** The last part of a URI's path, in every host. Node's own function is for file paths. */
export function basename(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
