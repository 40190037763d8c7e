// Prints "raw gzip brotli" for each file; with --write also writes file.gz and file.br.
import { readFileSync, writeFileSync } from "node:fs";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const files = process.argv.slice(2);
const write = files[0] === "--write" && Boolean(files.shift());

for (const file of files) {
  const raw = readFileSync(file);
  const gzip = gzipSync(raw, { level: 9 });
  const brotli = brotliCompressSync(raw, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: raw.length },
  });
  console.log(raw.length, gzip.length, brotli.length);
  if (write) {
    writeFileSync(`${file}.gz`, gzip);
    writeFileSync(`${file}.br`, brotli);
  }
}
