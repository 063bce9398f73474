/** Converts the path of a URI, `/dir/name`, to the path on the drive, `\dir\name`; the root is empty. */
export function drivePathOf(uriPath: string): string {
  return uriPath
    .split('/')
    .filter((name) => name !== '')
    .map((name) => `\\${name}`)
    .join('');
}

/** Converts a path on the drive to the path of a URI. */
export function uriPathOf(drivePath: string): string {
  return drivePath === '' ? '/' : drivePath.replaceAll('\\', '/');
}
