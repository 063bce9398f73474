import type { CompletionItem, FoldingRange, Hover, Position } from 'vscode-languageserver-types';
import { jrmFindings } from '#core/jrm/jrmFindings';
import type { JrmReading } from '#core/jrm/jrmReading';
import type { Steps } from '#core/work/steps';
import type { DocumentLanguage } from '../documentLanguage';
import type { DocumentContext } from '../languageContext';
import type { DocumentReading } from '../documentModel';
import type { TextFile } from '../textFile';
import { xmlFolding } from '../xml/xmlFolding';
import { jrmCompletion } from './jrmCompletion';
import { readJrmFile, readJrmXmlFile } from './jrmFile';
import type { JrmFile, JrmXmlFile } from './jrmFile';
import { jrmHover } from './jrmHover';
import { jrmDefinition, jrmLinks } from './jrmLinks';
import { placeAt } from './jrmPlace';
import type { JrmPlace } from './jrmPlace';
import { jrmFolding, jrmSymbols } from './jrmStructure';
import { jrmSurroundings } from './jrmSurroundings';
import { jrmXmlCompletion } from './jrmXmlCompletion';
import { xmlPlaceOf } from './jrmXmlPlace';
import { mappingsIn } from './mappingsOfSource';

/** What differs between the two forms of the job response manifest. */
interface JrmForm<M> {
  readonly read: (text: string, reading: Pick<DocumentReading, 'sha256'>) => Steps<M>;
  readonly placeAt: (model: M, position: Position) => JrmPlace | undefined;
  readonly completion: (context: DocumentContext<M & TextFile<unknown>>, position: Position) => CompletionItem[];
  readonly folding: (context: DocumentContext<M & TextFile<unknown>>) => FoldingRange[] | Promise<FoldingRange[]>;
}

function languageOf<P, M extends TextFile<JrmReading<P>>>({
  read,
  placeAt: at,
  completion,
  folding,
}: JrmForm<M>): DocumentLanguage<M> {
  return {
    compares: { datasets: true },
    read,
    *findings(context) {
      return yield* jrmFindings(context.model.parsed, yield* jrmSurroundings(context, context.model));
    },
    state: ({ parsed }) => ({ records: parsed.checksums.length }),
    mappings: ({ parsed }, uri) => mappingsIn(uri, parsed),
    completion,
    hover: (context, position): Hover | null => jrmHover(context, at(context.model, position)),
    symbols: jrmSymbols,
    folding,
    links: jrmLinks,
    definition: (context, position) => jrmDefinition(context, at(context.model, position)),
  };
}

export const jrmLanguage = languageOf<unknown, JrmFile>({
  read: readJrmFile,
  placeAt,
  completion: jrmCompletion,
  folding: jrmFolding,
});
export const jrmXmlLanguage = languageOf<unknown, JrmXmlFile>({
  read: readJrmXmlFile,
  placeAt: xmlPlaceOf,
  completion: jrmXmlCompletion,
  folding: xmlFolding,
});
