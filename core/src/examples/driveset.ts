import type { drivesetRules } from '../rules/catalogue/driveset';
import type { ExamplesOf } from './example';
import { driveset } from './exampleFile';

const key = '060456-014509-132033-080300-252615-584177-672089-411631';
const otherKey = '135795-246807-357808-468809-579810-690811-011847-122848';
const formatted = 'H,Format,SilentMode,Encrypt,';
const encrypted = `G,AlreadyFormatted,SilentMode,AlreadyEncrypted,${key}`;
const sound = driveset(encrypted, formatted);
const fresh = (letters: string): readonly string[] =>
  Array.from(letters, (letter) => `${letter},Format,SilentMode,Encrypt,`);

/** Examples of drivesetRules. */
export const drivesetExamples = {
  'driveset/drive-letter': {
    failing: driveset(`G:${encrypted.slice(1)}`),
    passing: driveset(encrypted),
  },
  'driveset/drive-letter-duplicate': {
    failing: driveset(formatted, `h${formatted.slice(1)}`),
    passing: sound,
  },
  'driveset/drive-letter-system': {
    failing: driveset(...fresh('C')),
    passing: driveset(...fresh('G')),
  },
  'driveset/too-many-drives': {
    failing: driveset(...fresh('DEFGHIJKLMN')),
    passing: driveset(...fresh('DEFGHIJKLM')),
  },
  'driveset/format-option': {
    failing: driveset('H,format,SilentMode,Encrypt,'),
    passing: driveset(formatted),
  },
  'driveset/silent-option': {
    failing: driveset('H,Format,,Encrypt,'),
    passing: driveset('H,Format,PromptOnFormat,Encrypt,'),
  },
  'driveset/encryption': {
    failing: driveset('H,Format,SilentMode,Encrypted,'),
    passing: driveset(formatted),
  },
  'driveset/format-needs-encrypt': {
    failing: driveset('H,Format,SilentMode,AlreadyEncrypted,'),
    passing: driveset(formatted),
  },
  'driveset/key-required': {
    failing: driveset('G,AlreadyFormatted,SilentMode,AlreadyEncrypted,'),
    passing: driveset(encrypted),
  },
  'driveset/key-not-allowed': {
    failing: driveset(`H,Format,SilentMode,Encrypt,${key}`),
    passing: driveset(formatted),
  },
  'driveset/key-format': {
    failing: driveset(
      'G,AlreadyFormatted,SilentMode,AlreadyEncrypted,060456-014509-132033-080300-252615-584177-672089',
    ),
    passing: driveset(encrypted),
  },
  'driveset/key-checksum': {
    failing: driveset(encrypted.replace('132033', '132038')),
    passing: driveset(encrypted),
  },
  'driveset/key-duplicate': {
    failing: driveset(encrypted, `I${encrypted.slice(1)}`),
    passing: driveset(encrypted, `I,AlreadyFormatted,SilentMode,AlreadyEncrypted,${otherKey}`),
  },
  'driveset/key-in-repository': {
    failing: { ...sound, tracked: true },
    passing: { ...driveset(formatted), tracked: true },
  },
} satisfies ExamplesOf<typeof drivesetRules>;
