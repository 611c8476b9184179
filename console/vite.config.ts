/// <reference types="vitest/config" />
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

/** The control plane serves what is compressed already: nobody compresses at each request. */
function precompressed(): Plugin {
  return {
    name: 'precompressed',
    apply: 'build',
    // when all else is done: names of chunks are put into their texts last
    writeBundle(options, bundle) {
      for (const file of Object.values(bundle)) {
        const text = file.type === 'chunk' ? file.code : file.source;
        if (!/\.(js|css|svg)$/.test(file.fileName) || text.length < 1024) continue;
        const bytes = Buffer.from(text);
        const path = join(options.dir ?? '', file.fileName);
        writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 9 }));
        writeFileSync(`${path}.br`, brotliCompressSync(bytes));
      }
    },
  };
}

export default defineConfig({
  plugins: [react(), precompressed()],
  build: {
    outDir: 'target/classes/console',
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 700,
  },
  server: {
    host: '127.0.0.1',
    proxy: { '^/api/': process.env.SIGNALBOX_URL ?? 'http://127.0.0.1:8084' },
  },
  test: { environment: 'node', include: ['src/**/*.test.ts'] },
});
