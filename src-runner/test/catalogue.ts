import { CatalogueBuilder } from '../src/scan/catalogueBuilder';
import type { SourceCatalogue, SourceRow } from '../src/scan/sourceCatalogue';
import { TargetTree } from '../src/scan/targetTree';
import type { FileTimes } from '../src/volume/ntfs/volumeTree';

/** A time in 2020. */
export const testTime = 132_223_104_000_000_000n;
export const testTimes: FileTimes = { created: testTime, modified: testTime + 1n, accessed: testTime + 2n };

/** A directory for tests: file sizes by name, or further directories. */
export interface TestDirectory {
  readonly [name: string]: number | TestDirectory;
}

/** A catalogue with one record for each container. It needs no disk. */
export function testCatalogue(
  containers: Readonly<Record<string, TestDirectory>>,
  row: Partial<SourceRow> = {},
): SourceCatalogue {
  const builder = new CatalogueBuilder();
  const tree = new TargetTree(builder);
  for (const [container, directory] of Object.entries(containers)) {
    const number = builder.rows.length;
    const machinePath = `/data/${container}`;
    builder.rows.push({
      dataset: 'dataset.csv',
      line: number + 1,
      basePath: `${machinePath}/`,
      machinePath,
      kind: 'directory',
      destination: `${container}/`,
      itemType: 'BlockBlob',
      disposition: 'rename',
      ...row,
    });
    const node = tree.plant([container], number, () => undefined);
    fill(directory, number, builder.directories.append(number, undefined, node, ''), node);
  }
  return builder.finish();

  function fill(directory: TestDirectory, number: number, source: number, node: number): void {
    const below: [string, TestDirectory, number, number][] = [];
    for (const [name, entry] of Object.entries(directory).sort(([a], [b]) => (a < b ? -1 : 1))) {
      if (typeof entry === 'number') {
        builder.files.append(source, name, entry, testTimes);
        continue;
      }
      const target = builder.targets.append(node, name, testTimes);
      below.push([name, entry, builder.directories.append(number, source, target, name), target]);
    }
    for (const [, entry, index, target] of below) fill(entry, number, index, target);
  }
}
