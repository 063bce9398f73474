import { jrmFindings, jrmFindingsIn } from '#core/jrm/document/jrmFindings';
import type { FileLanguage } from '../fileLanguage';
import { JrmFile } from './jrmFile';
import { jrmSurroundings } from './jrmSurroundings';

/** The job response manifest in JSON. */
export const jrmLanguage: FileLanguage<JrmFile> = {
  read: (text, reading) => JrmFile.read(text, reading),
  *findings(context) {
    return jrmFindings(context.model.document, yield* jrmSurroundings(context, context.model));
  },
  *findingsIn(context, range) {
    return jrmFindingsIn(context.model.document, yield* jrmSurroundings(context, context.model), range);
  },
  recordCount: ({ document }) => document.checksumCount,
};
