/**
 * The journal of the original tool, as Microsoft's documentation shows it.
 *
 * @param facts further lines of its drive's element
 */
export function documentedJournal(facts = ''): string {
  return `[BeginUpdateRecord][2016/11/02 18:24:14.735][Type:NewJournalFile]
VocabularyVersion: 2013-02-01
[EndUpdateRecord]
[BeginUpdateRecord][2016/11/02 18:24:14.749][Type:ActivityRecord]
ActivityId: PrepImportDriveCommandContext
LogDirectory: F:\\logs
[EndUpdateRecord]
[BeginUpdateRecord][2016/11/01 21:22:25.379][Type:ActivityRecord]
ActivityId: DriveInfo
DriveState: [BeginValue]
<?xml version="1.0" encoding="UTF-8"?>
<Drive>
   <DriveId>drive-id</DriveId>
${facts}</Drive>
[EndValue]
SaveCommandOutput: Completed
[EndUpdateRecord]
`;
}
