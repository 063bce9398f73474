import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['{core,server,src-runner,client,schemas,syntaxes,scripts}/**/*.test.{ts,mjs}'],
        },
      },
      {
        extends: true,
        test: {
          name: 'protocol',
          include: ['test/{protocol,runner}/**/*.test.ts'],
          testTimeout: 60_000,
        },
      },
    ],
  },
});
