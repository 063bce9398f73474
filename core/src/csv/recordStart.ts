import { TYPOGRAPHIC_QUOTES } from './characters';

/** Drive letter, UNC or native absolute path, in any kind of quote or none. */
const PATH = String.raw`["${TYPOGRAPHIC_QUOTES}]?(?:[A-Za-z]:[\\/]|\\\\|\/)`;

/** How a dataset record begins; white space before it counts for nothing, a byte order mark among it. */
export const PATH_START = new RegExp(String.raw`^\s*${PATH}`);

/**
 * What stands between a value and a dataset record on the same line: white space, looked for at the start of each run of it only, or
 * nothing behind a value that cannot go on.
 */
export const SPACE_BEFORE_PATH = new RegExp(
  String.raw`(?<!\s)\s+(?=${PATH})|(?<=^"?(?:None|BlockBlob|PageBlob|file|rename|overwrite)"?)(?=${PATH})`,
);
