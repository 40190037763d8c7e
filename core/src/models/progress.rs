//! What the script says in the container's log, put together: which model, how much of it is there, and what failed. Anything
//! in the pod can write such lines: they are shown, and decide nothing about money.

use launchpod_words::models as say;

use crate::models::{known, size_text};
use crate::pods::logs::plain_text::visible;

/// What each of its lines begins with.
pub const PREFIX: &str = "launchpod-model: ";
/// No list is longer: see [`crate::models::list::MOST`].
const MOST: usize = 99;
/// Letters of a file's name that are shown.
const MOST_NAME: usize = 60;

/// Why a model could not be loaded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// Its host wants a token, or another one; or it sent a page in the place of the file, which asks to log in.
    Token,
    /// It is not at its address.
    Missing,
    /// There is no room for it.
    Disk,
    /// What came is not what was expected.
    Checksum,
    /// Another file of its name is there.
    Other,
    /// It could not be reached, or broke off again and again.
    Net,
}

/// What was last said of one model.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Said {
    At(u64, Option<u64>),
    Again,
    Busy,
    Checking,
    Waiting,
    Done,
    Failed(Cause),
}

/// All that the script has said since the container started.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ModelLog {
    /// One place a model, as many as there are to load.
    models: Vec<Option<(String, Said)>>,
    /// The one that was last spoken of.
    last: usize,
}

impl ModelLog {
    /// Takes a line of the container's in. Whether it is one of the script's.
    pub fn hear(&mut self, text: &str) -> bool {
        let Some((number, count, file, said)) = read(text) else { return false };
        // A new start of the container begins with the first one anew.
        if self.models.len() != count || number <= self.last {
            self.models = vec![None; count];
        }
        self.last = number - 1;
        if let Some(place) = self.models.get_mut(number - 1) {
            *place = Some((file, said));
        }
        true
    }

    /// Whether it has said anything.
    pub fn has_begun(&self) -> bool {
        !self.models.is_empty()
    }

    /// Whether nothing more will come: each is there, or has failed.
    pub fn is_over(&self) -> bool {
        // Who reads late has not read of the first ones, and they come one after the other.
        let over = |(at, place): (usize, &Option<(String, Said)>)| match place {
            Some((_, said)) => matches!(said, Said::Done | Said::Failed(_)),
            None => at < self.last,
        };
        self.has_begun() && self.models.iter().enumerate().all(over)
    }

    /// Why the first one that failed did.
    pub fn failure(&self) -> Option<Cause> {
        self.models.iter().flatten().find_map(|(_, said)| match said {
            Said::Failed(cause) => Some(*cause),
            _ => None,
        })
    }

    /// As a step of the ladder; `None` before the first word.
    pub fn describe(&self) -> Option<String> {
        let count = self.models.len();
        // What failed stays in sight when all the others are there.
        let failed = || self.models.iter().position(|place| matches!(place, Some((_, Said::Failed(_)))));
        let at = if self.is_over() { failed().unwrap_or(self.last) } else { self.last };
        let (file, said) = self.models.get(at)?.as_ref()?;
        let name = name(file);
        let step = match said {
            Said::Done if self.is_over() => return Some(say::all_there(count)),
            Said::Done => say::one_is_there(name),
            Said::At(there, Some(all)) => say::part_of(name, size_text(*there), size_text(*all)),
            Said::At(there, None) => say::part(name, size_text(*there)),
            Said::Again => say::goes_on(name),
            Said::Busy => say::another_loads(name),
            Said::Checking => say::is_checked(name),
            Said::Waiting => say::waits_for_folder(name),
            Said::Failed(_) => say::not_loaded(name),
        };
        Some(if count > 1 { say::step_of(at + 1, count, step) } else { say::step(step) })
    }
}

fn name(file: &str) -> String {
    known::of_file(file).map_or_else(|| file.to_owned(), |known| known.label.to_owned())
}

