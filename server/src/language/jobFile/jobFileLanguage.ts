import type { Position } from 'vscode-languageserver-types';
import { noDrives } from '#core/driveset/jobDrives';
import { checkConfiguration, checkJobFile } from '#core/job/checkJobFile';
import { isJobFile } from '#core/job/jobFile';
import { jsonSchemas } from '#core/job/jsonSchema';
import { withoutRecords } from '../documentLanguage';
import type { DocumentLanguage } from '../documentLanguage';
import type { DocumentContext } from '../languageContext';
import { TextFile } from '../textFile';
import { completeJson, hoverJson } from './jsonSettings';
import type { JsonPlace } from './jsonSettings';

type JobFile = TextFile<undefined>;
type JobFileKind = 'job' | 'configuration';

/** `job.json`, which defines a job, and `sneakernet.json`, which has the settings of its folder. */
export function jobFileLanguage(kind: JobFileKind): DocumentLanguage<JobFile> {
  return {
    part: 'settings',
    compares: { drives: true },
    hasNoActions: true,
    read: (text) =>
      // eslint-disable-next-line require-yield -- it is short, and looked at when somebody asks.
      TextFile.read(text, function* () {
        return undefined;
      }),
    ...(kind === 'job' && { state: withoutRecords }),
    // eslint-disable-next-line require-yield -- as above.
    *findings({ model, jobFiles, drives }) {
      if (!jobFiles?.decidesJob) return { found: [] };
      return {
        found:
          kind === 'job'
            ? checkJobFile(model.getText(), jobFiles.job, drives ?? noDrives)
            : checkConfiguration(model.getText()),
      };
    },
    completion: (context, position) => {
      const place = placeAt(kind, context, position);
      return place && completeJson(place);
    },
    hover: (context, position) => {
      const place = placeAt(kind, context, position);
      return place && hoverJson(place);
    },
  };
}

/** The place that a request is about; `undefined` in another program's `job.json`. */
function placeAt(
  kind: JobFileKind,
  { model, jobFiles, localize }: DocumentContext<JobFile>,
  position: Position,
): JsonPlace | undefined {
  const text = model.getText();
  // A new file may contain nothing yet, or just braces and the start of a name.
  if (kind === 'job' && !isJobFile(text) && !/^\s*(?:\{\s*(?:"[^"]*"?\s*)?\}?\s*)?$/.test(text)) return undefined;
  return {
    text,
    offset: model.offsetAt(position),
    schema: jsonSchemas[kind],
    tables: jobFiles?.job.candidates.map(({ path }) => path) ?? [],
    rangeOf: (start, end) => ({ start: model.positionAt(start), end: model.positionAt(end) }),
    localize,
  };
}
