import { existsSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, resolve } from 'node:path';
import type { RecordedSession } from '#core/journal/sessionHistory';
import type { DriveTarget } from '../plan/jobPlan';

/**
 * Sessions with the paths that their files have now: a journal names them as they were, and its folder may have been renamed, moved or
 * copied since. The saved plan has always lain beside the journal, so it tells where that was. What lay in that folder is meant to lie
 * in the journal's; a path that leads elsewhere stays as it is. Whether a medium is the one that was written, it says itself.
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
  /** Nothing is written to those: one that did not come along is read where it is. */
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
    // Of a journal that was written to: whoever needs them says so.
    return text;
  }
}

/** Whatever stands at the old place by now: it may be another job, or the one that this is a copy of. */
function newPlace(path: string, before: string, folder: string): string {
  const inside = relative(before, path);
  if (!isAbsolute(path) || inside === '' || inside.startsWith('..') || isAbsolute(inside)) return path;
  return join(folder, inside);
}
