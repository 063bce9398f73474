import { describe, expect, it } from 'vitest';
import { placeFindings } from '../rules/placeFindings';
import { defaultRuleSettings } from '../rules/ruleSettings';
import { finish } from '../work/steps';
import { jrmFindings } from './jrmFindings';
import { JsonReading } from './jsonReading';
import { XmlReading } from './xmlReading';

const sum = 'a'.repeat(64);
const list = (count: number, item: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => item(index)).join(',');

const inputs: Readonly<Record<string, (count: number) => string>> = {
  'unknown members': (count) => `{${list(count, (index) => `"u${index}":1`)}}`,
  'unknown lists': (count) => `{${list(count, (index) => `"u${index}":[1]`)}}`,
  'one member again and again': (count) => `{${'"JobId":"x",'.repeat(count)}`,
  'one member on each line': (count) => `{${'"JobId":"x",\n'.repeat(count)}`,
  'drives of one id': (count) => `{"Drives":[${list(count, () => '{"DriveId":"x"}')}]}`,
  'checksums of one file': (count) =>
    `{"Checksums":[${list(count, (index) => `{"FilePath":"F:\\\\a","SHA256":"${sum.slice(8)}${String(index).padStart(8, '0')}"}`)}]}`,
  'drives that nobody knows': (count) =>
    `{"Drives":[${list(count, (index) => `{"DriveId":"d${index}"}`)}],"Checksums":[${list(count, (index) => `{"FilePath":"F:\\\\${index}","SHA256":"${sum}","DriveId":"e${index}"}`)}]}`,
  'unknown members of a drive': (count) => `{"Drives":[{${list(count, (index) => `"u${index}":1`)}}]}`,
  'texts in single quotes': (count) => `{'${"a':'b','".repeat(count)}`,
  brackets: (count) => '['.repeat(count),
  'names and braces': (count) => '{"a":'.repeat(count),
  'braces in a list': (count) => `{"Drives":[${'{'.repeat(count)}`,
  'comments without an end': (count) => `{${'/* '.repeat(count)}`,
  quotes: (count) => `{${'"'.repeat(count)}`,
};

/**
 * The work of a function, independent of the machine: how many characters are looked at or copied, and items searched.
 */
function workOf(work: () => void): number {
  let count = 0;
  // eslint-disable-next-line @typescript-eslint/unbound-method -- they are called for the text that they are called on.
  const { charCodeAt, slice } = String.prototype;
  const { some } = Array.prototype;
  String.prototype.charCodeAt = function (at) {
    count++;
    return charCodeAt.call(this, at);
  };
  String.prototype.slice = function (start, end) {
    const part = slice.call(this, start, end);
    count += part.length;
    return part;
  };
  Array.prototype.some = function (this: unknown[], is: (item: unknown, index: number, items: unknown[]) => unknown) {
    return some.call(this, (item, index, items) => {
      count++;
      return is(item, index, items);
    });
  } as typeof some;
  try {
    work();
  } finally {
    String.prototype.charCodeAt = charCodeAt;
    String.prototype.slice = slice;
    Array.prototype.some = some;
  }
  return count;
}

const sha256 = () => ({ update: () => undefined, digest: () => '' });
const alone = { drives: undefined, datasets: undefined };

const check = (text: string) =>
  workOf(() => {
    placeFindings(finish(jrmFindings(finish(JsonReading.read(text, sha256)), alone)), defaultRuleSettings, Infinity);
  });

const inXml: Readonly<Record<string, (count: number) => string>> = {
  'unknown elements': (count) => elements(count, (index) => `<u${index}/>`),
  'one element again and again': (count) => elements(count, () => '<JobId>x</JobId>'),
  'unknown elements of a drive': (count) =>
    `<Drives><Drive>${elements(count, (index) => `<u${index}>1</u${index}>`)}</Drive></Drives>`,
  'drives of one id': (count) => `<Drives>${elements(count, () => '<Drive><DriveId>x</DriveId></Drive>')}</Drives>`,
};

const elements = (count: number, element: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => element(index)).join('');

const checkXml = (members: string) =>
  workOf(() => {
    const reading = finish(XmlReading.read(`<JobResponseManifest>${members}</JobResponseManifest>`, sha256));
    placeFindings(finish(jrmFindings(reading, alone)), defaultRuleSettings, 1000);
  });

/** Input twice as long may cost little more than twice the work. */
const TWICE = 2.4;

describe('A JRM of twice as many', () => {
  it.each(Object.entries(inputs))('%s takes twice as long to check', (_, input) => {
    expect(check(input(3000)) / check(input(1500))).toBeLessThan(TWICE);
  });

  it.each(Object.entries(inXml))('%s in XML takes twice as long to check', (_, input) => {
    expect(checkXml(input(3000)) / checkXml(input(1500))).toBeLessThan(TWICE);
  });

  it('checksums on one line takes twice as long to check, whatever a quote makes of it', () => {
    const quoted = (count: number) => {
      const text = `{"Checksums":[${list(count, (index) => `{"FilePath":"F:\\\\${index}","SHA256":"${sum}"}`)}]}`;
      return `${text.slice(0, text.length >> 1)}"${text.slice(text.length >> 1)}`;
    };
    expect(check(quoted(4000)) / check(quoted(2000))).toBeLessThan(TWICE);
  });
});
