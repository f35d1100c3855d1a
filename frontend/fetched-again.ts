import type { Plugin } from 'vite';

/** `import()` of a file of the build; names are given later, so that these still stand in `~{}`. */
const IMPORT = /\bimport\((["'`]\.\/[^"'`]+["'`])\)/g;

const FETCHED_AGAIN = `
function fetchedAgain(file) {
  return () => import(file + '?' + Date.now());
}
`;

/**
 * A file that could not be fetched once is asked for by another name: Chromium before 156 never fetches a module
 * again that has failed, however long the network has been back.
 */
export const fetchedAgain: Plugin = {
  name: 'fetched-again',
  apply: 'build',
  renderChunk(code) {
    const again = code.replace(IMPORT, '$&.catch(fetchedAgain($1))');
    return again === code ? null : { code: again + FETCHED_AGAIN, map: null };
  },
};
