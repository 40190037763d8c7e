// Optimizes WebAssembly modules for their size after brotli: `node make_small.mjs BINARYEN FROM TO …`, pairs of files, the largest
// first. One process for all of them: to start Binaryen takes longer than to optimize a small part.
import { readFileSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { pathToFileURL } from "node:url";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";

/// Chosen by the size after brotli, see docs/decisions/page-size.md.
function optimize(binaryen, bytes) {
  const { Features } = binaryen;
  const module = binaryen.readBinary(bytes);
  // Never all features: Binaryen would then write modules that browsers refuse.
  module.setFeatures(
    Features.BulkMemory
      | Features.BulkMemoryOpt
      | Features.NontrappingFPToInt
      | Features.SignExt
      | Features.MutableGlobals
      | Features.ReferenceTypes
      | Features.Multivalue,
  );
  binaryen.setOptimizeLevel(2);
  binaryen.setShrinkLevel(2);
  binaryen.setDebugInfo(false);
  binaryen.setLowMemoryUnused(true);
  binaryen.setOneCallerInlineMaxSize(30);
  module.runPasses(["flatten", "rereloop"]);
  module.optimize();
  module.optimize();
  module.runPasses(["reorder-functions-by-name"]);
  return module.emitBinary();
}

async function work() {
  const { default: binaryen } = await import(pathToFileURL(workerData).href);
  parentPort.on("message", ([from, to]) => {
    writeFileSync(to, optimize(binaryen, readFileSync(from)));
    parentPort.postMessage("next");
  });
  parentPort.postMessage("next");
}

function share([binaryen, ...files]) {
  const waiting = [];
  while (files.length > 0) waiting.push(files.splice(0, 2));
  const workers = Math.min(availableParallelism(), waiting.length);
  for (let count = 0; count < workers; count += 1) {
    const worker = new Worker(new URL(import.meta.url), { workerData: binaryen });
    worker.on("message", () => {
      if (waiting.length > 0) worker.postMessage(waiting.shift());
      else worker.terminate();
    });
    worker.on("error", (problem) => {
      console.error(problem);
      process.exit(1);
    });
  }
}

if (isMainThread) share(process.argv.slice(2));
else work();
