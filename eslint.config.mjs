import eslint from '@eslint/js';
import tseslint from 'typescript-eslint';

/** Arrows point one way: client -> server -> core, src-runner -> core. */
const forbid = (files, ...groups) => ({
  files,
  rules: { '@typescript-eslint/no-restricted-imports': ['error', { patterns: groups }] },
});
const vscode = { group: ['vscode', 'vscode-languageclient', 'vscode-languageclient/*'], message: 'Only client/ talks to VS Code.' };
const transport = {
  group: ['vscode-languageserver', 'vscode-languageserver/*'],
  message: 'Only server/ speaks the language server protocol; server/src/language/ stays free of the connection.',
};
const io = {
  regex: '^node:(?!test$)',
  message: 'core/ does no I/O and knows no process: pass the fact in.',
};
const other = (name) => ({ regex: `^(\\.\\./)+${name}/`, message: `This folder does not depend on ${name}/.` });
const runnerInside = { regex: '^(\\.\\./)+src-runner/(?!src/protocol$)', message: 'Of the runner, client/ knows the types of src-runner/src/protocol.ts alone.' };
const runnerTypes = { regex: '^(\\.\\./)+src-runner/src/protocol$', allowTypeImports: true, message: 'The runner is a process: import types alone.' };
const tests = '**/*.test.ts';

export default tseslint.config(
  { ignores: ['dist/', '.tsbuild/', 'node_modules/', '.vscode-test/', 'test/vscode/.output/', 'bench/.data/'] },
  eslint.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      'max-lines': ['error', { max: 400, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    files: ['**/*.{mjs,mts,cjs}'],
    languageOptions: { globals: { process: 'readonly', console: 'readonly', URL: 'readonly', setTimeout: 'readonly', clearTimeout: 'readonly', Buffer: 'readonly', fetch: 'readonly', URLSearchParams: 'readonly' } },
  },
  { files: [tests, 'test/**', 'bench/**'], rules: { 'max-lines': 'off' } },
  { ...forbid(['core/**/*.ts'], vscode, transport, io, other('client'), other('server'), other('src-runner')), ignores: [tests] },
  forbid(['server/src/**/*.ts'], vscode, other('client'), other('src-runner')),
  { ...forbid(['server/src/language/**/*.ts'], vscode, transport, io, other('client'), other('src-runner')), ignores: [tests] },
  forbid(['src-runner/**/*.ts'], vscode, transport, other('client'), other('server')),
  forbid(['client/**/*.ts'], transport, other('core'), runnerInside, runnerTypes),
);
