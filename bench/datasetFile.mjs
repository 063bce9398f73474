import { createWriteStream, existsSync, mkdirSync, statSync } from 'node:fs';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('.data/', import.meta.url));
const departments = [
  'Accounting',
  'Engineering',
  'Field Surveys',
  'Marketing',
  'Operations',
  'Photography',
  'Legal',
  'Research',
];
const topics = [
  'Bridges',
  'Harbour',
  'Invoices',
  'Portraits',
  'Quarry',
  'Reports',
  'Soundings',
  'Tides',
  'Vessels',
  'Workshops',
];
const containers = ['archive-2019', 'client-backups', 'field-data', 'photos', 'projects'];

/** A small generator of numbers that are the same on every machine (mulberry32). */
function numbers(seed) {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * below) | 0;
  };
}

/** How many adjacent rows one directory has, because lists of sources come from walks through directories. */
const ROWS_OF_A_DIRECTORY = 13;

/** Rows of about 106 bytes, none of them faulty: nested directories, several drives and containers, some quoted. */
export function* datasetLines(count) {
  const next = numbers(20190401);
  yield 'BasePath,DstBlobPathOrPrefix,BlobType,Disposition,MetadataFile,PropertiesFile\n';
  let department, topic, year, drive, container;
  for (let i = 0; i < count; i++) {
    if (i % ROWS_OF_A_DIRECTORY === 0) {
      department = departments[next(departments.length)];
      topic = topics[next(topics.length)];
      year = 2001 + next(24);
      drive = 'FGJK'[next(4)];
      container = containers[next(containers.length)];
    }
    const path = `${drive}:\\${department}\\${year}\\${topic}\\item-${String(i).padStart(7, '0')}`;
    const prefix = `${container}/${year}/${topic}/item-${String(i).padStart(7, '0')}`;
    const isFile = next(3) === 0;
    const source = isFile ? `${path}.dat` : `${path}\\`;
    const destination = isFile ? `${prefix}.dat` : `${prefix}/`;
    const quoted = source.includes(' ') || next(4) === 0;
    yield quoted
      ? `"${source}","${destination}",BlockBlob,rename,None,None\n`
      : `${source},${destination},BlockBlob,rename,None,None\n`;
  }
}

/** The path of a dataset with this many rows. It is written only once. */
export async function datasetFile(count) {
  mkdirSync(`${folder}${count}`, { recursive: true });
  const path = `${folder}${count}/dataset.csv`;
  if (existsSync(path) && statSync(path).size > 0) return path;
  const stream = createWriteStream(path);
  let piece = '';
  for (const line of datasetLines(count)) {
    piece += line;
    if (piece.length < 1 << 20) continue;
    if (!stream.write(piece)) await once(stream, 'drain');
    piece = '';
  }
  stream.end(piece);
  await once(stream, 'close');
  return path;
}
