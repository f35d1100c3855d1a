import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { Plugin } from 'vite';

const asBrotli = promisify(brotliCompress);
const asGzip = promisify(gzip);
const SHRINKING = /\.(js|css|html)$/;

/**
 * Leaves `name.br` and `name.gz` beside each script, stylesheet and page, made as small as can be: the server sends them as
 * they are, and never compresses anything itself.
 */
export const compressed: Plugin = {
  name: 'compressed',
  apply: 'build',
  async writeBundle({ dir = '' }, bundle) {
    const files = Object.keys(bundle).filter((name) => SHRINKING.test(name));
    await Promise.all(
      files.map(async (name) => {
        const file = join(dir, name);
        const plain = await readFile(file);
        const size = { [constants.BROTLI_PARAM_SIZE_HINT]: plain.length };
        await writeFile(`${file}.br`, await asBrotli(plain, { params: size }));
        await writeFile(`${file}.gz`, await asGzip(plain, { level: constants.Z_BEST_COMPRESSION }));
      }),
    );
  },
};
