import { extname, resolve } from 'node:path';
import { xmlTextProblem } from '#core/xml/xmlText';
import { sentence } from '../../language/sentence';
import type { SessionRequest } from '../../journal/sessionRequest';
import type { PreparationRequest } from '../../session/preparationRequest';
import { encryptionMethods } from '../../volume/bitlocker/encryptionMethod';
import { readArguments } from '../command';
import { commandTable } from '../commandTable';
import { UsageError } from '../../model/usageError';
import { readJobOptions } from '../jobOptions';
import { oneOf } from '../optionValues';

/** What `sneakernet prep` was asked to do. */
export interface PrepOptions extends PreparationRequest {
  /** No questions: drives are erased as the driveset says. */
  readonly yes: boolean;
  /** Absolute paths of disks and images that may be erased without a question. */
  readonly erase: ReadonlySet<string>;
  /** JSON events on standard output. */
  readonly events: boolean;
}

/** The methods that can be written; those with a diffuser are for systems that the service no longer supports. */
const ciphers = encryptionMethods.filter((method) => !method.endsWith('-elephant'));

/** @throws UsageError */
export function parsePrepOptions(args: readonly string[]): PrepOptions {
  const { values } = readArguments(commandTable.prep, args);
  const job = readJobOptions(values);
  const { sessionId } = job;
  if (values.journal === undefined) throw new UsageError(sentence`specify the journal of the job: --journal job.jrn.`);
  if (sessionId === undefined) throw new UsageError(sentence`specify the session: --session "session#1".`);
  if (values['storage-key-file'] !== undefined && values['container-sas-file'] !== undefined) {
    throw new UsageError(
      sentence`--storage-key-file and --container-sas-file cannot be used together: a drive manifest has only one credential.`,
    );
  }
  if (values.events !== undefined) oneOf('--events', values.events, ['ndjson']);
  return {
    ...job,
    request: { kind: requestKind(values), sessionId },
    journal: journalPath(values.journal),
    additionalDrivesets: values['additional-driveset'],
    jrm: values.jrm,
    logDirectory: values.logdir,
    jobId: jrmText('--job-id', values['job-id']),
    customer: jrmText('--customer', values.customer),
    cipher: values.cipher === undefined ? 'aes-xts-128' : oneOf('--cipher', values.cipher, ciphers),
    yes: values.yes,
    erase: new Set(values.erase.map((path) => resolve(path))),
    verify: !values['no-verify'],
    wipeFreeSpace: values['wipe-free-space'],
    leaveOutChanged: values['leave-out-changed'],
    storageKeyFile: values['storage-key-file'],
    containerSasFile: values['container-sas-file'],
    events: values.events !== undefined,
    eventsFile: values['events-file'] === undefined ? undefined : resolve(values['events-file']),
  };
}

/** @throws UsageError for text that neither form of the JRM can hold */
function jrmText(option: string, text: string | undefined): string | undefined {
  const problem =
    text === undefined
      ? undefined
      : (xmlTextProblem(text) ?? (/\p{Cc}/u.test(text) ? { args: [sentence`a control character`] } : undefined));
  if (problem)
    throw new UsageError(sentence`${option} contains ${problem.args[0] ?? ''}, which a JRM cannot contain. Remove it.`);
  return text;
}

interface RequestValues {
  readonly resume: boolean;
  readonly abort: boolean;
  readonly dataset: readonly string[];
  readonly driveset: readonly string[];
  readonly 'additional-driveset': readonly string[];
}

function requestKind(values: RequestValues): SessionRequest['kind'] {
  const { resume, abort, dataset, driveset, 'additional-driveset': additional } = values;
  if (resume && abort) throw new UsageError(sentence`--resume and --abort cannot be used together.`);
  if (abort || resume) {
    // Scripts for the original tool repeat the whole command line; what the session began with counts.
    return abort ? 'abort' : 'resume';
  }
  // In the original tool, a later session names its dataset and further drives.
  if (dataset.length > 0) {
    if (driveset.length === 0 && additional.length === 0)
      throw new UsageError(sentence`specify the drives: --driveset driveset.csv.`);
    return 'new';
  }
  if (additional.length > 0) return 'extend';
  throw new UsageError(sentence`specify the dataset: --dataset dataset.csv. To continue a session, use --resume.`);
}

/** Users of the original tool name a journal with or without its extension. */
export function journalPath(path: string): string {
  return extname(path).toLowerCase() === '.jrn' ? path : `${path}.jrn`;
}
