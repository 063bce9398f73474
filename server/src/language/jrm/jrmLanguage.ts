import { jrmFindings, jrmFindingsIn } from '#core/jrm/document/jrmFindings';
import type { DocumentLanguage } from '../documentLanguage';
import { jrmCompletion } from './jrmCompletion';
import { JrmFile } from './jrmFile';
import { jrmHover } from './jrmHover';
import { jrmDefinition, jrmLinks } from './jrmLinks';
import { jrmFolding, jrmSymbols } from './jrmStructure';
import { jrmSurroundings } from './jrmSurroundings';
import { mappingsIn } from './mappingsOfSource';

/** The job response manifest in JSON. */
export const jrmLanguage: DocumentLanguage<JrmFile> = {
  compares: { datasets: true },
  read: (text, reading) => JrmFile.read(text, reading),
  *findings(context) {
    return jrmFindings(context.model.document, yield* jrmSurroundings(context, context.model));
  },
  *findingsIn(context, range) {
    return jrmFindingsIn(context.model.document, yield* jrmSurroundings(context, context.model), range);
  },
  mappings: ({ document }, uri) => mappingsIn(uri, document),
  completion: jrmCompletion,
  hover: jrmHover,
  symbols: jrmSymbols,
  folding: jrmFolding,
  links: jrmLinks,
  definition: jrmDefinition,
  state: ({ document }) => ({ records: document.checksumCount }),
};
