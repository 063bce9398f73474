import eslint from '@eslint/js';
import tseslint from 'typescript-eslint';

const tests = '**/*.test.ts';

/** What is said while a module is loaded, before anybody has told the language. */
const saidWhileLoading = [
  "TaggedTemplateExpression[tag.name='sentence']",
  "CallExpression[callee.name='translate']",
].map((said) => `${said}:not(:function *, PropertyDefinition *)`);

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
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        URL: 'readonly',
        setTimeout: 'readonly',
        clearTimeout: 'readonly',
        Buffer: 'readonly',
        fetch: 'readonly',
        URLSearchParams: 'readonly',
      },
    },
  },
  {
    files: ['src-runner/src/**/*.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        ...saidWhileLoading.map((selector) => ({
          selector,
          message: 'This is said while the module is loaded, and so in English: make it a function.',
        })),
      ],
    },
  },
  { files: [tests, 'test/**', 'bench/**'], rules: { 'max-lines': 'off' } },
);
