//! Counting tests from what the test programs print.

/// Tests counted.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Tally {
    /// Those that hold.
    pub passed: u64,
    /// Those that do not.
    pub failed: u64,
    /// The names of those, as far as their runner told them.
    pub broken: Vec<String>,
    /// The names of those that failed first and held when they were tried once more.
    pub flaky: Vec<String>,
    /// How many milliseconds tests took whose runner tells that, by name.
    pub times: Vec<(u64, String)>,
}

impl Tally {
    /// Counts a line such as `test result: ok. 5 passed; 0 failed; …`, which cargo and wasm-bindgen's runner print.
    pub fn read_cargo(&mut self, line: &str) {
        if let Some(name) = line.strip_prefix("test ").and_then(|rest| rest.trim_end().strip_suffix(" ... FAILED")) {
            self.broke(name);
        }
        let Some((_, counts)) = line.split_once("test result: ") else {
            return;
        };
        self.passed += number_before(counts, " passed");
        self.failed += number_before(counts, " failed");
    }

    /// Counts a line such as `ℹ pass 5`, which node's runner prints at its end.
    pub fn read_node(&mut self, line: &str) {
        let told = |mark| {
            let (name, time) = line.trim().strip_prefix(mark)?.rsplit_once(" (")?;
            Some((time.strip_suffix("ms)")?.parse::<f64>().ok()? as u64, name))
        };
        let broken = told("✖ ");
        if let Some((_, name)) = broken {
            self.broke(name);
        }
        if let Some((time, name)) = told("✔ ").or(broken)
            && !self.times.iter().any(|(_, known)| known == name)
        {
            self.times.push((time, name.to_owned()));
        }
        let mut words = line.split_whitespace();
        let (Some("ℹ" | "#"), Some(word), Some(number), None) =
            (words.next(), words.next(), words.next(), words.next())
        else {
            return;
        };
        let number = number.parse().unwrap_or(0);
        match word {
            "pass" => self.passed += number,
            "fail" | "cancelled" => self.failed += number,
            _ => {}
        }
    }

    /// Counts what the reporter of the journeys prints: `✔ a journey (1.5 s)`, and at its end `flaky: a journey`,
    /// `failed: another` and `journeys: 5 passed, 1 flaky, 1 failed`.
    pub fn read_journeys(&mut self, line: &str) {
        let timed = line.strip_prefix("✔ ").or_else(|| line.strip_prefix("✖ ")).and_then(|rest| rest.rsplit_once(" ("));
        let seconds = timed.and_then(|(_, time)| time.split(' ').next()?.parse::<f64>().ok());
        if let (Some((name, _)), Some(seconds)) = (timed, seconds) {
            self.times.push(((seconds * 1000.0) as u64, name.to_owned()));
        }
        if let Some(name) = line.strip_prefix("flaky: ") {
            self.flaky.push(name.to_owned());
        }
        if let Some(name) = line.strip_prefix("failed: ") {
            self.broke(name);
        }
        if let Some(counts) = line.strip_prefix("journeys: ") {
            self.passed += number_before(counts, " passed") + number_before(counts, " flaky");
            self.failed += number_before(counts, " failed");
        }
    }

    /// Counts what Schemathesis prints, one for each operation: `___ GET /v2/pods ___` over what is wrong with one, and
    /// `Tested: 40` at its end.
    pub fn read_schemathesis(&mut self, line: &str) {
        let name = line.strip_prefix("__").and_then(|rest| rest.trim_end().strip_suffix("__"));
        let name = name.map(|name| name.trim_matches('_').trim());
        if let Some(name) = name.filter(|name| name.contains(" /")) {
            self.broke(name);
            self.failed = self.broken.len() as u64;
        }
        if let Some(tested) = line.trim().strip_prefix("Tested: ").and_then(|count| count.parse::<u64>().ok()) {
            self.passed = tested.saturating_sub(self.failed);
        }
    }

    /// Makes up for steps that count nothing: a check is one test, and a step that broke is one failure.
    pub fn settle(&mut self, is_one_check: bool, broke: bool) {
        if is_one_check && !broke && self.passed == 0 {
            self.passed += 1;
        }
        if broke && self.failed == 0 {
            self.failed = 1;
        }
    }

    /// Adds another count.
    pub fn add(&mut self, other: &Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.broken.extend_from_slice(&other.broken);
        self.flaky.extend_from_slice(&other.flaky);
        self.times.extend_from_slice(&other.times);
    }

