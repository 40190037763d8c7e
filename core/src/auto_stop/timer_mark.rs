//! What the page asks of the timer in a pod: a mark at the end of the pod's name, which RunPod changes without touching the
//! container. `models [timer 300m k85]` is 300 minutes after the start of the container; `[timer off k0]` is no timer. The
//! number after `k` follows from the one before: a mark in which a person has changed a digit is none.

/// The longest time, in minutes: 90 days.
const MOST: u32 = 90 * 24 * 60;
const BEGINS: &str = "[timer ";
const OFF: &str = "off";

/// What the timer in a pod is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimerMark {
    /// To act so many minutes after the start of the container.
    After(u32),
    /// Not to act.
    Off,
}

impl TimerMark {
    /// So many minutes, from one to 90 days of them.
    pub fn after(minutes: u64) -> Option<Self> {
        u32::try_from(minutes).ok().filter(|minutes| (1..=MOST).contains(minutes)).map(Self::After)
    }

    /// A pod's name with this mark.
    pub fn write(self, name: &str) -> String {
        let mark = match self {
            Self::After(minutes) => format!("{BEGINS}{minutes}m k{}]", check(minutes)),
            Self::Off => format!("{BEGINS}{OFF} k0]"),
        };
        if name.is_empty() { mark } else { format!("{name} {mark}") }
    }

    /// A pod's name as a person gave it, and the mark behind it. What is no mark to the letter belongs to the name.
    pub fn split(told: &str) -> (&str, Option<Self>) {
        match told.rfind(BEGINS).and_then(|at| Some((told.get(..at)?, Self::read(told.get(at + BEGINS.len()..)?)?))) {
            Some((name, mark)) => (name.trim_end(), Some(mark)),
            None => (told, None),
        }
    }

    fn read(text: &str) -> Option<Self> {
        let (what, check_digits) = text.strip_suffix(']')?.split_once(" k")?;
        let mark = Self::of_word(what.strip_suffix('m').unwrap_or(what))?;
        let written = match mark {
            Self::After(minutes) => (format!("{minutes}m"), check(minutes)),
            Self::Off => (OFF.to_owned(), 0),
        };
        (written.0 == what && written.1.to_string() == check_digits).then_some(mark)
    }

    /// What a line of the pod's log says that its timer has heeded.
    pub fn heard(line: &str) -> Option<Self> {
        line.trim().strip_prefix("launchpod: timer ").and_then(Self::of_word)
    }

    fn of_word(word: &str) -> Option<Self> {
        if word == OFF { Some(Self::Off) } else { word.parse().ok().and_then(Self::after) }
    }
}

fn check(minutes: u32) -> u32 {
    minutes * 31 % 97
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_mark_stands_behind_the_name_and_reads_as_one() {
        assert_eq!(TimerMark::After(300).write("models"), "models [timer 300m k85]");
        assert_eq!(TimerMark::Off.write("models"), "models [timer off k0]");
        assert_eq!(TimerMark::split("models [timer 300m k85]"), ("models", Some(TimerMark::After(300))));
        assert_eq!(TimerMark::split("[timer off k0]"), ("", Some(TimerMark::Off)));
        assert_eq!(TimerMark::after(0), None);
        assert_eq!(TimerMark::after(129_601), None);
    }

    #[test]
    fn what_a_person_has_changed_in_it_is_no_mark() {
        for told in [
            "models [timer 30m k85]",
            "models [timer 3000m k85]",
            "models [timer 300m k8]",
            "models [timer 300m k085]",
            "models [timer 0300m k85]",
            "models [timer +300m k85]",
            "models [timer 300 k85]",
            "models [timer 300m]",
            "models [timer 300m k85",
            "models [timer 300m k85] 2",
            "models [timer off k1]",
            "models [timer offm k0]",
            "models [timer 0m k0]",
            "[timer ",
            "models",
            "",
        ] {
            assert_eq!(TimerMark::split(told), (told, None));
        }
    }

    #[test]
    fn the_pods_log_says_what_was_heeded() {
        assert_eq!(TimerMark::heard("launchpod: timer 300\n"), Some(TimerMark::After(300)));
        assert_eq!(TimerMark::heard("launchpod: timer off"), Some(TimerMark::Off));
        for other in ["launchpod: timer", "launchpod: timer 0", "launchpod: timer soon", "said launchpod: timer 5", ""]
        {
            assert_eq!(TimerMark::heard(other), None, "{other}");
        }
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(name in "[ -~äツ]{0,20}[a-z]", minutes in 1u32..=MOST, other in 1u32..=MOST) {
            let (first, second) = (TimerMark::After(minutes), TimerMark::After(other));
            let written = first.write(&name);
            let (read, mark) = TimerMark::split(&written);
            prop_assert_eq!((read, mark), (name.as_str(), Some(first)));
            prop_assert_eq!(TimerMark::split(&second.write(read)).1, Some(second));
        }

        #[test]
        fn no_digit_can_be_changed_unnoticed(minutes in 1u32..=MOST, at in 0usize..6, digit in 0u8..10) {
            let written = TimerMark::After(minutes).write("a");
            let mut text = written.clone().into_bytes();
            let at = written.find("timer ").unwrap() + 6 + at.min(minutes.to_string().len() - 1);
            text[at] = b'0' + digit;
            let changed = String::from_utf8(text).unwrap();
            prop_assert!(changed == written || TimerMark::split(&changed).1.is_none(), "{}", changed);
        }

        #[test]
        fn no_text_breaks_the_reading(text in ".{0,40}") {
            let (name, mark) = TimerMark::split(&text);
            prop_assert!(mark.is_some() || name == text);
        }
    }
}
