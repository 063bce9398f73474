import type { sourceRules } from '../rules/catalogue/source';
import type { Example, ExampleDisk, ExamplesOf } from './example';
import { blobDataset } from './exampleFile';

const photos = String.raw`"F:\Photos\","photos/",BlockBlob,rename,None,None`;
const photosWith = (disk: ExampleDisk): Example => ({
  ...blobDataset(photos),
  disk: { 'F:\\Photos': 'directory', 'F:\\Photos\\a.jpg': 1000, ...disk },
});
const sound = photosWith({});

/** Examples of sourceRules. */
export const sourceExamples = {
  'source/not-found': {
    failing: { ...blobDataset(photos), disk: { 'F:\\Pictures': 'directory' } },
    passing: sound,
  },
  'source/unreadable': {
    failing: photosWith({ 'F:\\Photos\\private.jpg': 'unreadable' }),
    passing: photosWith({ 'F:\\Photos\\private.jpg': 2000 }),
  },
  'source/symbolic-link': {
    failing: photosWith({ 'F:\\Photos\\latest.jpg': 'symbolic-link' }),
    passing: sound,
  },
  'source/special-file': {
    failing: photosWith({ 'F:\\Photos\\camera.fifo': 'special-file' }),
    passing: sound,
  },
  'source/name-encoding': {
    failing: photosWith({ 'F:\\Photos\\caf\ufffd.jpg': 'not-utf-8' }),
    passing: photosWith({ 'F:\\Photos\\café.jpg': 1000 }),
  },
  'source/ntfs-name': {
    failing: photosWith({ 'F:\\Photos\\12:30.jpg': 1000 }),
    passing: photosWith({ 'F:\\Photos\\12.30.jpg': 1000 }),
  },
  'source/case-collision': {
    failing: photosWith({ 'F:\\Photos\\A.JPG': 1000 }),
    passing: photosWith({ 'F:\\Photos\\b.jpg': 1000 }),
  },
  'source/empty-directory': {
    failing: photosWith({ 'F:\\Photos\\2019': 'directory' }),
    passing: photosWith({ 'F:\\Photos\\2019': 'directory', 'F:\\Photos\\2019\\b.jpg': 1000 }),
  },
  'source/no-files': {
    failing: { ...blobDataset(photos), disk: { 'F:\\Photos': 'directory' } },
    passing: sound,
  },
} satisfies ExamplesOf<typeof sourceRules>;
