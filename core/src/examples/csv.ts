import type { csvRules } from '../rules/catalogue/csv';
import { csvColumnExamples } from './csvColumns';
import type { ExamplesOf } from './example';
import { blobDataset } from './exampleFile';

const photos = String.raw`"F:\Photos\","photos/",BlockBlob,rename,None,None`;
const music = String.raw`"F:\Music\","music/",BlockBlob,rename,None,None`;
const sound = blobDataset(photos, music);

/** UTF-16, little-endian, with its byte order mark, which older Windows editors call "Unicode". */
const utf16 = (text: string): readonly number[] =>
  Array.from(`\uFEFF${text}`, (character) => [character.charCodeAt(0) & 0xff, character.charCodeAt(0) >> 8]).flat();

/** More faulty rows than findings are listed for a file. */
const thousandAndOne = Array.from(
  { length: 1001 },
  (_, index) => `"F:\\Photos\\${index}\\","photos/${index}/",BlockBlob,replace,None,None`,
);

/** Examples of csvRules. */
export const csvExamples = {
  ...csvColumnExamples,
  'csv/unclosed-quote': {
    failing: blobDataset(String.raw`"F:\Photos\,"photos/",BlockBlob,rename,None,None`, music),
    passing: sound,
  },
  'csv/stray-quote': {
    failing: blobDataset(String.raw`"F:\Photos\"2019\,"photos/",BlockBlob,rename,None,None`, music),
    passing: blobDataset(String.raw`"F:\Photos\2019\","photos/",BlockBlob,rename,None,None`, music),
  },
  'csv/smart-quote': {
    failing: blobDataset(String.raw`“F:\Photos\”,“photos/”,BlockBlob,rename,None,None`, music),
    passing: sound,
  },
  'csv/delimiter': {
    failing: { fileName: 'dataset.csv', text: sound.text.replaceAll(',', ';') },
    passing: sound,
  },
  'csv/field-count': {
    failing: blobDataset(String.raw`"F:\Photos\","photos/",BlockBlob,rename`, music),
    passing: sound,
  },
  'csv/joined-records': {
    failing: blobDataset(
      String.raw`F:\ledger.bak,backups/ledger.bak,BlockBlob,rename,None,None F:\Music\,music/,BlockBlob,rename,None,None`,
    ),
    passing: blobDataset(
      String.raw`F:\ledger.bak,backups/ledger.bak,BlockBlob,rename,None,None`,
      String.raw`F:\Music\,music/,BlockBlob,rename,None,None`,
    ),
  },
  'csv/space-around-delimiter': {
    failing: blobDataset(String.raw`"F:\Photos\","photos/", BlockBlob, rename, None, None`, music),
    passing: sound,
  },
  'csv/line-quoted': {
    failing: blobDataset(String.raw`"F:\Photos\,photos/,BlockBlob,rename,None,None"`, music),
    passing: blobDataset(String.raw`F:\Photos\,photos/,BlockBlob,rename,None,None`, music),
  },
  'csv/value-unquoted-comma': {
    failing: blobDataset(String.raw`F:\Maps, old\,maps/,BlockBlob,rename,None,None`, music),
    passing: blobDataset(String.raw`"F:\Maps, old\",maps/,BlockBlob,rename,None,None`, music),
  },
  'csv/byte-order-mark': {
    failing: blobDataset(photos, `\uFEFF${music}`),
    passing: blobDataset(photos, music),
  },
  'csv/control-character': {
    failing: blobDataset(photos.replace('None,None', 'None,\u0007'), music),
    passing: sound,
  },
  'csv/encoding': {
    failing: { ...sound, bytes: utf16(sound.text) },
    passing: sound,
  },
  'csv/no-records': {
    failing: blobDataset(),
    passing: sound,
  },
  'csv/more-findings': {
    failing: blobDataset(...thousandAndOne),
    passing: sound,
  },
} satisfies ExamplesOf<typeof csvRules>;
