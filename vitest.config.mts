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
          // They mount file systems and write volumes of gigabytes: one after the other.
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
          // Each file starts a workbench of its own: one after the other on a small machine.
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 300_000,
        },
      },
      {
        extends: true,
        test: {
          // On the oldest VS Code that can be had: a job from its mistakes to its backup, its pages, views and tasks.
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
