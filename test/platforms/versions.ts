/** The tools that the package is tried with, as users would install them. */
export const tools = {
  bun: 'bun@1.4.5',
  deno: 'deno@2.9.6',
  workerd: 'workerd@1.20261117.1',
  typescript: 'typescript@5.9.3',
  nodeTypes: '@types/node@20.19.43',
  vite: 'vite@8.3.8',
  webpack: 'webpack@5.112.2',
  webpackCli: 'webpack-cli@7.3.1',
  esbuild: 'esbuild@0.28.2',
  rollup: 'rollup@4.68.8',
  rollupResolve: '@rollup/plugin-node-resolve@16.0.3',
} as const;
