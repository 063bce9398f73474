// The peer of a JRM's first diagnostics: vscode-json-languageservice parses a text in memory and validates it with the
// same schema, in a process that has just started.
import { readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import languageService from 'vscode-json-languageservice';

const { getLanguageService, TextDocument } = languageService;
const text = readFileSync(process.argv[2], 'utf8');
const schema = JSON.parse(readFileSync(new URL('../schemas/jrm.schema.json', import.meta.url), 'utf8'));
const service = getLanguageService({});
service.configure({ validate: true, schemas: [{ uri: 'sneakernet://jrm', fileMatch: ['*.jrm'], schema }] });
const started = performance.now();
const document = TextDocument.create('file:///job.jrm', 'json', 1, text);
const found = await service.doValidation(document, service.parseJSONDocument(document), { trailingCommas: 'error' });
const milliseconds = performance.now() - started;
if (found.length > 0) throw new Error(`The sample should be sound, but has: ${JSON.stringify(found[0])}`);
console.error(`parsed ${milliseconds}`);
