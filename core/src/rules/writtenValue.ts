import type { NearestValue } from '../names/nearestValue';
import type { Fix } from './finding';

/**
 * The title and certainty of a fix that writes a value. It is certain where only case, spaces or punctuation differ.
 */
export function writtenValue({ value, likeness }: NearestValue): Pick<Fix, 'title' | 'args' | 'certainty'> {
  if (likeness !== 'near') return { title: 'Change to {0}', args: [value], certainty: 'certain' };
  return { title: 'Change to {0} (assumes a typing mistake)', args: [value], certainty: 'guess' };
}
