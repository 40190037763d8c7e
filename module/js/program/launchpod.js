#!/usr/bin/env node
// The program of this package: the page on this computer, and the launcher as a command line.
const [major] = process.versions.node.split(".");
if (Number(major) < 20) {
  console.error(
    `Launchpod needs Node 20 or newer; this is Node ${process.versions.node}. Nothing was asked of RunPod.`,
  );
  process.exitCode = 1;
} else {
  const { main } = await import("./main.js");
  process.exitCode = await main(process.argv.slice(2));
}
