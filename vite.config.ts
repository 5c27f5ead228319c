import { vitePlugin as remix } from '@remix-run/dev';
import { defineConfig } from 'vite';

/**
 * Pages only: the browser's bundle and Remix's server bundle, below build/remix. The processes themselves are bundled by
 * scripts/build.ts.
 */
export default defineConfig({
  plugins: [
    remix({
      appDirectory: 'app',
      buildDirectory: 'build/remix',
      serverModuleFormat: 'esm',
      ignoredRouteFiles: ['**/*'],
      future: {
        v3_fetcherPersist: true,
        v3_relativeSplatPath: true,
        v3_throwAbortReason: true,
        v3_lazyRouteDiscovery: false,
        v3_singleFetch: false,
        v3_routeConfig: true,
      },
    }),
  ],
  // Files of the build before stay: a server that still runs from it, or a tab that was opened then, asks for them.
  build: {
    emptyOutDir: false,
    sourcemap: true,
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    chunkSizeWarningLimit: 1_500,
  },
  ssr: { noExternal: [/^@shopify\/polaris/] },
});
