/** Types without a pause in a dataset of 300,000 rows, and requests a hover after each key. */
import { datasetLines } from './datasetFile.mjs';
import { LanguageServer } from './languageServer.mjs';
import { time } from './statistics.mjs';

const uri = 'untitled:dataset.csv';
const ROWS = 300_000;
/** Milliseconds between two keys of a fast typist. */
const INTERVAL = 150;
const KEYS = 100;

export async function keystrokes(report) {
  const server = await LanguageServer.start();
  // Typing begins before the server has read the whole text.
  await server.open(uri, [...datasetLines(ROWS)].join(''));
  // Only the text itself has to arrive first.
  await server.request('textDocument/hover', uri, { position: { line: 1, character: 3 } });
  const hovers = [];
  for (let key = 0; key < KEYS; key++) {
    const place = { line: 1 + ((key * 7919) % ROWS), character: 4 };
    const next = new Promise((resolve) => setTimeout(resolve, INTERVAL));
    await server.change(uri, { start: place, end: place }, 'x');
    hovers.push(await time(() => server.request('textDocument/hover', uri, { position: place })));
    await next;
  }
  const found = await time(() => server.diagnostics(uri));
  await server.stop();
  const slowest = Math.max(...hovers);
  const ms = (number) => `${number.toFixed(0)} ms`;
  report(
    `${ROWS.toLocaleString('en-US')} rows, a key every ${INTERVAL} ms from the beginning on: hover, the slowest of ${KEYS}`,
    ms(slowest),
    'no peer reads while it is typed in',
    '',
    '≤ 300 ms',
    slowest <= 300,
  );
  report('the same: findings after a pause', ms(found), '', '', '≤ 2000 ms', found <= 2000);
}