/// `1/3 file what …`
fn read(text: &str) -> Option<(usize, usize, String, Said)> {
    let mut words = text.trim().strip_prefix(PREFIX)?.split(' ');
    let (number, count) = words.next()?.split_once('/')?;
    let (number, count): (usize, usize) = (number.parse().ok()?, count.parse().ok()?);
    if number < 1 || number > count || count > MOST {
        return None;
    }
    let file: String = visible(words.next()?).chars().take(MOST_NAME).collect();
    let said = match words.next()? {
        "at" => Said::At(words.next()?.parse().ok()?, words.next().and_then(|all| all.parse().ok())),
        "again" => Said::Again,
        "busy" => Said::Busy,
        "checking" => Said::Checking,
        "waiting" => Said::Waiting,
        "done" | "there" => Said::Done,
        "failed" => Said::Failed(match words.next()? {
            "token" => Cause::Token,
            "missing" => Cause::Missing,
            "disk" => Cause::Disk,
            "size" | "sha256" => Cause::Checksum,
            "other" => Cause::Other,
            _ => Cause::Net,
        }),
        _ => return None,
    };
    Some((number, count, file, said))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn log(lines: &[&str]) -> ModelLog {
        let mut log = ModelLog::default();
        for line in lines {
            assert!(log.hear(&format!("{PREFIX}{line}")), "{line}");
        }
        log
    }

    fn told(lines: &[&str]) -> String {
        log(lines).describe().unwrap()
    }

    const FLUX: &str = "1/1 flux1-dev-fp8.safetensors";

    #[test]
    fn progress_is_a_step() {
        let one = |rest: &str| told(&[&format!("{FLUX} {rest}")]);
        assert_eq!(one("at 3100000000 17246524772"), "Models: Flux dev fp8, 3.1\u{a0}GB of 17.2\u{a0}GB");
        assert_eq!(one("at 0 "), "Models: Flux dev fp8, 0\u{a0}MB");
        assert_eq!(one("at 5000000"), "Models: Flux dev fp8, 5\u{a0}MB");
        assert!(one("checking").contains("Flux dev fp8") && one("again 56 000").contains("Flux dev fp8"));
        assert!(one("waiting").contains("ComfyUI") && one("busy").contains("nother pod"));
        assert_eq!(one("done 17246524772"), "Models: it is there");
        assert_eq!(
            told(&["1/2 a.pt there", "2/2 b.pt at 1000000000 2000000000"]),
            "Models: 2 of 2, b.pt, 1.0\u{a0}GB of 2.0\u{a0}GB"
        );
        assert_eq!(told(&["1/2 a.pt there", "2/2 b.pt done 5"]), "Models: all 2 are there");
        assert_eq!(ModelLog::default().describe(), None);
    }

    #[test]
    fn it_is_over_when_each_is_there_or_has_failed() {
        let over = |lines: &[&str]| log(lines).is_over();
        assert!(!ModelLog::default().is_over() && !over(&["1/2 a.pt done 1"]));
        assert!(over(&["1/2 a.pt failed missing", "2/2 b.pt there"]));
        assert!(over(&["3/3 c.pt done 1"]), "the first lines were not read");
        assert!(!over(&["1/1 a.pt at 5 6"]) && !over(&["1/1 a.pt waiting"]));
        let some = log(&["1/2 a.pt failed missing", "2/2 b.pt there"]);
        assert_eq!(some.failure(), Some(Cause::Missing));
        assert!(some.describe().unwrap().contains("a.pt"), "what failed stays in sight");
    }

    #[test]
    fn causes_are_told_apart() {
        for (said, cause) in [
            ("token 401", Cause::Token),
            ("token page", Cause::Token),
            ("missing", Cause::Missing),
            ("disk", Cause::Disk),
            ("sha256", Cause::Checksum),
            ("size 5", Cause::Checksum),
            ("other", Cause::Other),
            ("net 6 000", Cause::Net),
        ] {
            assert_eq!(log(&[&format!("{FLUX} failed {said}")]).failure(), Some(cause), "{said}");
        }
    }

    #[test]
    fn other_lines_are_none_of_its() {
        let mut log = ModelLog::default();
        for line in [
            "",
            "To see the GUI go to: http://0.0.0.0:8188",
            "launchpod-model: ",
            "launchpod-model: 0/1 a at 1 2",
            "launchpod-model: 2/1 a at 1 2",
            "launchpod-model: 1/100 a at 1 2",
            "launchpod-model: 1/1 a at x 2",
            "launchpod-model: 1/1 a dances",
            "x launchpod-model: 1/1 a done",
        ] {
            assert!(!log.hear(line), "{line}");
        }
        assert_eq!(log, ModelLog::default());
    }

    proptest! {
        #[test]
        fn no_line_panics(lines in prop::collection::vec("(launchpod-model: )?[0-9]{1,2}/[0-9]{1,2} .{0,9} (at [0-9]{1,20} [0-9]*|done|failed .*)|.*", 0..20)) {
            let mut log = ModelLog::default();
            for line in &lines {
                log.hear(line);
                let _ = (log.describe(), log.is_over(), log.failure());
            }
        }
    }
}
