import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin, type Rolldown } from 'vite';
import { compressed } from './compressed';
import { fetchedAgain } from './fetched-again';
import { LANGUAGES } from './shared/i18n/languages';

const server = process.env['HOVOR_PUBLIC_URL'] ?? 'http://127.0.0.1:8000';

/** What a module needs of the bundler's knowledge of the others. */
interface Graph {
  getModuleInfo(id: string): { importedIds: readonly string[] } | null;
}

let first: ReadonlySet<string> | undefined;
/** A few lines that several later files share: they would be a request of their own. */
const sharedLater =
  /\/features\/(clients\/history\.tsx|presence\/use-colleagues\.ts|(clients|messaging|resting)\/texts\.ts|resting\/verbs\.ts)$/;

/** All that the entry imports, directly or through others; what is imported with `import()` is not among it. */
function firstModules(graph: Graph): ReadonlySet<string> {
  const entry = graph.getModuleInfo(`${import.meta.dirname}/console/src/main.tsx`);
  if (!entry) {
    throw new Error('The console has no main.tsx.');
  }
  const found = new Set<string>();
  const open = [...entry.importedIds];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (!found.has(id)) {
      found.add(id);
      open.push(...(graph.getModuleInfo(id)?.importedIds ?? []));
    }
  }
  return found;
}

/**
 * What the first screen needs is one file, so that a start takes few requests. The entry is apart from it, because it
 * waits for the language, and files that are loaded later import from this one.
 */
function fileOf(id: string, graph: Graph): string | null {
  first ??= firstModules(graph);
  return first.has(id) || sharedLater.test(id) ? 'console' : null;
}

/** The files of a chunk by the module it begins with, and of the chunks that it brings along. */
function filesFrom(bundle: Rolldown.OutputBundle, module: string): string[] {
  const chunks = Object.values(bundle).filter((one) => one.type === 'chunk');
  const chunk = chunks.find(({ facadeModuleId }) => facadeModuleId?.endsWith(module));
  if (!chunk) {
    throw new Error(`Nothing was built from ${module}.`);
  }
  return [chunk.fileName, ...chunk.imports].map((file) => `/${file}`);
}

/** Tells the page's inline script the names of the files that it fetches early. */
const early: Plugin = {
  name: 'early',
  apply: 'build',
  transformIndexHtml: {
    order: 'post',
    handler(html, { bundle = {} }) {
      const languages = LANGUAGES.map((language) => [
        language,
        filesFrom(bundle, `/languages/${language}.ts`)[0],
      ]);
      const conversation = filesFrom(bundle, '/opened-conversation.ts').filter(
        (file) => !html.includes(file),
      );
      return html
        .replace('{/* languages */}', JSON.stringify(Object.fromEntries(languages)))
        .replace('[/* conversation */]', JSON.stringify(conversation));
    },
  },
};

/** The console: a single page served by Hovor itself at `/`. `npm run dev` serves it against a running Hovor. */
export default defineConfig({
  root: 'console',
  base: '/',
  plugins: [react(), fetchedAgain, early, compressed],
  server: { proxy: { '/api': { target: server, ws: true } } },
  build: {
    target: 'es2022',
    outDir: '../../server/hovor/static/console',
    emptyOutDir: true,
    sourcemap: false,
    // The console's Content-Security-Policy allows no data: addresses, so every asset is a file.
    assetsInlineLimit: 0,
    // For browsers that are older than the target.
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: {
        codeSplitting: { groups: [{ name: fileOf, debugName: 'console' }] },
      },
    },
  },
});
