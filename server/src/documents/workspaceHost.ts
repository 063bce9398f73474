import type { Translate } from '#core/text/template';
import type { Log } from '../runtime/failures';
import type { Runtime } from '../runtime/runtime';

/** What the workspace asks of its surroundings. */
export interface WorkspaceHost {
  readonly runtime: Runtime;
  /** The `sneakernet` section for a resource, as the client gives it. It never rejects. */
  configuration(uri: string): Promise<unknown>;
  /** Nobody will ask about the resource's settings. */
  forgetConfiguration(uri: string): void;
  readonly log: Log;
  /** Puts a sentence into the user's language. */
  readonly translate: Translate;
  /** Findings of documents may have changed without an edit. */
  refresh(): void;
}
