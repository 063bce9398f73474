import type { BigIntStats } from 'node:fs';
import { itemTypeOfFile } from '#core/dataset/itemType';
import { sizeProblems } from '#core/dataset/sourceSize';
import { toMachinePath } from '#core/job/pathMap';
import type { PathRules } from '#core/job/pathMap';
import { LONGEST_SIDE_FILE } from '#core/limits/limits';
import { excerpt } from '#core/rules/excerpt';
import { firstProblem } from '#core/sideFiles/index';
import type { SideFileKind } from '#core/sideFiles/sideFile';
import { sentence, translate } from '../language/sentence';
import { readSmallFile } from '../model/regularFile';
import { systemCodeOf } from '../model/systemError';
import type { FileTimes } from '../volume/ntfs/volumeTree';
import { kindOf, reasonOfCode } from './accessError';
import type { CatalogueBuilder } from './catalogueBuilder';
import { statPath, timesOf } from './fileStats';
import type { MayRead } from './fileStats';
import type { Judgement, ScanFindings } from './scanFindings';
import type { SideFile } from './sourceCatalogue';
import { withoutSeparator } from './sourcePath';
import { judgeDestination, judgeName } from './sourceJudge';
import { routeOf } from './sourceRecord';
import type { Route, SourceRecord } from './sourceRecord';
import type { TargetEntry, TargetTree } from './targetTree';

/** A record whose source is a directory that has yet to be read. */
export interface OpenedRow {
  readonly row: number;
  readonly record: SourceRecord;
  readonly route: Route;
  readonly machinePath: string;
  readonly times: FileTimes;
  /** The target directory for its files. */
  readonly node: number;
}

/** A side file; `isListed` once a row of the catalogue refers to it. */
type FoundSideFile = Omit<SideFile, 'row'> & { isListed: boolean };

interface ResolverParts {
  readonly builder: CatalogueBuilder;
  readonly findings: ScanFindings;
  readonly targets: TargetTree;
  readonly mayRead: MayRead;
  readonly followSymlinks: boolean;
}

const columnOf = { metadata: 'MetadataFile', properties: 'PropertiesFile' } as const;

/** Finds the source of each record. Files are added to the catalogue at once, directories are left for the walk. */
export class RowResolver {
  /** Sound side files by kind and path, per path map: usually the same few in all rows. */
  private readonly sideFiles = new Map<PathRules, Map<string, FoundSideFile | undefined>>();

  constructor(private readonly parts: ResolverParts) {}

  resolve(record: SourceRecord): OpenedRow | undefined {
    const { builder, findings } = this.parts;
    const metadataFile = this.sideFile(record, 'metadata');
    const propertiesFile = this.sideFile(record, 'properties');
    const machinePath = toMachinePath(record.basePath, record.paths);
    if (machinePath === undefined) {
      findings.add(
        { code: 'source/not-found', variant: 'unmapped', args: [beginningOf(record.basePath)] },
        record,
        record.basePath,
      );
      return undefined;
    }
    // The record names this path itself, so a link is followed.
    const stats = statPath(machinePath, true);
    if (typeof stats === 'string') {
      findings.add(
        stats === 'ENOENT' ? { code: 'source/not-found' } : { code: 'source/unreadable', args: [reasonOfCode(stats)] },
        record,
        machinePath,
      );
      return undefined;
    }
    if (!stats.isFile() && !stats.isDirectory()) {
      findings.add(
        { code: 'source/unreadable', args: [sentence`it is ${kindOf(stats)}. Specify a file or a directory.`] },
        record,
        machinePath,
      );
      return undefined;
    }
    const isFile = stats.isFile();
    const route = routeOf(record, isFile);
    const row = builder.rows.length;
    builder.rows.push({
      dataset: record.dataset,
      line: record.line,
      basePath: record.basePath,
      machinePath: withoutSeparator(machinePath),
      kind: isFile ? 'file' : 'directory',
      destination: route.destination,
      itemType: record.itemType,
      disposition: record.disposition,
      ...(metadataFile ? { metadataFile: metadataFile.path } : {}),
      ...(propertiesFile ? { propertiesFile: propertiesFile.path } : {}),
      // A file named by the record itself may be a link.
      ...(!isFile && !this.parts.followSymlinks && { refusesLinks: true as const }),
    });
    for (const sideFile of [metadataFile, propertiesFile]) this.list(sideFile, row);
    const node = this.plant(route, row, record, machinePath);
    if (isFile) {
      this.takeFile(record, route, row, node, machinePath, stats);
      return undefined;
    }
    this.parts.targets.plantDirectory(node);
    return { row, record, route, machinePath: withoutSeparator(machinePath), times: timesOf(stats), node };
  }

  private plant({ directories }: Route, row: number, record: SourceRecord, path: string): number {
    const { findings, targets } = this.parts;
    for (const judgement of judgeDestination(directories)) findings.add(judgement, record, path);
    return targets.plant(directories, row, (_, entry) => {
      findings.add(this.collision(entry, row), record, path);
    });
  }

