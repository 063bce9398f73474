/** The script of the review editor's page. */
import type { FromPage, PageNode, ToPage } from '../reviewMessages';
import { ReviewTree } from './reviewTree';

/** The page's state, which VS Code keeps while the page is hidden. */
interface PageState {
  readonly open: readonly string[];
  readonly filter: string;
}

declare function acquireVsCodeApi(): {
  postMessage(message: FromPage): void;
  getState(): PageState | undefined;
  setState(state: PageState): void;
};

/** Milliseconds to wait for further typing before filtering. */
const TYPING_PAUSE = 250;

const editor = acquireVsCodeApi();
const part = (id: string): HTMLElement => document.getElementById(id)!;
const overview = part('overview');
const filter = part('filter') as HTMLInputElement;
const actions = ['reveal', 'copy', 'showKey', 'hideKey'] as const;
const kept = editor.getState() ?? { open: [], filter: '' };
let open = kept.open;
let shownOverview = '';
let typing: ReturnType<typeof setTimeout> | undefined;

const tree = new ReviewTree(
  part('tree'),
  kept.open,
  (message) => {
    editor.postMessage(message);
  },
  (chosen, opened) => {
    open = opened;
    keep();
    offer(chosen);
  },
);

window.addEventListener('message', ({ data }: MessageEvent<ToPage>) => {
  if (data.type === 'children') {
    tree.insert(data.id, data.nodes, data.generation);
    return;
  }
  // Unchanged content is not replaced, so that selection and reading aloud are not interrupted.
  if (data.overview !== shownOverview) overview.innerHTML = data.overview;
  shownOverview = data.overview;
  part('filtered').textContent = data.filtered;
  tree.show(data.roots, data.generation);
  offer(tree.current);
});

for (const action of actions) {
  part(action).addEventListener('click', () => {
    const { current } = tree;
    if (current) editor.postMessage({ type: action, id: current.id });
  });
}
filter.value = kept.filter;
filter.addEventListener('input', () => {
  clearTimeout(typing);
  typing = setTimeout(applyFilter, TYPING_PAUSE);
});
part('filterForm').addEventListener('keydown', (event) => {
  if (event.key !== 'Enter') return;
  event.preventDefault();
  clearTimeout(typing);
  applyFilter();
});

editor.postMessage({ type: 'ready' });
if (kept.filter !== '') applyFilter();

function applyFilter(): void {
  keep();
  editor.postMessage({ type: 'filter', text: filter.value });
}

function keep(): void {
  editor.setState({ open, filter: filter.value });
}

/** Enables the buttons for the selected line. */
function offer(chosen: PageNode | undefined): void {
  (part('reveal') as HTMLButtonElement).disabled = chosen?.canReveal !== true;
  (part('copy') as HTMLButtonElement).disabled = chosen === undefined;
  part('showKey').hidden = chosen?.key !== 'masked';
  part('hideKey').hidden = chosen?.key !== 'shown';
}
