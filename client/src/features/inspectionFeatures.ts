import type * as vscode from 'vscode';
import { BackupRecords } from '../jobs/backupRecords';
import type { Jobs } from '../jobs/jobs';
import type { Runner } from '../runner/runner';
import type { Feature } from '../startExtension';
import { EncryptedBackup } from './backup/encryptedBackup';
import { PreparedDrive } from './drive/preparedDrive';

/** What the features that look into drives and keep backups are made of. */
export interface InspectionFeatureParts {
  readonly context: vscode.ExtensionContext;
  readonly jobs: Jobs;
  readonly runner: Runner;
  readonly log: vscode.LogOutputChannel;
}

/** What can be done with a prepared drive, and with the files that hold its keys. */
export function inspectionFeatures({ context, jobs, runner, log }: InspectionFeatureParts): Feature[] {
  return [new PreparedDrive(jobs, runner, log), new EncryptedBackup(jobs, runner, new BackupRecords(context.globalState), log)];
}
