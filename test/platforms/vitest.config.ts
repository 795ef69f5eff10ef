import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** The packed package in fresh projects: `npm run test:platforms`, apart from the gate for the sake of its time. */
export default defineConfig({
  root: fileURLToPath(new URL('../..', import.meta.url)),
  test: {
    include: ['test/platforms/*.platform.ts'],
    globalSetup: ['test/platforms/pack.ts'],
    testTimeout: 180_000,
    hookTimeout: 180_000,
    fileParallelism: false,
  },
});
