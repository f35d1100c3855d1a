import { readFileSync } from 'node:fs';
import { minify } from 'terser';
import { defineConfig, type Plugin, type UserConfig } from 'vite';
import { compressed } from './compressed';
import { fetchedAgain } from './fetched-again';

const folder = '../server/hovor/static/widget';

const build: UserConfig['build'] = {
  target: 'es2022',
  // Browsers that know nesting and color-mix(): anything older would be sent each rule twice.
  cssTarget: ['chrome123', 'safari17.5', 'firefox128'],
  outDir: folder,
  sourcemap: false,
};

/**
 * Names that only the panel's own files know, in all of which they are made short. A name by which one of them speaks to the
 * server, the page, the loader, the browser or a catalogue of texts must not be here.
 */
const OWN_NAMES = `
  unsent availability opened answers mistakes seen leaving draft teaser failure watches gone remember again say hello leave
  counters memory waiting look keep onNews flush retryAfterSeconds restart acknowledge onEvent onResync onSignal onCounters
  onError onState language menu forget draw keepDraft wake away later hear tryNow chat onClose onTyping onOpen mine line come catalogue cut parts
`
  .trim()
  .split(/\s+/);

/** Likewise names of texts, which stand in catalogues and, as strings, where the texts are spoken; nothing else has them. */
const TEXT_NAMES = `
  chatWith openChat openChatNew minimise replySoon finding nobody reconnecting cannotConnect youAreNumber inQueue
  inQueueMinutes keepPlace leaveQueue hasEnded chatEnded writeMessage writeTo onItsWay leftMessage someone
`
  .trim()
  .split(/\s+/);

const LETTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ$_';

/** A catalogue holds texts and nothing else, so that both kinds of names begin with the same letters. */
const shortNames = Object.fromEntries(
  [OWN_NAMES, TEXT_NAMES].flatMap((names) => names.map((name, index) => [`$${name}`, LETTERS[index]])),
);
const SHORTENED = new RegExp(`^(${[...OWN_NAMES, ...TEXT_NAMES].join('|')})$`);
const SPOKEN = new RegExp(`(["'])(${TEXT_NAMES.join('|')})\\1`, 'g');

/** Every page that is chatted on pays for these bytes, and Terser makes fewer of them than what Vite brings. */
const terser: Plugin = {
  name: 'terser',
  async renderChunk(code) {
    const { code: small = code } = await minify(code.replace(SPOKEN, '/*@__KEY__*/$&'), {
      module: true,
      ecma: 2020,
      compress: { passes: 3, pure_getters: true, unsafe: true, unsafe_arrows: true, unsafe_methods: true },
      // Some are names that a browser knows, too, of things that the panel does not use.
      mangle: { properties: { regex: SHORTENED, builtins: true } },
      nameCache: { props: { props: { ...shortNames } } },
    });
    return { code: small, map: null };
  },
};

/**
 * The chat panel: an ES module whose name changes with its content, so that it may be cached for ever. It is built as a
 * library, whose dynamic imports stay as they are: Vite's helper for preloading would be a tenth of the panel.
 */
const panel: UserConfig = {
  publicDir: false,
  plugins: [fetchedAgain, terser, compressed],
  // Half of Preact's automatic runtime would be of no use here.
  oxc: {
    jsx: { runtime: 'classic', pragma: 'h', pragmaFrag: 'Fragment', pure: false },
    jsxInject: "import { Fragment, h } from 'preact';",
  },
  build: {
    ...build,
    emptyOutDir: true,
    manifest: 'manifest.json',
    lib: { entry: 'widget/src/panel.tsx', formats: ['es'] },
    rolldownOptions: {
      // Parts that come later take what they share with the panel from the panel itself, not from a third file.
      preserveEntrySignatures: 'allow-extension',
      output: {
        entryFileNames: 'panel-[hash].js',
        chunkFileNames: '[name]-[hash].js',
        minify: false,
        comments: false,
      },
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
    publicDir: false,
    plugins: [compressed],
    define: { __PANEL_FILE__: JSON.stringify(panelFile()) },
    build: {
      ...build,
      emptyOutDir: false,
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
