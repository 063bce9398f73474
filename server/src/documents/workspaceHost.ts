import type { Translate } from '#core/text/template';
import type { Log } from '../runtime/failures';
import type { Runtime } from '../runtime/runtime';

/** What the workspace needs from its surroundings. */
export interface WorkspaceHost {
  readonly runtime: Runtime;
  /** The `sneakernet` section for a resource, as the client gives it. Never rejects. */
  configuration(uri: string): Promise<unknown>;
  /** Called when the resource's settings are no longer needed. */
  forgetConfiguration(uri: string): void;
  readonly log: Log;
  /** Translates a sentence into the user's language. */
  readonly translate: Translate;
  /** Called when the findings of documents may have changed without an edit. */
  refresh(): void;
}
