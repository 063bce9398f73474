import type { FileFindings } from '../../rules/fileFinding';
import type { Steps } from '../../work/steps';
import type { Sha256 } from '../jrm';
import { DatasetSources } from './datasetSources';
import type { JobTableFile } from './datasetSources';
import { drivesetDrives } from './drivesetDrives';
import { JrmDocument } from './jrmDocument';
import { jrmFindings } from './jrmFindings';
import { SealCheck } from './sealCheck';

/** What a JRM is checked against. */
export interface JrmCheck {
  /** Datasets and drivesets of its folder. */
  readonly tables: readonly JobTableFile[];
  /** False where the folder has tables that are not among them. */
  readonly tablesAreComplete: boolean;
  readonly sha256: Sha256;
}

/** Everything that is found in the text of a JRM in JSON, its seal included. */
export function* checkJrm(text: string, { tables, tablesAreComplete, sha256 }: JrmCheck): Steps<{ readonly findings: FileFindings; readonly checksumCount: number }> {
  const document = yield* JrmDocument.read(text);
  const seal = new SealCheck(document, sha256);
  const work = seal.background();
  if (work) yield* work;
  const datasets = tables.filter(({ table }) => table.kind === 'dataset');
  const findings = jrmFindings(document, {
    drives: drivesetDrives(tables.filter(({ table }) => table.kind === 'driveset')),
    datasets: tablesAreComplete && datasets.length > 0 ? yield* DatasetSources.read(datasets) : undefined,
    seal: seal.verdict,
  });
  return { findings, checksumCount: document.checksumCount };
}
