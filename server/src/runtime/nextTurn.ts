/** A web worker's message channel; the server is compiled without the browser's types. */
declare const MessageChannel: new () => {
  readonly port1: { onmessage: (() => void) | null; close(): void };
  readonly port2: { postMessage(message: unknown): void };
};

/**
 * Lets messages that have arrived in the meantime be handled. Browsers have no `setImmediate` and delay timers by some
 * milliseconds; a message on a channel comes right after those that are already waiting.
 */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    if (typeof setImmediate === 'function') {
      setImmediate(resolve);
      return;
    }
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });
}
