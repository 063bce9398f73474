import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream, existsSync, mkdirSync, renameSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('.data/', import.meta.url));
const departments = ['Accounting', 'Engineering', 'Field Surveys', 'Marketing', 'Operations', 'Photography', 'Legal', 'Research'];
const containers = ['archive-2019', 'client-backups', 'field-data', 'photos'];
const FILES_OF_A_FOLDER = 40;

/** A checksum in the order of its fields in the file: about 140 bytes in JSON. */
function checksum(number) {
  const place = Math.floor(number / FILES_OF_A_FOLDER);
  const directory = `${departments[place % departments.length]}\\${2001 + (place % 24)}\\${place}`;
  const name = `item-${String(number).padStart(7, '0')}.dat`;
  const container = containers[place % containers.length];
  return {
    FilePath: `F:\\${directory}\\${name}`,
    SHA256: createHash('sha256').update(String(number)).digest('hex'),
    Size: (number * 7919) % 5_000_000,
    DriveId: `WD-SAMPLE-${place % 4}`,
    BlobPath: `${container}/${directory.replaceAll('\\', '/')}/${name}`,
  };
}

const header = {
  JobId: 'bench',
  CustomerName: 'Contoso Corporation',
  CreationDate: '2025-04-20T18:20:00.000Z',
  Version: '1.0',
  SessionId: 'session#1',
  Drives: [0, 1, 2, 3].map((number) => ({
    DriveId: `WD-SAMPLE-${number}`,
    BitLockerKey: '060456-014509-132033-080300-252615-584177-672089-411631',
    VolumeLabel: `DATA0${number}`,
    DriveLetter: 'GHIJ'[number],
    Capacity: 4_000_787_030_016,
    UsedBytes: 2_500_000_000_000,
  })),
  DataMapping: containers.map((container) => ({ SourcePath: 'F:\\', DestinationContainer: container, BlobType: 'BlockBlob', Disposition: 'rename' })),
};

const canonical = (value) =>
  Array.isArray(value)
    ? `[${value.map(canonical).join(',')}]`
    : typeof value === 'object'
      ? `{${Object.keys(value).sort().map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`).join(',')}}`
      : JSON.stringify(value);
const line = (record) => `{ ${Object.entries(record).map(([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)}`).join(', ')} }`;

/** A sealed JRM as the preparation writes it, piece by piece. */
export function* jrmText(count) {
  const seal = createHash('sha256').update('{"Checksums":[');
  let piece = `{\n${Object.entries(header).map(([key, value]) => `  ${JSON.stringify(key)}: ${JSON.stringify(value)},\n`).join('')}  "Checksums": [`;
  for (let number = 0; number < count; number++) {
    const record = checksum(number);
    seal.update(`${number === 0 ? '' : ','}${canonical(record)}`);
    piece += `${number === 0 ? '' : ','}\n    ${line(record)}`;
    if (piece.length < 1 << 20) continue;
    yield piece;
    piece = '';
  }
  seal.update(']');
  for (const key of Object.keys(header).sort()) seal.update(`,${JSON.stringify(key)}:${canonical(header[key])}`);
  yield `${piece}\n  ],\n  "Seal": "${seal.update('}').digest('hex')}"\n}\n`;
}

/** The path of a JRM with so many checksums; it is written once. */
export async function jrmFile(count) {
  mkdirSync(`${folder}${count}`, { recursive: true });
  const path = `${folder}${count}/bench.jrm`;
  if (existsSync(path)) return path;
  const stream = createWriteStream(`${path}.part`);
  for (const piece of jrmText(count)) if (!stream.write(piece)) await once(stream, 'drain');
  stream.end();
  await once(stream, 'close');
  renameSync(`${path}.part`, path);
  return path;
}