    /// So many of the tests that took longest, the slowest first.
    pub fn slowest(&self, count: usize) -> Vec<(u64, &str)> {
        let mut times: Vec<(u64, &str)> = self.times.iter().map(|(time, name)| (*time, name.as_str())).collect();
        times.sort_by_key(|(time, _)| std::cmp::Reverse(*time));
        times.truncate(count);
        times
    }

    /// Node's runner tells each once more at its end.
    fn broke(&mut self, name: &str) {
        if !self.broken.iter().any(|known| known == name) {
            self.broken.push(name.to_owned());
        }
    }
}

fn number_before(text: &str, word: &str) -> u64 {
    let before = text.split(word).next().filter(|before| before.len() < text.len());
    before.and_then(|before| before.rsplit(' ').next()).and_then(|number| number.parse().ok()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cargo_and_the_wasm_runner_are_counted() {
        let mut tally = Tally::default();
        tally.read_cargo(
            "test result: ok. 5 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.01s",
        );
        tally.read_cargo("test result: FAILED. 12 passed; 3 failed; 0 ignored; 0 filtered out");
        tally.read_cargo("test tests::passed ... ok");
        tally.read_cargo("test tests::spend::a_day ... FAILED");
        assert_eq!((tally.passed, tally.failed, tally.broken), (17, 3, vec!["tests::spend::a_day".to_owned()]));
    }

    #[test]
    fn node_is_counted() {
        let mut tally = Tally::default();
        for line in ["ℹ tests 4", "ℹ pass 2", "ℹ fail 1", "ℹ cancelled 1", "ℹ skipped 0", "✔ pass 9 things (3ms)"]
        {
            tally.read_node(line);
        }
        assert_eq!((tally.passed, tally.failed, tally.broken), (2, 2, Vec::new()));
    }

    #[test]
    fn what_node_says_is_broken_is_named_once() {
        let mut tally = Tally::default();
        for line in ["✔ one (3ms)", "✖ two (of both) (4.5ms)", "✖ failing tests:", "✖ two (of both) (4.5ms)"] {
            tally.read_node(line);
        }
        assert_eq!(tally.broken, ["two (of both)"]);
        assert_eq!(tally.slowest(9), [(4, "two (of both)"), (3, "one")]);
        assert_eq!(tally.slowest(1).len(), 1);
    }

    #[test]
    fn journeys_are_counted_and_a_flake_is_one_that_holds() {
        let mut tally = Tally::default();
        for line in [
            "✖ two (of both) (4.5 s)",
            "  Error: 7 failed",
            "✔ two (of both) (3.0 s, once more)",
            "✔ one (12.5 s)",
            "flaky: two (of both)",
            "failed: three",
            "journeys: 10 passed, 1 flaky, 1 failed",
        ] {
            tally.read_journeys(line);
        }
        assert_eq!((tally.passed, tally.failed), (11, 1));
        assert_eq!(
            (tally.flaky.as_slice(), tally.broken.as_slice()),
            (&["two (of both)".to_owned()][..], &["three".to_owned()][..])
        );
        assert_eq!(tally.slowest(2), [(12_500, "one"), (4_500, "two (of both)")]);
    }

    #[test]
    fn operations_are_counted_of_which_schemathesis_finds_nothing_wrong() {
        let mut tally = Tally::default();
        for line in [
            "=================================== FAILURES ===================================",
            "_________________________________ GET /v2/pods _________________________________",
            "1. Test Case ID: muzN72",
            "  Selected: 40/41",
            "  Tested: 40",
        ] {
            tally.read_schemathesis(line);
        }
        assert_eq!((tally.passed, tally.failed, tally.broken), (39, 1, vec!["GET /v2/pods".to_owned()]));
        let mut tally = Tally::default();
        tally.read_schemathesis("  Tested: 40");
        tally.settle(true, false);
        assert_eq!((tally.passed, tally.failed), (40, 0));
    }

    #[test]
    fn what_counts_nothing_still_counts() {
        let settled = |is_one_check, broke| {
            let mut tally = Tally::default();
            tally.settle(is_one_check, broke);
            (tally.passed, tally.failed)
        };
        assert_eq!(settled(true, false), (1, 0));
        assert_eq!(settled(true, true), (0, 1));
        assert_eq!(settled(false, true), (0, 1));
        assert_eq!(settled(false, false), (0, 0));
    }
}
