// One line a journey as it ends, its error below it; at the end what was flaky, what failed, and where their traces are.
const seconds = (ms) => `${(ms / 1000).toFixed(1)} s`;
const indented = (text) =>
  text
    .split("\n")
    .map((line) => `  ${line}`)
    .join("\n");

export default class Reporter {
  onBegin(config, suite) {
    this.folder = config.projects[0].outputDir;
    this.tests = suite.allTests();
    console.log(`${this.tests.length} journeys, ${config.workers} side by side`);
  }

  onTestEnd(test, result) {
    if (result.status === "skipped") return;
    const again = result.retry > 0 ? ", once more" : "";
    const mark = result.status === "passed" ? "✔" : "✖";
    console.log(`${mark} ${test.title} (${seconds(result.duration)}${again})`);
    for (const { stack, message, value } of result.errors)
      console.log(indented(stack ?? message ?? value ?? "no word of why"));
  }

  onError({ stack, message, value }) {
    console.log(stack ?? message ?? value);
  }

  onEnd() {
    const ended = (outcome) => this.tests.filter((test) => test.outcome() === outcome);
    const [passed, flaky, failed] = ["expected", "flaky", "unexpected"].map(ended);
    for (const test of flaky) console.log(`flaky: ${test.title}`);
    for (const test of failed) console.log(`failed: ${test.title}`);
    if (flaky.length + failed.length > 0) console.log(`Pictures and traces: ${this.folder}`);
    console.log(`journeys: ${passed.length} passed, ${flaky.length} flaky, ${failed.length} failed`);
  }

  printsToStdio() {
    return true;
  }
}
