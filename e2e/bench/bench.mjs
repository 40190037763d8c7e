// A list of a thousand pods of which ten change with each poll: what that costs the browser, beside the same list written
// by hand. It prints, and judges nothing: times differ from machine to machine, their ratio hardly does.
import { startBrowser } from "../support/browser.mjs";
import { startSimulator } from "../support/simulator.mjs";
import { CHANGING, PODS } from "./pods.mjs";
import { byHand, launchpod } from "./subjects.mjs";

const WARM_UP = 12;
const ROUNDS = Number(process.env.ROUNDS ?? 5);
const POLLS = 6;

const median = (numbers) => {
  const sorted = [...numbers].sort((a, b) => a - b);
  return (sorted[Math.floor((sorted.length - 1) / 2)] + sorted[Math.ceil((sorted.length - 1) / 2)]) / 2;
};
const column = (value, width = 12) => String(value).padStart(width);

function report(subjects) {
  console.log(`\n${PODS} pods, ${CHANGING} changing with each poll; median of ${ROUNDS * POLLS} polls, in ms\n`);
  console.log(`${"".padEnd(14)}${subjects.map(({ name }) => column(name)).join("")}${column("ratio")}`);
  const line = (measure, kept) => {
    const [one, other] = subjects.map((subject) => median(subject[kept].map((poll) => poll[measure])));
    console.log(
      `${measure.padEnd(14)}${column(one.toFixed(2))}${column(other.toFixed(2))}${column((one / other).toFixed(2))}`,
    );
  };
  for (const measure of ["script", "layout", "paint"]) line(measure, "traces");
  line("main thread", "times");
  const counts = [
    ["rows", "rows"],
    ["other rows", "beside"],
    ["nodes in rows", "nodes"],
    ["as they were", "vain"],
    ["nodes outside", "outside"],
  ];
  console.log(`\nnodes touched per poll, ${CHANGING} pods changed`);
  for (const [words, field] of counts) {
    const [one, other] = subjects.map((subject) => median(subject.counts.map((count) => count[field])));
    console.log(`${words.padEnd(14)}${column(one)}${column(other)}${column(other ? (one / other).toFixed(2) : "")}`);
  }
}

const browser = await startBrowser();
const simulator = await startSimulator({ speed: 1 });
try {
  const subjects = [await launchpod(browser, simulator), await byHand(browser)];
  for (const subject of subjects) {
    await subject.begin();
    await subject.look();
    for (let poll = 0; poll < WARM_UP; poll += 1) await subject.once();
  }
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const subject of subjects) {
      await subject.look();
      // Who is traced works a little slower: the sum is taken from polls that are not.
      for (let poll = 0; poll < POLLS; poll += 1) await subject.timed();
      await subject.traced(POLLS);
      await subject.counted();
    }
  }
  report(subjects);
} finally {
  await browser.close();
  simulator.stop();
}
