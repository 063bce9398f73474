import type { Localize } from '#core/text/localize';
import type { Quantities } from '../workbench/quantities';

/** The user's language: sentences, and numbers with their units. */
export interface Words {
  readonly localize: Localize;
  readonly quantities: Quantities;
}
