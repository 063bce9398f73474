import type { FileFindings } from '../../rules/fileFinding';
import { FindingCollector } from '../../rules/findingCollector';
import type { Steps } from '../../work/steps';
import type { Sha256 } from '../jrm';
import { DatasetSources } from './datasetSources';
import type { JobTableFile } from './datasetSources';
import { drivesetDrives } from './drivesetDrives';
import { JrmDocument } from './jrmDocument';
import { jrmFindings } from './jrmFindings';
import type { JrmSurroundings } from './jrmFindings';
import { jrmXmlFindings } from './jrmXmlFindings';
import { JrmXmlReading } from './jrmXmlReading';
import { SealCheck } from './sealCheck';

/** What a JRM is checked against. */
export interface JrmCheck {
  /** Datasets and drivesets of its folder. */
  readonly tables: readonly JobTableFile[];
  /** False where the folder has tables that are not among them. */
  readonly tablesAreComplete: boolean;
  readonly sha256: Sha256;
}

/** What is found in a JRM, and how many checksums it has. */
export interface CheckedJrm {
  readonly findings: FileFindings;
  readonly checksumCount: number;
}

/** Everything that is found in the text of a JRM in JSON or in XML, its seal included. */
export function* checkJrm(text: string, check: JrmCheck): Steps<CheckedJrm> {
  const datasets = check.tables.filter(({ table }) => table.kind === 'dataset');
  const surroundings = {
    drives: drivesetDrives(check.tables.filter(({ table }) => table.kind === 'driveset')),
    datasets: check.tablesAreComplete && datasets.length > 0 ? yield* DatasetSources.read(datasets) : undefined,
  };
  return yield* /^\ufeff?\s*</.test(text.slice(0, 1024)) ? checkXml(text, surroundings, check) : checkJson(text, surroundings, check);
}

function* checkJson(text: string, surroundings: Omit<JrmSurroundings, 'seal'>, { sha256 }: JrmCheck): Steps<CheckedJrm> {
  const document = yield* JrmDocument.read(text);
  const seal = new SealCheck(document, sha256);
  const work = seal.background();
  if (work) yield* work;
  return { findings: jrmFindings(document, { ...surroundings, seal: seal.verdict }), checksumCount: document.checksumCount };
}

function* checkXml(text: string, surroundings: Omit<JrmSurroundings, 'seal'>, { sha256 }: JrmCheck): Steps<CheckedJrm> {
  const collector = new FindingCollector();
  const reading = new JrmXmlReading(collector.add, sha256);
  const read = yield* readInPieces(text, reading);
  return { findings: yield* jrmXmlFindings(read, collector.findings, surroundings), checksumCount: read.checksums.length };
}

/** UTF-16 units that are read in one step. */
const PIECE = 8 * 1024;

/** Reads a text in steps. */
export function* readInPieces<Read>(text: string, reader: { push(piece: string): void; end(): Read }): Steps<Read> {
  for (let at = 0; at < text.length; at += PIECE) {
    reader.push(text.slice(at, at + PIECE));
    yield;
  }
  return reader.end();
}
