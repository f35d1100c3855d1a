import { readFileSync } from 'node:fs';
import { defineConfig, type UserConfig } from 'vite';

const folder = '../server/hovor/static/widget';

const shared: UserConfig = {
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  publicDir: false,
};

/** The chat panel: an ES module whose name changes with its content, so that it may be cached for ever. */
const panel: UserConfig = {
  ...shared,
  // The languages lie beside the panel, wherever that is.
  base: './',
  build: {
    target: 'es2022',
    outDir: folder,
    emptyOutDir: true,
    sourcemap: false,
    manifest: 'manifest.json',
    modulePreload: false,
    rolldownOptions: {
      input: 'widget/src/panel.tsx',
      // The loader calls what the panel exports.
      preserveEntrySignatures: 'strict',
      output: { format: 'es', entryFileNames: 'panel-[hash].js', chunkFileNames: '[name]-[hash].js' },
    },
  },
};

/** The name the panel's build gave its file, from the manifest it left. */
function panelFile(): string {
  const manifest: Record<string, { file: string }> = JSON.parse(
    readFileSync(`${folder}/manifest.json`, 'utf8'),
  );
  const entry = manifest['widget/src/panel.tsx'];
  if (entry === undefined) {
    throw new Error('Build the panel before the loader.');
  }
  return entry.file;
}

/** The loader: `widget.js`, the one name a site embeds. It knows the panel of its own build as `__PANEL_FILE__`. */
function loader(): UserConfig {
  return {
    ...shared,
    define: { __PANEL_FILE__: JSON.stringify(panelFile()) },
    build: {
      target: 'es2022',
      outDir: folder,
      emptyOutDir: false,
      sourcemap: false,
      lib: {
        entry: 'widget/src/loader.ts',
        formats: ['iife'],
        name: 'HovorLoader',
        fileName: () => 'widget.js',
      },
    },
  };
}

/** Two builds, the panel first: `vite build -c vite.widget.ts --mode panel`, then `--mode loader`. */
export default defineConfig(({ mode }) => (mode === 'loader' ? loader() : panel));
