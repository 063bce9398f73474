import { describe, expect, it } from 'vitest';
import { jsonSchemas } from '#core/job/jsonSchema';
import { fillIn } from '#core/text/template';
import { completeJson, hoverJson } from './jsonSettings';
import type { JsonPlace } from './jsonSettings';

/** The place marked by `|` in a text. */
function at(kind: 'job' | 'configuration', marked: string): JsonPlace {
  const offset = marked.indexOf('|');
  return {
    text: marked.replace('|', ''),
    offset,
    schema: jsonSchemas[kind],
    tables: ['dataset.csv', 'drives/driveset.csv'],
    rangeOf: (start, end) => ({ start: { line: 0, character: start }, end: { line: 0, character: end } }),
    localize: (template, ...args) => fillIn(template, args.map(String), (text) => text),
  };
}

const labels = (kind: 'job' | 'configuration', marked: string) =>
  completeJson(at(kind, marked)).map(({ label }) => label);

describe('completion in job.json and sneakernet.json', () => {
  it.each([
    ['job', '{ | }', 'sessionId'],
    ['job', '{ "da|" }', 'dataset'],
    ['job', '{ "dialect": "|" }', 'files'],
    ['job', '{ "dataset": ["|"] }', 'drives/driveset.csv'],
    ['job', '{ "driveset": [ | ] }', 'drives/driveset.csv'],
    ['configuration', '{ "rules": { "|" } }', 'dataset/blob-type'],
    ['configuration', '{ "rules": { "dataset/blob-type": "|" } }', 'off'],
    ['configuration', '{ "suppress": [{ "code": "|" }] }', 'dataset/blob-type'],
    ['configuration', '{ "suppress": [{ "file": "|" }] }', 'dataset.csv'],
    ['configuration', '{ "suppress": [{ | }] }', 'basePath'],
  ] as const)('offers in a %s at %s, among others, %s', (kind, marked, label) => {
    expect(labels(kind, marked)).toContain(label);
  });

  it('replaces the text that is being typed, quotes and all, and writes no second colon', () => {
    const [item] = completeJson(at('job', '{ "dia|": "blob" }')).filter(({ label }) => label === 'dialect');
    expect(item!.textEdit).toEqual({
      range: { start: { line: 0, character: 2 }, end: { line: 0, character: 7 } },
      newText: '"dialect"',
    });
    const [fresh] = completeJson(at('job', '{ | }')).filter(({ label }) => label === 'dataset');
    expect(fresh!.textEdit!.newText).toBe('"dataset": []');
  });

  it('offers nothing in a text that is nested too deep', () => {
    expect(labels('job', `${'['.repeat(6000)}|`)).toEqual([]);
  });
});

describe('hover in job.json and sneakernet.json', () => {
  it.each([
    ['job', '{ "jour|nal": "x.jrn" }', /journal file/],
    ['configuration', '{ "rules": { "driveset/key-|duplicate": "off" } }', /key/],
    ['configuration', '{ "path|Map": {} }', /./],
  ] as const)('says in a %s at %s what stands there', (kind, marked, said) => {
    expect(JSON.stringify(hoverJson(at(kind, marked))?.contents)).toMatch(said);
  });

  it('says nothing between things', () => {
    expect(hoverJson(at('job', '{ "journal": "x" }   |'))).toBeNull();
  });
});
