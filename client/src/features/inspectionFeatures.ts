import * as vscode from 'vscode';
import { BackupRecords } from '../jobs/backupRecords';
import type { Jobs } from '../jobs/jobs';
import { LateFeature } from '../workbench/lateFeature';
import type { Runner } from '../runner/runner';
import type { Feature } from '../workbench/lateFeature';
import { NodeTree } from '../views/nodeTree';
import { DRIVE_SCHEME, DriveFileSystem } from './drive/driveFileSystem';
import type { DriveNode } from './drive/driveNodes';
import { OPEN_DRIVE_FILE } from './drive/openDrive';

/** What the features for browsing drives and keeping backups are built from. */
export interface InspectionFeatureParts {
  readonly context: vscode.ExtensionContext;
  readonly jobs: Jobs;
  readonly runner: Runner;
  readonly log: vscode.LogOutputChannel;
}

/** The features for prepared drives and the files that hold their keys. */
export function inspectionFeatures({ context, jobs, runner, log }: InspectionFeatureParts): Feature[] {
  const files = new DriveFileSystem();
  const tree = new NodeTree('sneakernet.drive');
  return [
    tree,
    // Registered at once: an editor with a file of a drive is restored after a reload, and has to learn that the drive
    // is closed.
    vscode.workspace.registerFileSystemProvider(DRIVE_SCHEME, files, { isReadonly: true, isCaseSensitive: true }),
    new LateFeature(
      async () => new (await import('./drive/preparedDrive')).PreparedDrive(jobs, runner, log, files, tree),
      {
        commands: {
          'sneakernet.openPreparedDrive': (drive, target) => drive.open(target),
          'sneakernet.closePreparedDrive': (drive) => drive.close(),
          'sneakernet.extractFromDrive': (drive, node) => drive.extract(node as DriveNode | undefined),
          [OPEN_DRIVE_FILE]: (drive, file) => drive.openFile(file as DriveNode),
        },
      },
    ),
    new LateFeature(
      async () =>
        new (await import('./backup/encryptedBackup')).EncryptedBackup(
          jobs,
          runner,
          new BackupRecords(context.globalState),
          log,
        ),
      {
        commands: {
          'sneakernet.exportBackup': (backup, target) => backup.export(target),
          'sneakernet.importBackup': (backup, target) => backup.import(target),
        },
      },
    ),
  ];
}
