/** The last name of a path of a URI: of `/job/job.jrm`, `job.jrm`. A browser has no module for paths. */
export function fileNameOf(path: string): string {
  const end = path.endsWith('/') ? path.length - 1 : path.length;
  return path.slice(path.lastIndexOf('/', end - 1) + 1, end);
}
