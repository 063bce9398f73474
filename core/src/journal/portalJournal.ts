import type { DriveInfo } from '../driveInfo/driveInfo';
import { driveInfoXml } from '../driveInfo/driveInfo';
import { activityText, newJournalText, parseJournalTime } from './journalText';

/** What the portal's journal says about a session. Times are as written in records. */
export interface PortalSession {
  readonly begun: string;
  readonly logDirectory: string;
  /** The drives that can be unlocked. */
  readonly drives: readonly { readonly info: DriveInfo; readonly time: string }[];
}

/**
 * The journal for the portal: for each session, the command that began it and the info of each of its drives. It
 * contains only the original tool's own records and fields (formats.md, section 8).
 *
 * @throws JournalValueError, XmlTextError
 */
export function portalJournalText(sessions: readonly PortalSession[]): string {
  const timeOf = (text: string): Date => parseJournalTime(text) ?? new Date(0);
  const first = sessions[0];
  let text = newJournalText(timeOf(first?.begun ?? ''));
  for (const { begun, logDirectory, drives } of sessions) {
    text += activityText('PrepImportDriveCommandContext', timeOf(begun), [['LogDirectory', logDirectory]]);
    for (const { info, time } of drives) {
      text += activityText('DriveInfo', timeOf(time), [
        ['DriveState', driveInfoXml(info)],
        ['SaveCommandOutput', 'Completed'],
      ]);
    }
  }
  return text;
}
