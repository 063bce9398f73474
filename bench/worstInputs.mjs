/** The most expensive inputs for their length, at two lengths: no pass over a document may exceed n log n time. */
import { LanguageServer } from './languageServer.mjs';
import { median, time, times } from './statistics.mjs';

const drive =
  '{"DriveId":"WD-1","BitLockerKey":"060456-014509-132033-080300-252615-584177-672089-411631","VolumeLabel":"A"}';
const jrm = (members) =>
  `{"JobId":"x","CustomerName":"y","CreationDate":"2025-01-01T00:00:00Z","Drives":[${drive}],"DataMapping":[],"Checksums":[]${members}}`;
const header = 'BasePath,DstBlobPathOrPrefix,BlobType,Disposition,MetadataFile,PropertiesFile\n';
const many = (count, text) => Array.from({ length: count }, (_, index) => text(index)).join('');

/** @type {readonly (readonly [name: string, languageId: string, count: number, text: (count: number) => string])[]} */
const inputs = [
  [
    'a JRM with unknown members',
    'importexport-jrm',
    20_000,
    (count) => jrm(many(count, (index) => `,"Member${index}":1`)),
  ],
  [
    'a JRM with one member again and again',
    'importexport-jrm',
    20_000,
    (count) => jrm(many(count, () => ',"JobId":"x"')),
  ],
  [
    'a JRM with members that are nearly known',
    'importexport-jrm',
    10_000,
    (count) => jrm(many(count, (index) => `,"Job${index}Id":"x"`)),
  ],
  [
    'a JRM in XML with unknown elements',
    'importexport-jrm-xml',
    20_000,
    (count) => `<JobResponseManifest><JobId>x</JobId>${many(count, (index) => `<A${index}/>`)}</JobResponseManifest>`,
  ],
  [
    'a header of unknown columns',
    'importexport-dataset',
    200_000,
    (count) => `BasePath,DstBlobPathOrPrefix${many(count, (index) => `,c${index}`)}\nF:\\a\\,data/\n`,
  ],
  [
    'a record of one line',
    'importexport-dataset',
    200_000,
    (count) => `${header}F:\\a\\,data/,BlockBlob${many(count, () => ',x')}\n`,
  ],
  [
    'quotes that never close',
    'importexport-dataset',
    100_000,
    (count) => header + many(count, (index) => `"F:\\a${index}\\,data/\n`),
  ],
  [
    'sources that all overlap',
    'importexport-dataset',
    50_000,
    (count) => header + many(count, (index) => `F:\\${'a\\'.repeat(index % 100)},data/,BlockBlob,rename,None,None\n`),
  ],
  [
    'one destination for all',
    'importexport-dataset',
    50_000,
    (count) => header + many(count, (index) => `F:\\a${index},data/one,BlockBlob,rename,None,None\n`),
  ],
  [
    'drives of one letter',
    'importexport-driveset',
    50_000,
    (count) =>
      `DriveLetter,FormatOption,SilentOrPromptOnFormat,Encryption,ExistingBitLockerKey\n${many(count, () => 'G,Format,SilentMode,Encrypt,\n')}`,
  ],
  ['a job file of brackets', 'json', 500_000, (count) => `{"dataset":${'['.repeat(count)}`],
  [
    'a manifest of blobs of one name',
    'importexport-manifest',
    20_000,
    (count) =>
      `<?xml version="1.0"?><DriveManifest Version="2014-11-01"><Drive><DriveId>A</DriveId><BlobList>${many(count, () => '<Blob><BlobPath>a/b</BlobPath><FilePath>\\a</FilePath><Length>5</Length></Blob>')}</BlobList></Drive></DriveManifest>`,
  ],
  [
    'a log of one line',
    'importexport-copylog',
    20_000,
    (count) =>
      many(
        count,
        (index) =>
          `<ErroredEntity Path="data/${index}"><Category>UploadErrorCloudHttp</Category><ErrorCode>404</ErrorCode><Type>File</Type></ErroredEntity>`,
      ),
  ],
  [
    'a journal of records without an end',
    'importexport-journal',
    20_000,
    (count) =>
      many(count, () => '[BeginUpdateRecord][2016/11/02 18:24:14.735][Type:ActivityRecord]\nActivityId: DriveInfo\n'),
  ],
];
const ROUNDS = 3;
/** Twice the length, times the logarithm, plus some tolerance for the machine. */
const LINEARITHMIC = 2.6;

/** Milliseconds from opening a text in a fresh server to its findings. */
async function findings(languageId, text) {
  const server = await LanguageServer.start();
  const uri = languageId === 'json' ? 'file:///nowhere/job.json' : 'untitled:it';
  // The time that starting takes does not count.
  await server.open('untitled:other', 'BasePath,DstBlobPathOrPrefix\nF:\\a\\,data/\n');
  await server.diagnostics('untitled:other');
  const milliseconds = await time(async () => {
    await server.open(uri, text, languageId);
    await server.diagnostics(uri);
  });
  await server.stop();
  return milliseconds;
}

async function typical(languageId, text) {
  const all = [];
  for (let round = 0; round < ROUNDS; round++) all.push(await findings(languageId, text));
  return median(all);
}

export async function worstInputs(report) {
  const ms = (number) => `${number.toFixed(0)} ms`;
  for (const [name, languageId, count, text] of inputs) {
    const [once, twice] = [await typical(languageId, text(count)), await typical(languageId, text(2 * count))];
    report(
      `worst inputs: ${name}, ${(2 * count).toLocaleString('en-US')}`,
      ms(twice),
      `half of it: ${ms(once)}`,
      times(twice / once),
      `≤ ${LINEARITHMIC} × of half`,
      twice <= LINEARITHMIC * once || twice < 50,
    );
  }
  const checksum = (index) =>
    `{"FilePath":"F:\\\\a\\\\${index}","SHA256":"${'a'.repeat(64)}","Size":1,"DriveId":"WD-1","BlobPath":"data/${index}"}`;
  const list = Array.from({ length: 72_000 }, (_, index) => checksum(index));
  const whole = (between) => jrm('').replace('"Checksums":[]', `"Checksums":[${list.join(between)}]`);
  const [minified, broken] = [
    await typical('importexport-jrm', whole(',')),
    await typical('importexport-jrm', whole(',\n')),
  ];
  report(
    `a minified JRM of ${(whole(',').length / 1e6).toFixed(0)} MB`,
    ms(minified),
    `with line breaks: ${ms(broken)}`,
    times(minified / broken),
    '≤ 1.3 ×',
    minified <= 1.3 * broken,
  );
}
