import { defineConfig } from 'vite';
import { compressed } from './compressed';

/** The client's page of an invitation, served by Hovor at `/i/{secret}` and `/join`. It brings the website chat's window. */
export default defineConfig({
  root: 'invitation',
  base: '/invitation/',
  publicDir: false,
  plugins: [compressed],
  oxc: {
    jsx: { runtime: 'classic', pragma: 'h', pragmaFrag: 'Fragment', pure: false },
    jsxInject: "import { Fragment, h } from 'preact';",
  },
  build: {
    target: 'es2022',
    cssTarget: ['chrome123', 'safari17.5', 'firefox128'],
    outDir: '../../server/hovor/static/invitation',
    emptyOutDir: true,
    sourcemap: false,
    assetsInlineLimit: 0,
    // Helpers for preloading would need inline scripts on old browsers only.
    modulePreload: { polyfill: false },
  },
});
