// Bundles and minifies: node bundle.mjs OUT.js SCRIPT, or node bundle.mjs OUT.css SHEET…
import { createRequire } from "node:module";

const { build } = createRequire(new URL("../e2e/package.json", import.meta.url))("esbuild");

const [outfile, ...files] = process.argv.slice(2);
const isStyle = outfile.endsWith(".css");
const imports = files.map((file) => `@import ${JSON.stringify(file)};`).join("\n");
const source = isStyle ? { stdin: { contents: imports, loader: "css", resolveDir: "/" } } : { entryPoints: files };

try {
  await build({
    ...source,
    outfile,
    bundle: true,
    minify: true,
    format: "esm",
    // What Chrome 97, Firefox 115 and Safari 16.4 read, and what is newer.
    target: isStyle ? ["chrome97", "firefox115", "safari16.4"] : "es2022",
    legalComments: "none",
    allowOverwrite: true,
    external: ["*.svg", "*.png"],
    logLevel: "warning",
    // wasm-bindgen imports the script that loads the parts once for each part, always by the same name.
    logOverride: { "duplicate-object-key": "silent" },
  });
} catch {
  // esbuild has said why.
  process.exit(1);
}
