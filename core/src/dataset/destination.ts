import { contentOf } from '../csv/fieldContent';
import type { DatasetRow, Dialect } from '../columns/datasetColumns';
import { itemTypeOf } from './itemType';

/** What a destination begins with: the name of a blob container or of an Azure Files share. */
export type Namespace = 'container' | 'share';

/** Blobs go to containers in both dialects; only `file` items of the `files` dialect go to a share. */
export function namespaceOf(row: DatasetRow, dialect: Dialect): Namespace {
  return dialect === 'files' && itemTypeOf(row, dialect) === 'file' ? 'share' : 'container';
}

/** The parts of a destination. Offsets are within the text; a backslash counts as the slash that was meant. */
export interface Destination {
  readonly text: string;
  /** Number of separators before the first name; 0 in a valid destination. */
  readonly leading: number;
  /** End of the name of the container or share. */
  readonly nameEnd: number;
  /** Where the path after it begins; `text.length` where there is none. */
  readonly pathStart: number;
  /** Offset of the first backslash, or -1. */
  readonly backslash: number;
  readonly endsInSeparator: boolean;
}

const SLASH = 47;
const BACKSLASH = 92;
/** True for a slash, and for a backslash written instead of it. */
export const isSeparator = (code: number): boolean => code === SLASH || code === BACKSLASH;

function indexOrEnd(text: string, character: string, from: number): number {
  const index = text.indexOf(character, from);
  return index < 0 ? text.length : index;
}

export function parseDestination(text: string): Destination {
  const { length } = text;
  const backslash = text.indexOf('\\');
  let leading = 0;
  while (leading < length && isSeparator(text.charCodeAt(leading))) leading++;
  let nameEnd = indexOrEnd(text, '/', leading);
  if (backslash >= 0) nameEnd = Math.min(nameEnd, indexOrEnd(text, '\\', leading));
  return {
    text,
    leading,
    nameEnd,
    pathStart: Math.min(nameEnd + 1, length),
    backslash,
    endsInSeparator: isSeparator(text.charCodeAt(length - 1)),
  };
}

/** The container or share that a row writes to; `undefined` where it names none. */
export function destinationName(row: DatasetRow): string | undefined {
  const text = contentOf(row.destination);
  if (text === undefined || isUrl(text)) return undefined;
  const { leading, nameEnd } = parseDestination(text);
  return nameEnd > leading ? text.slice(leading, nameEnd) : undefined;
}

// A single letter before a colon is a drive.
const scheme = /^[\\/]*[a-z][a-z0-9+.-]+:[\\/]{2,}/i;
const storageHost = /^[\\/]*[a-z0-9-]+\.(?:blob|file|dfs)\.[a-z0-9.-]+(?:[\\/]|$)/i;

/** True for a URL, even if its scheme is missing before the host of a storage account; slashes may come before it. */
export function isUrl(text: string): boolean {
  return (text.includes(':') && scheme.test(text)) || (text.includes('.') && storageHost.test(text));
}

/** The part of a URL after the host, without its query, which may contain a signature. */
export function urlPath(url: string): string {
  const [path = ''] = url
    .replace(scheme, '')
    .replace(/^[\\/]*[^\\/?#]*[\\/]*/, '')
    .split(/[?#]/, 1);
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
