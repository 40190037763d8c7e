// The packed package, installed into an empty project: as ESM, by require, and as the TypeScript compiler sees it.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { copyFile, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { promisify } from "node:util";
import { emptyProject } from "./project.mjs";
import { SPEED, optionsFor, startSimulator } from "./support.mjs";

const run = promisify(execFile);
const TSC = new URL("node_modules/typescript/bin/tsc", import.meta.url).pathname;
const TYPES = new URL("node_modules/@types", import.meta.url).pathname;

let project;
let simulator;

before(async () => {
  [project, simulator] = await Promise.all([emptyProject(), startSimulator({ speed: SPEED })]);
});
after(async () => {
  simulator?.stop();
  await project?.remove();
});

const node = async (name, text) => {
  await writeFile(join(project.folder, name), text);
  const env = {
    ...process.env,
    RUNPOD_API_KEY: simulator.key,
    RUNPOD_API_BASE_URL: simulator.address,
    RUNPOD_PROXY_URL: optionsFor(simulator).proxy,
  };
  return (await run(process.execPath, [name], { cwd: project.folder, env })).stdout.trim();
};

test("it is imported in an ESM program, and takes its options from the environment", async () => {
  const said = await node(
    "esm.mjs",
    `import { Launcher } from "launchpod"; console.log(JSON.stringify(await new Launcher().pods()));`,
  );
  assert.equal(said, "[]");
});

test("it is required in a CommonJS program", async () => {
  const text = `const { Launcher, LaunchpodError } = require("launchpod"); new Launcher().networkVolumes().then((all) => console.log(all.length, typeof LaunchpodError));`;
  assert.match(await node("commonjs.cjs", text), /^3 function$/m);
});

test("its program starts where it is installed", async () => {
  const program = join(project.folder, "node_modules/.bin/launchpod");
  const { version } = JSON.parse(await readFile(join(project.installed, "package.json"), "utf8"));
  assert.equal((await run(program, ["--version"])).stdout, `${version}\n`);
  assert.match((await run(program, ["--help"])).stdout, /launchpod launch/);
});

test("it is whole, and holds nothing else", async () => {
  const described = JSON.parse(await readFile(join(project.installed, "package.json"), "utf8"));
  assert.deepEqual(
    [described.type, described.sideEffects, described.engines.node, described.dependencies],
    ["module", false, ">=20", undefined],
  );
  const readme = await readFile(join(project.installed, "README.md"), "utf8");
  assert.match(readme, /withPod/);
});

for (const [name, settings] of [
  [
    "in Node, without a DOM",
    { module: "nodenext", moduleResolution: "nodenext", lib: ["es2022"], types: ["node"], typeRoots: [TYPES] },
  ],
  ["for a bundler, in a browser", { module: "esnext", moduleResolution: "bundler", lib: ["es2022", "dom"], types: [] }],
]) {
  test(`its types hold in strict mode ${name}`, async () => {
    const folder = join(project.folder, "types");
    await mkdir(folder, { recursive: true });
    await copyFile(new URL("types.ts", import.meta.url), join(folder, "types.mts"));
    const compilerOptions = {
      strict: true,
      target: "es2022",
      noEmit: true,
      skipLibCheck: false,
      exactOptionalPropertyTypes: true,
      noUncheckedIndexedAccess: true,
      ...settings,
    };
    await writeFile(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, files: ["types.mts"] }));
    const compiled = await run(process.execPath, [TSC, "-p", folder]).catch((error) => error);
    assert.equal(compiled.stdout, "");
  });
}
