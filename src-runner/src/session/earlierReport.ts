import { byteCount } from '#core/text/byteCount';
import { sentence } from '../language/sentence';
import type { EarlierSessions, FileGroup } from '../plan/earlierSessions';
import { countText } from '../report/quantities';
import { printablePath } from '../scan/sourceJudge';

/** Of each group so many are named. */
const NAMED = 3;

/** What is on drives of earlier sessions already, and what has changed since. */
export function earlierSentences({ sessions, same, changed, added, gone, unreadable }: EarlierSessions): string[] {
  const ids = sessions.join(', ');
  const amount = ({ files, bytes }: FileGroup): string => `${countText(files, 'file')} (${byteCount(bytes)})`;
  const named = (group: FileGroup): string => {
    const listed = group.first.slice(0, NAMED).map(printablePath);
    return [...listed, ...(group.files > listed.length ? ['…'] : [])].join(', ');
  };
  return [
    sentence`On drives of ${ids} already, as they are now: ${amount(same)}.`,
    ...(changed.files > 0 ? [sentence`Changed since they were copied: ${amount(changed)}: ${named(changed)}.`] : []),
    ...(added.files > 0 ? [sentence`On no drive yet: ${amount(added)}: ${named(added)}.`] : []),
    ...(gone.files > 0
      ? [sentence`On a drive, and not among the sources any more: ${amount(gone)}: ${named(gone)}.`]
      : []),
    ...unreadable.map((jrm) => sentence`${jrm} cannot be read: what is on its drives is not known.`),
  ];
}
