/** The path on the drive, `\dir\name`, of a path of a URI, `/dir/name`; the root is empty. */
export function drivePathOf(uriPath: string): string {
  return uriPath
    .split('/')
    .filter((name) => name !== '')
    .map((name) => `\\${name}`)
    .join('');
}

/** The path of a URI of a path on the drive. */
export function uriPathOf(drivePath: string): string {
  return drivePath === '' ? '/' : drivePath.replaceAll('\\', '/');
}
