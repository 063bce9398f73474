import type { Localize } from '../../../server/src/localize';
import type { Quantities } from '../quantities';

/** The user's language: sentences, and numbers with their units. */
export interface Words {
  readonly localize: Localize;
  readonly quantities: Quantities;
}
