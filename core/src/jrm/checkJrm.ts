import type { FileFindings } from '../rules/fileFinding';
import type { Steps } from '../work/steps';
import { DatasetSources, drivesetDrives } from './jobComparison';
import type { JobTableFile } from './jobComparison';
import type { Sha256 } from './jrm';
import { jrmFindings } from './jrmFindings';
import type { JrmReading } from './jrmReading';
import { JsonReading } from './jsonReading';
import { XmlReading } from './xmlReading';

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
export function* checkJrm(text: string, { tables, tablesAreComplete, sha256 }: JrmCheck): Steps<CheckedJrm> {
  const datasets = tables.filter(({ table }) => table.kind === 'dataset');
  const surroundings = {
    drives: drivesetDrives(tables.filter(({ table }) => table.kind === 'driveset')),
    datasets: tablesAreComplete && datasets.length > 0 ? yield* DatasetSources.read(datasets) : undefined,
  };
  const isXml = /^\ufeff?\s*</.test(text.slice(0, 1024));
  const read: JrmReading<unknown> = isXml ? yield* XmlReading.read(text, sha256) : yield* JsonReading.read(text, sha256);
  return { findings: yield* jrmFindings(read, surroundings), checksumCount: read.checksums.length };
}
