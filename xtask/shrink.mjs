// Minifies the scripts of the page in place: node shrink.mjs app.wasm glue.js [script.js …]
// wasm-bindgen gives what the app and its glue call each other long names with a hash, and no compressor can shorten
// those; each gets a letter or two on both sides.
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";

const { minify } = createRequire(new URL("../e2e/package.json", import.meta.url))("terser");

const IMPORTS = 2;
const EXPORTS = 7;
const FUNCTION = 0;

const [wasmPath, gluePath, ...others] = process.argv.slice(2);

const makeSmall = async (path, mangling) => {
  const options = { module: true, ecma: 2020, compress: { passes: 3 }, ...mangling };
  const { code } = await minify(readFileSync(path, "utf8"), options);
  writeFileSync(path, code);
};

// Only wasm-bindgen's own: a name that also belongs to the browser would change everywhere in the glue.
const sharedNames = (bytes) => {
  const module = new WebAssembly.Module(bytes);
  const names = [...WebAssembly.Module.imports(module), ...WebAssembly.Module.exports(module)].map(({ name }) => name);
  return names.filter((name) => /^(__wb|__externref|wasm_bindgen__)\w+$/.test(name));
};

// Makes the glue small and gives the new names by the old ones.
const renameInGlue = async (names) => {
  const nameCache = {};
  const properties = { regex: new RegExp(`^(${names.join("|")})$`) };
  await makeSmall(gluePath, { mangle: { properties }, nameCache });
  return new Map(Object.entries(nameCache.props.props).map(([name, short]) => [name.slice(1), short]));
};

// WebAssembly's numbers: seven bits a byte, the lowest first.
const number = (value) => {
  const bytes = [];
  do {
    bytes.push((value & 0x7f) | (value > 0x7f ? 0x80 : 0));
    value >>>= 7;
  } while (value > 0);
  return Buffer.from(bytes);
};

class Reader {
  constructor(bytes, at) {
    this.bytes = bytes;
    this.at = at;
  }

  number() {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.bytes[this.at++];
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value >>> 0;
    }
  }

  slice(length) {
    return this.bytes.subarray(this.at, (this.at += length));
  }

  name(renamed) {
    const name = this.slice(this.number()).toString();
    const bytes = Buffer.from(renamed?.get(name) ?? name);
    return Buffer.concat([number(bytes.length), bytes]);
  }

  kindAndIndex() {
    const start = this.at++;
    this.number();
    return this.bytes.subarray(start, this.at);
  }
}

const entry = (reader, section, renamed) => {
  if (section === EXPORTS) return [reader.name(renamed), reader.kindAndIndex()];
  const names = [reader.name(), reader.name(renamed)];
  if (reader.bytes[reader.at] !== FUNCTION) throw new Error("xtask/shrink.mjs knows imported functions alone");
  return [...names, reader.kindAndIndex()];
};

const renamedSection = (reader, section, renamed) => {
  const count = reader.number();
  const body = [number(count), ...Array.from({ length: count }, () => entry(reader, section, renamed)).flat()];
  const bytes = Buffer.concat(body);
  return Buffer.concat([Buffer.from([section]), number(bytes.length), bytes]);
};

const renamedModule = (bytes, renamed) => {
  const reader = new Reader(bytes, 8);
  const parts = [bytes.subarray(0, 8)];
  while (reader.at < bytes.length) {
    const start = reader.at;
    const section = reader.bytes[reader.at++];
    const end = reader.number() + reader.at;
    const named = section === IMPORTS || section === EXPORTS;
    parts.push(named ? renamedSection(reader, section, renamed) : bytes.subarray(start, end));
    reader.at = end;
  }
  return Buffer.concat(parts);
};

// A module that forgot what the glue calls, or asks for what it lacks, would only be noticed in the browser.
const assertWhole = (bytes, renamed) => {
  const left = sharedNames(bytes).filter((name) => renamed.has(name));
  if (left.length > 0) throw new Error(`these names are short in the glue alone: ${left.join(" ")}`);
};

const wasm = readFileSync(wasmPath);
const renamed = await renameInGlue(sharedNames(wasm));
const small = renamedModule(wasm, renamed);
assertWhole(small, renamed);
writeFileSync(wasmPath, small);
for (const other of others) await makeSmall(other);
