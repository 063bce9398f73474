import { TYPOGRAPHIC_QUOTES } from './characters';

/** Drive letter, UNC or native absolute path, in any kind of quote or none. */
const PATH = String.raw`["${TYPOGRAPHIC_QUOTES}]?(?:[A-Za-z]:[\\/]|\\\\|\/)`;

/** How a dataset record begins; white space before it counts for nothing, a byte order mark among it. */
export const PATH_START = new RegExp(String.raw`^\s*${PATH}`);

/** White space behind which a dataset record begins. Looked for at the start of each run of it only. */
export const SPACE_BEFORE_PATH = new RegExp(String.raw`(?<!\s)\s+(?=${PATH})`);
