import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const path = (name: string) => fileURLToPath(new URL(name, import.meta.url));

/** Paths are relative, so that the built pages work wherever they are put. */
export default defineConfig({
  base: './',
  resolve: { alias: { tidelock: path('../dist/index.js') } },
  server: { fs: { allow: [path('..')] } },
  worker: { format: 'es' },
  build: { outDir: 'dist', target: 'es2022', chunkSizeWarningLimit: 700 },
});
