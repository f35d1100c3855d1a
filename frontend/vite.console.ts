import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const server = process.env['HOVOR_PUBLIC_URL'] ?? 'http://127.0.0.1:8000';

/** Modules that the first screen needs: they make one file, so that a start takes few requests. */
const first = /node_modules\/(react|react-dom|scheduler)\/|\/(shared|console\/src)\/.*\.(css|tsx?)$/;
/** Modules of ours that are loaded when they are wanted. */
const later =
  /\/(languages\/(en|cs|de)\.ts|ui\/overlays\.ts|shell\/(palette|palette-search|shortcut-list)\.tsx?|features\/(accounts|companies)\/.*|features\/notifications\/(machine|tab)\/.*)$/;

/** The console: a single page served by Hovor itself at `/`. `npm run dev` serves it against a running Hovor. */
export default defineConfig({
  root: 'console',
  base: '/',
  plugins: [react()],
  server: { proxy: { '/api': { target: server, ws: true } } },
  build: {
    target: 'es2022',
    outDir: '../../server/hovor/static/console',
    emptyOutDir: true,
    sourcemap: false,
    // The console's Content-Security-Policy allows no data: addresses, so every asset is a file.
    assetsInlineLimit: 0,
    rolldownOptions: {
      output: {
        codeSplitting: { groups: [{ name: 'console', test: (id) => first.test(id) && !later.test(id) }] },
      },
    },
  },
});
