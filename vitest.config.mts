import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          testTimeout: 60_000,
          include: ['{core,server,src-runner,client,schemas,syntaxes,scripts,bench}/**/*.test.{ts,mjs}'],
        },
      },
      {
        extends: true,
        test: {
          name: 'protocol',
          include: ['test/protocol/**/*.test.ts'],
          testTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'runner',
          include: ['test/runner/**/*.test.ts'],
          testTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'readers',
          include: ['test/readers/**/*.test.ts'],
          // These tests mount file systems and write volumes of gigabytes, so they run one after the other.
          fileParallelism: false,
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'windows',
          include: ['test/windows/**/*.test.ts'],
          // They share one Wine, with its drive letters.
          fileParallelism: false,
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'vscode',
          include: ['test/vscode/**/*.test.ts'],
          // Each file starts its own workbench. A small machine can only run one at a time.
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 300_000,
        },
      },
      {
        extends: true,
        test: {
          // The oldest VS Code that can be obtained: a job from its mistakes to its backup, its pages, views and tasks.
          name: 'vscode-oldest',
          include: ['test/vscode/{journey,jobFeatures}.test.ts'],
          env: { SNEAKERNET_HOST: 'oldest' },
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
});
