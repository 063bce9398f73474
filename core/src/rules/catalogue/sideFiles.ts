import type { RuleTable } from '../rule';
import { notWellFormed } from './xmlSyntax';

const syntaxMessages = {
  default: notWellFormed,
  root: 'The outermost element of this file must be {0}. Put {0} around everything.',
  nested: 'There is an element inside {0}. Replace it with plain text.',
  text: 'There is text outside any element. Put it in an element, or remove it.',
} as const;

/** Rules of the XML files that MetadataFile and PropertiesFile name. */
export const sideFileRules = {
  'metadata/syntax': {
    severity: 'error',
    summary: 'The metadata file is not well-formed XML of the expected form.',
    messages: syntaxMessages,
    explanation: 'The file is `<Metadata>` with one element for each name: `<Metadata><name>value</name></Metadata>`.',
    fixable: false,
  },
  'metadata/name': {
    severity: 'error',
    summary: 'A metadata name is not a C# identifier.',
    messages: {
      default:
        'Metadata names must be C# identifiers: a letter or "_", then letters, digits and "_". The name cannot contain {0}.',
    },
    explanation:
      'The service refuses other names, and then sets no metadata for the blob at all. XML itself would also allow `.`, `-` and `:`.',
    fixable: false,
  },
  'metadata/duplicate': {
    severity: 'error',
    summary: 'Two metadata names are the same except for their case.',
    messages: {
      default: 'Line {0} already sets this name; names are not case-sensitive. Remove one of the two.',
    },
    explanation: 'Metadata names are case-insensitive, so both would set the same value.',
    fixable: false,
  },
  'metadata/size': {
    severity: 'error',
    summary: 'The metadata is larger than 8 KB.',
    messages: {
      default:
        'Names and values together exceed {0} bytes from here on. Shorten them: a blob cannot hold more metadata.',
    },
    explanation: 'All names and values of a blob together take at most 8 KB.',
    fixable: false,
  },
  'properties/syntax': {
    severity: 'error',
    summary: 'The properties file is not well-formed XML of the expected form.',
    messages: syntaxMessages,
    explanation:
      'The file is `<Properties>` with one element for each property: `<Properties><Content-Type>image/jpeg</Content-Type></Properties>`.',
    fixable: false,
  },
  'properties/unknown': {
    severity: 'warning',
    summary: 'The service does not know this property.',
    messages: {
      default: 'This property does not exist. Use one of: {0}.',
      near: 'This property does not exist. Use {0}.',
    },
    explanation:
      'The properties are `Content-Type`, `Content-MD5`, `Content-Encoding`, `Content-Language` and `Cache-Control`. Put data of your own into a metadata file.',
    fixable: true,
  },
  'properties/export-only': {
    severity: 'warning',
    summary: 'Only export jobs write this property.',
    messages: { default: '{0} is written by export jobs and has no effect here. Remove it.' },
    explanation: '`Last-Modified`, `Etag` and `Content-Length` are set by the service itself.',
    fixable: true,
  },
  'properties/content-md5': {
    severity: 'error',
    summary: 'Content-MD5 is not the base64 of 16 bytes.',
    messages: {
      default: 'Content-MD5 must be the base64 form of 16 bytes: 22 letters, digits, "+" or "/", followed by "==".',
      hexadecimal: 'Content-MD5 must be in base64, not in hexadecimal digits. Use {0}.',
    },
    explanation:
      'Hash tools print an MD5 as 32 hexadecimal digits; the service expects the same 16 bytes in base64. A record with this property should name a single file.',
    fixable: true,
  },
} as const satisfies RuleTable;
