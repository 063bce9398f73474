import type { Dialect } from '#core/columns/datasetColumns';
import { driveLetter } from '#core/names/driveLetter';
import { ntfsNameProblem } from '#core/names/ntfsName';
import { sessionIdProblem } from '#core/names/sessionId';
import { formatMessage } from '#core/rules/message';
import { parseByteCount } from '#core/text/byteCount';
import type { DriveOption, JobOptions } from '../job/jobOptions';
import { sentence, translate } from '../language/sentence';
import type { Spread } from '../plan/packing';
import type { OptionValues } from './command';
import type { jobOptions } from './commandTable';
import { editorSettings } from './editorSettings';
import { UsageError } from '../model/usageError';
import { oneOf, parseMapping } from './optionValues';

/** @throws UsageError */
export function readJobOptions(values: OptionValues<typeof jobOptions>): JobOptions {
  if (values.session !== undefined) checkSessionId(values.session);
  return {
    datasets: values.dataset,
    drivesets: values.driveset,
    drives: driveOptions(values.drive),
    pathMap: Object.fromEntries(values.map.map(parseMapping)),
    spread: values.spread === undefined ? undefined : oneOf<Spread>('--spread', values.spread, ['balance', 'fill']),
    capacity: values.capacity === undefined ? undefined : sizeOf('--capacity', values.capacity),
    sessionId: values.session,
    dialect: values.dialect === undefined ? undefined : oneOf<Dialect>('--dialect', values.dialect, ['blob', 'files']),
    configuration: values.config,
    editor: editorSettings(values['editor-settings']),
    followSymlinks: values['follow-symlinks'],
  };
}

function checkSessionId(id: string): void {
  const problem = sessionIdProblem(id);
  if (problem)
    throw new UsageError(`--session: ${formatMessage('job/session-id', problem.kind, problem.args, translate)}`);
  // The session's id becomes the name of its directory on the drive.
  if (ntfsNameProblem(id))
    throw new UsageError(
      sentence`--session: Windows reserves the name "${id}", which the directory on the drive would have. Use another name.`,
    );
}

/**
 * The values of `--drive`, by upper-case letter.
 *
 * @throws UsageError
 */
export function driveOptions(values: readonly string[]): Map<string, DriveOption> {
  const drives = new Map<string, DriveOption>();
  for (const value of values) {
    const [letter, drive] = driveOption(value);
    if (drives.has(letter))
      throw new UsageError(sentence`--drive specifies the letter ${letter} twice. Specify each drive once.`);
    drives.set(letter, drive);
  }
  return drives;
}

/** Settings are read from the end, because the target may contain commas and `=`. */
function driveOption(value: string): [string, DriveOption] {
  const refuse = (why: string): never => {
    throw new UsageError(
      sentence`--drive cannot be "${value}": ${why}. Specify a letter from the driveset, "=", and an image or a disk: G=/data/g.vhd or G=/dev/sdb. If needed, add ",size=2T" or ",id=SERIAL" after it.`,
    );
  };
  const at = value.indexOf('=');
  const letter = at > 0 ? driveLetter(value.slice(0, at)) : undefined;
  if (letter === undefined) return refuse(sentence`it does not begin with a drive letter`);
  let target = value.slice(at + 1);
  let size: number | undefined;
  let id: string | undefined;
  for (let setting = /,(size|id)=([^,]*)$/.exec(target); setting; setting = /,(size|id)=([^,]*)$/.exec(target)) {
    const [text, name = '', given = ''] = setting;
    if ((name === 'size' ? size : id) !== undefined) return refuse(sentence`it specifies ${name} twice`);
    if (name === 'size') size = sizeOf(sentence`the size in --drive ${letter}`, given);
    else id = given;
    target = target.slice(0, -text.length);
  }
  if (target === '') return refuse(sentence`the target is missing`);
  if (id !== undefined && !/^[\x21-\x7e]{1,64}$/.test(id))
    return refuse(sentence`an id must have 1 to 64 visible ASCII characters`);
  return [letter, { target, ...(size === undefined ? {} : { size }), ...(id === undefined ? {} : { id }) }];
}

function sizeOf(option: string, text: string): number {
  const bytes = parseByteCount(text);
  if (bytes === undefined)
    throw new UsageError(
      sentence`${option} cannot be "${text}". Use a number of bytes, or a number with K, M, G or T (powers of 1000) or KiB, MiB, GiB or TiB, such as 500G or 1.8T.`,
    );
  return bytes;
}
