/** The types of the runner's events and JSON results, for the programs that start it. */
export type { FindingCounts } from '#core/rules/placedFinding';
export type { BackupResult } from './cli/backup/backupCommand';
export type { RestoreResult } from './cli/backup/restoreCommand';
export type {
  BrowseAnswers,
  BrowsedEntry,
  BrowseErrorKind,
  BrowseLine,
  BrowseMethod,
  BrowseRequests,
  ExtractAnswer,
  ExtractProgress,
} from './cli/browse/browseProtocol';
export type { DiskReport } from './cli/disks/diskReport';
export type { JobFinding } from './session/jobFindings';
export type { PlanResult } from './cli/plan/planCommand';
export type { JournalSessions, SessionReport, SessionReportDrive } from './cli/sessions/sessionReport';
export type { EarlierSessions, FileGroup } from './plan/earlierSessions';
export type { DriveSummary, PlanSummary } from './plan/planSummary';
export type { DrivePhase, PlannedDriveEvent, PrepEvent } from './report/prepEvents';
export type { SessionOutcome, SessionSummary, SummaryDrive } from './report/summary';
