import type { NearestValue } from '../names/nearestValue';
import type { Fix } from './finding';

/** What a fix that writes a value is called, and how sure it is: where only case, spaces or punctuation differ, nothing else can be meant. */
export function writtenValue({ value, likeness }: NearestValue): Pick<Fix, 'title' | 'args' | 'certainty'> {
  if (likeness !== 'near') return { title: 'Write {0}', args: [value], certainty: 'certain' };
  return { title: 'Write {0} (assumes a typing mistake)', args: [value], certainty: 'guess' };
}
