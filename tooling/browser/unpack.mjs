// Unpacks the packed Chromium of @sparticuz/chromium into the folder given as argument.
// The package's own unpacking is for AWS Lambda only, and Python 3.11 has no Brotli.
import { spawnSync } from 'node:child_process';
import { createReadStream, createWriteStream, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { brotliDecompressSync, createBrotliDecompress } from 'node:zlib';

const packed = 'node_modules/@sparticuz/chromium/bin';
const target = process.argv[2];

mkdirSync(target, { recursive: true });
for (const name of readdirSync(packed).filter((file) => file.endsWith('.tar.br'))) {
  const input = brotliDecompressSync(readFileSync(`${packed}/${name}`));
  const unpacked = spawnSync('tar', ['xf', '-', '-C', target], { input });
  if (unpacked.status !== 0) {
    throw new Error(`${name}: ${unpacked.stderr}`);
  }
}
// The program last: once it is there, everything is.
await pipeline(
  createReadStream(`${packed}/chromium.br`),
  createBrotliDecompress(),
  createWriteStream(`${target}/chromium`, { mode: 0o755 }),
);
