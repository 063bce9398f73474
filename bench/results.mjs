/** Whether a promise was kept. A row without a promise is only measured. */
export function verdict(promise, isKept) {
  if (promise === '') {
    if (isKept !== undefined)
      throw new Error('A row without a promise keeps none and breaks none: leave its verdict out.');
    return 'measured';
  }
  if (isKept === undefined) return 'not measured';
  return isKept ? 'yes' : '**no**';
}

const head = '| what | measured | peer | ratio | promised | kept |\n|---|---|---|---|---|---|\n';
const line = ({ what, figure, peer, times, promise, kept }) =>
  `| ${what} | ${figure} | ${peer} | ${times} | ${promise} | ${kept} |`;
const whatOf = (written) => written.split(' | ')[0];

const earlierHeading = '## Of earlier runs';

/**
 * The text of RESULTS.md: the rows of this run and, if it was a partial one, those of earlier runs that it did not
 * measure, under their own heading.
 * @param {{ rows: object[], machine: string, leftOut: string | undefined, previous: string }} run `leftOut` says what
 * was left out; `previous` is the current text of the file.
 */
export function resultsText({ rows, machine, leftOut, previous }) {
  const measured = rows.map(line);
  const known = new Set(measured.map(whatOf));
  const earlier =
    leftOut === undefined
      ? []
      : previous.split('\n').filter((text) => /^\| (?!what \|)/.test(text) && !known.has(whatOf(text)));
  const partial = leftOut === undefined ? '' : ` **A partial run**: ${leftOut}.`;
  const text = `# Measured

${machine}, written by \`npm run bench\`. Each figure stands beside its peer of the same run:
the ratio is what can be compared between machines. Times are medians unless they say p95.${partial}

${head}${measured.join('\n')}
`;
  if (earlier.length === 0) return text;
  return `${text}
${earlierHeading}

Each was measured beside its peer, but not in the run above, and perhaps on another machine: \`npm run bench\` measures all of them in one run.

${head}${earlier.join('\n')}
`;
}
