import { existsSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, resolve } from 'node:path';
import type { RecordedSession } from '#core/journal/sessionHistory';
import type { DriveTarget } from '../plan/jobPlan';

/**
 * Sessions with the current paths of their files: a journal records the paths at the time, and its folder may have been
 * renamed, moved or copied since. The saved plan always lies beside the journal, so its path tells the former folder.
 * Paths in the former folder are moved to the journal's folder; other paths stay unchanged. A medium identifies itself,
 * whatever its path.
 */
export function relocateSessions(sessions: readonly RecordedSession[], journal: string): readonly RecordedSession[] {
  const folder = dirname(resolve(journal));
  return sessions.map((session) => {
    const before = dirname(session.parameters.planFile);
    return !isAbsolute(before) || before === folder
      ? session
      : relocated(session, (path) => newPlace(path, before, folder));
  });
}

function relocated(session: RecordedSession, placeOf: (path: string) => string): RecordedSession {
  const { parameters, drives } = session;
  const { logDirectory, datasets, drivesets, jrm, planFile, options } = parameters;
  const { targets } = options;
  /** Inputs are only read: one that was not moved along is read at its old place. */
  const inputAt = (path: string): string => (existsSync(placeOf(path)) || !existsSync(path) ? placeOf(path) : path);
  return {
    ...session,
    parameters: {
      ...parameters,
      ...(logDirectory === undefined ? {} : { logDirectory: placeOf(logDirectory) }),
      datasets: datasets.map(inputAt),
      drivesets: drivesets.map(inputAt),
      jrm: placeOf(jrm),
      planFile: placeOf(planFile),
      options: typeof targets === 'string' ? { ...options, targets: relocatedTargets(targets, placeOf) } : options,
    },
    drives: drives.map((drive) => ({
      ...drive,
      description: { ...drive.description, target: placeOf(drive.description.target) },
    })),
  };
}

function relocatedTargets(text: string, placeOf: (path: string) => string): string {
  try {
    return JSON.stringify(
      (JSON.parse(text) as DriveTarget[]).map((drive) => ({ ...drive, target: placeOf(drive.target) })),
    );
  } catch {
    // The journal was tampered with. The code that needs these parameters reports it.
    return text;
  }
}

/** Used even if the old path still exists: it may belong to another job, or to the original of this copy. */
function newPlace(path: string, before: string, folder: string): string {
  const inside = relative(before, path);
  if (!isAbsolute(path) || inside === '' || inside.startsWith('..') || isAbsolute(inside)) return path;
  return join(folder, inside);
}
