import type { FolderAccess } from './languageContext';
import { uriBelow } from './uris';

/**
 * The URI of a file on a drive, `\session#1\dir\file`, for a document in the root folder of that drive; undefined where
 * the folder has no such directory or file.
 */
export function driveFileUri(folder: FolderAccess | undefined, path: string): string | undefined {
  const segments = path.split('\\').slice(1);
  const [first] = segments;
  if (!folder || !path.startsWith('\\') || first === undefined) return undefined;
  if (segments.some((segment) => segment === '..' || segment.includes('/'))) return undefined;
  const names = segments.length === 1 ? folder.names : folder.directories;
  return names.includes(first) ? uriBelow(folder.uri, segments.join('/')) : undefined;
}
