// Another program with a launcher, started by journal.test.mjs.
import { PACKAGE, hurry } from "./support.mjs";

hurry();

const { what, folder, options, order } = JSON.parse(process.argv[2]);
const { Launcher, fileJournal } = await import(new URL("node.js", PACKAGE));
const launcher = new Launcher({ ...options, journal: fileJournal(folder) });
const pod = await launcher.launch(order, { onAttempt: ({ state }) => void process.send({ state }) });
process.send({ pod: pod.id });
if (what === "launch-and-terminate") await launcher.terminate(pod.id);
process.disconnect();
