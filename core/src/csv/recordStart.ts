import { TYPOGRAPHIC_QUOTES } from './characters';

/** Drive letter, UNC or native absolute path, in any kind of quote or none. */
const PATH = String.raw`["${TYPOGRAPHIC_QUOTES}]?(?:[A-Za-z]:[\\/]|\\\\|\/)`;

/** How a dataset record begins. White space before it, including a byte order mark, is ignored. */
export const PATH_START = new RegExp(String.raw`^\s*${PATH}`);

/**
 * What separates a value from a dataset record on the same line: white space, or nothing after a value that cannot go
 * on. White space is matched only at the start of each run.
 */
export const SPACE_BEFORE_PATH = new RegExp(
  String.raw`(?<!\s)\s+(?=${PATH})|(?<=^"?(?:None|BlockBlob|PageBlob|file|rename|overwrite)"?)(?=${PATH})`,
);
