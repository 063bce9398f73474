import type { sideFileRules } from '../rules/catalogue/sideFiles';
import type { Example, ExamplesOf } from './example';
import { fileText } from './exampleFile';

const metadata = (...lines: readonly string[]): Example => ({
  fileName: 'metadata.xml',
  text: fileText(
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<Metadata>',
    ...lines.map((line) => `  ${line}`),
    '</Metadata>',
  ),
});
const properties = (...lines: readonly string[]): Example => ({
  fileName: 'properties.xml',
  text: fileText(
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<Properties>',
    ...lines.map((line) => `  ${line}`),
    '</Properties>',
  ),
});
const owner = metadata('<owner>archive team</owner>');
const jpeg = properties('<Content-Type>image/jpeg</Content-Type>');

/** Examples of sideFileRules. */
export const sideFileExamples = {
  'metadata/syntax': {
    failing: metadata('<owner>archive team</ower>'),
    passing: owner,
  },
  'metadata/name': {
    failing: metadata('<project-owner>archive team</project-owner>'),
    passing: metadata('<projectOwner>archive team</projectOwner>'),
  },
  'metadata/duplicate': {
    failing: metadata('<owner>archive team</owner>', '<Owner>film team</Owner>'),
    passing: owner,
  },
  'metadata/size': {
    failing: metadata(`<remark>${'0123456789abcdef'.repeat(513)}</remark>`),
    passing: metadata('<remark>0123456789abcdef</remark>'),
  },
  'properties/syntax': {
    failing: properties('<Content-Type>image/jpeg</Content-Typ>'),
    passing: jpeg,
  },
  'properties/unknown': {
    failing: properties('<ContentType>image/jpeg</ContentType>'),
    passing: jpeg,
  },
  'properties/export-only': {
    failing: properties('<Content-Type>image/jpeg</Content-Type>', '<Etag>0x8CAFB82EFF70C46</Etag>'),
    passing: jpeg,
  },
  'properties/content-md5': {
    failing: properties('<Content-MD5>d41d8cd98f00b204e9800998ecf8427e</Content-MD5>'),
    passing: properties('<Content-MD5>1B2M2Y8AsgTpgAmY7PhCfg==</Content-MD5>'),
  },
} satisfies ExamplesOf<typeof sideFileRules>;
