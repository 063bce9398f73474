import type { JrmSummary } from '../../../../server/src/protocol/jrm';
import { bar, barChart, dataTable, notice } from '../../webview/components';
import type { Html } from '../../webview/html';
import { html } from '../../webview/html';
import type { Words } from '../../webview/words';
import { sealWords } from './jrmNodes';

/** A chart with more rows would not be readable: the largest are shown, and the others together. */
const MOST_ROWS = 20;

/** The page without its changing content: its script fills the tree. */
export function reviewFrame(name: string, { localize }: Words): Html {
  return html`<h1>${name}</h1>
<div id="overview" aria-live="off"></div>
<h2 id="treeTitle">${localize('Contents')}</h2>
<form id="filterForm" role="search">
<label for="filter">${localize('Filter checksums by part of the path')}</label>
<input id="filter" type="search" autocomplete="off" spellcheck="false">
<span id="filtered" role="status"></span>
</form>
<div class="toolbar" role="toolbar" aria-label="${localize('Actions for the selected line')}" aria-controls="tree">
<button type="button" class="secondary" id="reveal" disabled>${localize('Reveal in Editor')}</button>
<button type="button" class="secondary" id="copy" disabled>${localize('Copy Value')}</button>
<button type="button" class="secondary" id="showKey" hidden>${localize('Reveal BitLocker Key…')}</button>
<button type="button" class="secondary" id="hideKey" hidden>${localize('Hide BitLocker Key')}</button>
</div>
<div id="tree" role="tree" aria-labelledby="treeTitle" data-loading="${localize('Loading …')}"></div>`;
}

/** The part above the tree: the most important facts, and charts, which are tables. */
export function reviewOverview(summary: JrmSummary, words: Words): Html {
  const { localize, quantities } = words;
  const { containers, drives, checksums, bytes, state, fromEditor, unreadableLine } = summary;
  if (state === 'missing') return notice('error', localize('The file no longer exists or cannot be read.'));
  const files = (count: number, size: number): string =>
    localize('{0}, files: {1}', quantities.size(size), quantities.count(count));
  const [, seal] = sealWords(summary.seal, localize);
  const isAlarming = summary.seal === 'broken' || summary.seal === 'unreadable';
  return html`${isAlarming ? notice('error', seal) : notice(summary.seal === 'sound' ? 'done' : 'unknown', seal)}
${unreadableLine !== undefined && notice('error', localize('Line {0} cannot be read: parts of it or of what follows may not be shown.', unreadableLine + 1))}
${fromEditor && notice('information', localize('This is the text as it stands in the editor.'))}
<p role="status">${state === 'reading' ? localize('Reading: {0}', files(checksums, bytes)) : files(checksums, bytes)}</p>
${
  containers.length > 0 &&
  barChart(
    localize('Bytes per container'),
    localize('Container'),
    localize('Bytes'),
    chartRows(
      containers.map((container) => ({
        ...container,
        name: container.name === '' ? localize('(no container)') : container.name,
      })),
      words,
    ),
  )
}
${
  drives.length > 0 &&
  barChart(
    localize('Bytes per drive'),
    localize('Drive'),
    localize('Bytes'),
    chartRows(
      drives.map(({ driveId, letter, ...sums }) => ({
        ...sums,
        name: letter === undefined ? driveId : `${letter}: ${driveId}`,
      })),
      words,
    ),
  )
}
${drives.some(({ capacity }) => capacity !== undefined) && capacities(summary, words)}`;
}

interface Sum {
  readonly name: string;
  readonly files: number;
  readonly bytes: number;
}

function chartRows(
  sums: readonly Sum[],
  { localize, quantities }: Words,
): { readonly name: string; readonly value: number; readonly text: string }[] {
  const largest = [...sums].sort((a, b) => b.bytes - a.bytes);
  const others = largest.splice(MOST_ROWS);
  const shown =
    others.length === 0
      ? largest
      : [
          ...largest,
          {
            name: localize('{0} others', quantities.count(others.length)),
            files: total(others, 'files'),
            bytes: total(others, 'bytes'),
          },
        ];
  return shown.map(({ name, files, bytes }) => ({
    name,
    value: bytes,
    text: localize('{0}, files: {1}', quantities.size(bytes), quantities.count(files)),
  }));
}

function total(sums: readonly Sum[], key: 'files' | 'bytes'): number {
  return sums.reduce((sum, each) => sum + each[key], 0);
}

function capacities({ drives }: JrmSummary, { localize, quantities }: Words): Html {
  const rows = drives.flatMap(({ driveId, letter, capacity, usedBytes = 0 }) => {
    if (capacity === undefined) return [];
    const part = capacity === 0 ? 0 : usedBytes / capacity;
    return [
      [
        letter === undefined ? driveId : `${letter}: ${driveId}`,
        bar(
          part,
          localize('{0} of {1}, {2}', quantities.size(usedBytes), quantities.size(capacity), quantities.percent(part)),
        ),
      ] as const,
    ];
  });
  return dataTable(
    localize('How full the drives are'),
    [{ title: localize('Drive') }, { title: localize('In use') }],
    rows,
  );
}
