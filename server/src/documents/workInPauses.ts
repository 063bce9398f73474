import { runSteps } from '../runtime/runSteps';
import type { OpenDocument } from './openDocument';

/** Work that nobody waits for begins when the user has paused for so long, in milliseconds. */
const BACKGROUND_DELAY = 200;

/** Does what an open file has to do that nobody waits for, as long as there is something; `refresh` is told where findings have changed. */
export async function workInPauses(document: OpenDocument, refresh: () => void): Promise<void> {
  const nextWork = () => document.opened?.model.background?.();
  while (!document.isClosed && nextWork()) {
    const { revision } = document;
    await new Promise((resolve) => setTimeout(resolve, BACKGROUND_DELAY));
    // What an edit has left to be read is read first: until then the model is of no text.
    await document.read();
    const isOvertaken = () => document.isClosed || document.revision !== revision;
    const steps = isOvertaken() ? undefined : nextWork();
    if (!steps) continue;
    const changed = await runSteps(steps, isOvertaken);
    if (changed) refresh();
    else if (!isOvertaken()) return;
  }
}
