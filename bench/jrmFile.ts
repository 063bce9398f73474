/** Writes a sealed JRM with the given number of checksums to standard output. */
import { createHash } from 'node:crypto';
import { writeSync } from 'node:fs';
import { jrmJson } from '#core/jrm/jrmText';

const count = Number(process.argv[2]);
const sha256 = () => {
  const hash = createHash('sha256');
  return { update: (text: string) => void hash.update(text), digest: () => hash.digest('hex') };
};
const key = '060456-014509-132033-080300-252615-584177-672089-411631';

function* checksums() {
  for (let i = 0; i < count; i++) {
    const name = `f${Math.floor(i / 200)}\\${i}.jpg`;
    yield {
      FilePath: `F:\\${name}`,
      SHA256: createHash('sha256').update(name).digest('hex'),
      Size: i * 1009,
      DriveId: 'A1',
    };
  }
}

for (const piece of jrmJson(
  {
    JobId: 'ImportJob1234',
    CustomerName: 'Contoso Corporation',
    CreationDate: '2025-04-20T18:20:00Z',
    Drives: [{ DriveId: 'A1', BitLockerKey: key, VolumeLabel: 'DATA01' }],
    DataMapping: [{ SourcePath: 'F:\\', DestinationContainer: 'photos', BlobType: 'BlockBlob' }],
  },
  checksums(),
  sha256,
)) {
  writeSync(1, piece);
}