  private takeFile(
    record: SourceRecord,
    route: Route,
    row: number,
    node: number,
    path: string,
    stats: BigIntStats,
  ): void {
    const { builder, findings, targets, mayRead } = this.parts;
    if (!mayRead(path, stats))
      findings.add({ code: 'source/unreadable', args: [reasonOfCode('EACCES')] }, record, path);
    // The dataset's own rules have judged the path already; only the drive's rules are left.
    const [onDrive] = judgeName({ namespace: record.namespace, prefix: '', depth: 0 }, route.last, false);
    if (onDrive?.code === 'source/ntfs-name') findings.add(onDrive, record, path);
    const size = Number(stats.size);
    for (const problem of sizeProblems(size, itemTypeOfFile(record.itemType, route.last)))
      findings.add(problem, record, path);
    const entry = targets.plantFile(node, route.last, row);
    if (entry)
      findings.add(
        entry.name === route.last && !entry.isDirectory
          ? this.conflict(entry, record, route.destination)
          : this.collision(entry, row),
        record,
        path,
      );
    const directory = builder.directories.append(row, undefined, node, '');
    builder.files.append(directory, route.last, size, timesOf(stats));
  }

  /** The finding for a name that differs from another one only in case. */
  collision({ name, row: other }: TargetEntry, row: number): Judgement {
    const from = other === row ? '' : sentence` in line ${this.lineOf(other, row)}`;
    return { code: 'source/case-collision', args: [`"${name}"${from}`] };
  }

  /** The finding for a blob that another row writes too. */
  conflict({ row: other }: TargetEntry, { dataset }: SourceRecord, blobPath: string): Judgement {
    const { line, dataset: its } = this.parts.builder.rows[other]!;
    return {
      code: 'dataset/destination-conflict',
      args: [its === dataset ? String(line + 1) : sentence`${line + 1} of ${its}`, blobPath],
    };
  }

  private lineOf(other: number, row: number): string {
    const { rows } = this.parts.builder;
    const { line, dataset } = rows[other]!;
    return rows[row]?.dataset === dataset ? String(line + 1) : sentence`${line + 1} of ${dataset}`;
  }

  private list(sideFile: FoundSideFile | undefined, row: number): void {
    if (!sideFile || sideFile.isListed) return;
    const { kind, path, size, times } = sideFile;
    this.parts.builder.sideFiles.push({ kind, path, row, size, times });
    sideFile.isListed = true;
  }

  private sideFile(record: SourceRecord, kind: SideFileKind): FoundSideFile | undefined {
    const path = record[`${kind}File`];
    if (path === undefined) return undefined;
    let known = this.sideFiles.get(record.paths);
    if (!known) this.sideFiles.set(record.paths, (known = new Map<string, FoundSideFile | undefined>()));
    const key = `${kind}:${path}`;
    if (!known.has(key)) known.set(key, this.readSideFile(path, record, kind));
    return known.get(key);
  }

  private readSideFile(path: string, record: SourceRecord, kind: SideFileKind): FoundSideFile | undefined {
    const { findings } = this.parts;
    const column = columnOf[kind];
    const machinePath = toMachinePath(path, record.paths);
    const refuse = (judgement: Judgement): undefined => {
      findings.add(judgement, record, machinePath ?? path);
    };
    if (machinePath === undefined) {
      refuse({ code: 'source/not-found', variant: 'side-file-unmapped', args: [column, beginningOf(path)] });
      return;
    }
    const stats = statPath(machinePath, true);
    if (typeof stats === 'string') {
      if (stats === 'ENOENT') {
        refuse({ code: 'source/not-found', variant: 'side-file', args: [column] });
        return;
      }
      refuse({ code: 'source/unreadable', variant: 'side-file', args: [column, reasonOfCode(stats)] });
      return;
    }
    if (!stats.isFile()) {
      refuse({ code: 'source/unreadable', variant: 'side-file', args: [column, reasonOfCode('EISDIR')] });
      return;
    }
    if (stats.size > LONGEST_SIDE_FILE) {
      refuse({ code: 'source/unreadable', variant: 'side-file-too-large', args: [column, String(stats.size)] });
      return;
    }
    let text: string;
    try {
      text = readSmallFile(machinePath, LONGEST_SIDE_FILE)
        .toString('utf8')
        .replace(/^\ufeff/, '');
    } catch (error) {
      refuse({ code: 'source/unreadable', variant: 'side-file', args: [column, reasonOfCode(systemCodeOf(error))] });
      return;
    }
    const problem = firstProblem(text, kind, translate);
    if (problem) {
      refuse({
        code: 'dataset/side-file-invalid',
        args: [problem.message, String(problem.line + 1), String(problem.character + 1)],
      });
      return;
    }
    return { kind, path: machinePath, size: Number(stats.size), times: timesOf(stats), isListed: false };
  }
}

/** The beginning of a path that a mapping could replace: `F:\`, or `\\server\share`. */
function beginningOf(path: string): string {
  return /^(?:[A-Za-z]:[\\/]?|\\\\[^\\]+\\[^\\]+\\?|\/)/.exec(path)?.[0] ?? excerpt(path);
}
