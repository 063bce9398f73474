import { byteCount } from '#core/text/byteCount';
import { sentence } from '../language/sentence';
import type { EarlierSessions, FileGroup } from '../plan/earlierSessions';
import { countText } from '../report/quantities';
import { printablePath } from '../scan/sourceJudge';

/** How many files of each group are named. */
const NAMED = 3;

/** What is already on drives of earlier sessions, and what has changed since. */
export function earlierSentences({ sessions, same, changed, added, gone, unreadable }: EarlierSessions): string[] {
  const ids = sessions.join(', ');
  const amount = ({ files, bytes }: FileGroup): string => `${countText(files, 'file')} (${byteCount(bytes)})`;
  const named = (group: FileGroup): string => {
    const listed = group.first.slice(0, NAMED).map(printablePath);
    return [...listed, ...(group.files > listed.length ? ['…'] : [])].join(', ');
  };
  return [
    sentence`Already on drives of ${ids} in their current state: ${amount(same)}.`,
    ...(changed.files > 0 ? [sentence`${amount(changed)} changed since being copied: ${named(changed)}.`] : []),
    ...(added.files > 0 ? [sentence`${amount(added)} not on any drive yet: ${named(added)}.`] : []),
    ...(gone.files > 0 ? [sentence`${amount(gone)} on a drive, but no longer among the sources: ${named(gone)}.`] : []),
    ...unreadable.map((jrm) => sentence`${jrm} cannot be read, so the contents of its drives are unknown.`),
  ];
}
