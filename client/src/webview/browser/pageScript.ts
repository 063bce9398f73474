/** The script of every page: tells the extension what was pressed, and shows what the extension sends. */
import type { RenderMessage } from '../page';

declare function acquireVsCodeApi(): { postMessage(message: unknown): void; setState(state: unknown): void };

const editor = acquireVsCodeApi();
const page = document.getElementById('page')!;

keepState();

document.addEventListener('click', ({ target }) => {
  const message =
    target instanceof Element ? target.closest<HTMLElement>('[data-message]')?.dataset['message'] : undefined;
  if (message !== undefined) editor.postMessage(JSON.parse(message));
});

window.addEventListener('message', ({ data }: MessageEvent<RenderMessage>) => {
  render(data);
});

editor.postMessage({ type: 'ready' });

/** Shows new content; keeps what is expanded, the keyboard focus, and the scroll position. */
function render({ title, body, state }: RenderMessage): void {
  const open = [...page.querySelectorAll<HTMLDetailsElement>('details[open]')].map(({ id }) => id);
  const focused = focusedPart();
  const { scrollX, scrollY } = window;
  page.innerHTML = body;
  page.dataset['state'] = JSON.stringify(state);
  document.title = title;
  keepState();
  for (const id of open) {
    const again = document.getElementById(id);
    if (again instanceof HTMLDetailsElement) again.open = true;
  }
  // Focusing an element would take the editor's focus to this page, away from a question, say, which would close.
  if (document.hasFocus()) focused?.()?.focus({ preventScroll: true });
  window.scrollTo(scrollX, scrollY);
}

/** Finds the focused element again in new content: by its message, or by the part that it expands. */
function focusedPart(): (() => HTMLElement | null | undefined) | undefined {
  const active = document.activeElement;
  if (!(active instanceof HTMLElement) || !page.contains(active)) return undefined;
  const message = active.dataset['message'];
  if (message !== undefined)
    return () =>
      [...page.querySelectorAll<HTMLElement>('[data-message]')].find((part) => part.dataset['message'] === message);
  const id = active.closest('details')?.id;
  return id === undefined ? undefined : () => document.getElementById(id)?.querySelector('summary');
}

function keepState(): void {
  editor.setState(JSON.parse(page.dataset['state'] ?? 'null'));
}
