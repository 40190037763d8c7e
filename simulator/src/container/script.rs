//! The few shapes of a start command that matter here: what sleeps, what asks RunPod to end the pod, what serves.

use super::calls::Call;
use super::models;
use super::notices;
use super::timer::Script;
use super::words::split;
use crate::clock::{HOUR, MINUTE, SECOND};

/// One step of a process.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    Sleep(i64),
    /// By `runpodctl`.
    Ask(Call),
    /// The image's own start, or a program that is not known: it runs on and is taken to serve.
    Serve,
    /// It runs on and serves nothing.
    RunOn,
    Beside(Vec<Step>),
    Timer {
        seconds: i64,
        script: Script,
    },
}

const START: &str = "/start.sh";
/// How deep brackets are looked into.
const DEEPEST: u32 = 8;

/// What a script in bash does. One that is not understood runs on, and serves if it names the image's start.
pub fn script(text: &str, pod: &str) -> Vec<Step> {
    // What loads models ends nothing, and serves nothing; neither does what sends notices.
    if let Some(rest) = models::without(text).or_else(|| notices::without(text)) {
        return script(&rest, pod);
    }
    if let Some((seconds, script)) = Script::read(text) {
        return vec![Step::Beside(vec![Step::Timer { seconds, script }]), Step::Serve];
    }
    list(text, pod, DEEPEST).unwrap_or_else(|| vec![if text.contains(START) { Step::Serve } else { Step::RunOn }])
}

/// Commands one after the other. None if there is more of bash in it.
fn list(text: &str, pod: &str, depth: u32) -> Option<Vec<Step>> {
    let mut steps = Vec::new();
    for (command, is_beside) in parted(text)? {
        let command = command.trim();
        let inner = match command.strip_prefix('(').map(|inner| inner.strip_suffix(')')) {
            Some(inner) => list(inner?, pod, depth.checked_sub(1)?)?,
            None => known(&split(command), pod)?,
        };
        if is_beside { steps.push(Step::Beside(inner)) } else { steps.extend(inner) }
    }
    Some(steps)
}

/// The commands of a list, and whether each runs beside what follows.
fn parted(text: &str) -> Option<Vec<(&str, bool)>> {
    let (mut found, mut from, mut depth, mut quote) = (Vec::new(), 0, 0_i32, None);
    let mut chars = text.char_indices().peekable();
    while let Some((at, next)) = chars.next() {
        match next {
            _ if quote.is_some() => quote = quote.filter(|open| *open != next),
            '\'' | '"' => quote = Some(next),
            '(' => depth += 1,
            ')' => depth -= 1,
            '|' | '`' | '{' | '}' | '<' | '#' => return None,
            ';' | '\n' | '&' if depth == 0 => {
                found.push((text.get(from..at)?, false));
                from = at + 1;
                if next == '&' && chars.next_if(|(_, next)| *next == '&').is_some() {
                    from = at + 2;
                } else if next == '&' {
                    found.last_mut()?.1 = true;
                }
            }
            _ => {}
        }
    }
    if quote.is_some() || depth != 0 {
        return None;
    }
    found.push((text.get(from..)?, false));
    found.retain(|(command, _)| !command.trim().is_empty());
    Some(found)
}

/// A command without a shell around it.
pub fn simple(words: &[String], pod: &str) -> Vec<Step> {
    known(words, pod).unwrap_or_else(|| vec![Step::Serve])
}

/// None for what only a shell knows.
fn known(words: &[String], pod: &str) -> Option<Vec<Step>> {
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    Some(match words.as_slice() {
        [] | ["echo" | "cd" | "export" | "mkdir" | "chmod" | "true" | "false" | ":", ..] => Vec::new(),
        ["exec" | "nohup", rest @ ..] => {
            let rest: Vec<String> = rest.iter().map(|word| (*word).to_owned()).collect();
            return known(&rest, pod);
        }
        ["sleep", "infinity"] | ["wait", ..] => vec![Step::RunOn],
        ["sleep", long] => milliseconds(long).map(Step::Sleep).into_iter().collect(),
        ["runpodctl", rest @ ..] => runpodctl(rest, pod).map(Step::Ask).into_iter().collect(),
        ["while" | "until" | "for" | "if" | "case" | "[" | "[[" | "!" | "function" | "exit", ..] => return None,
        [name, ..] if name.contains(['=', '(', '$']) => return None,
        _ => vec![Step::Serve],
    })
}

/// What `runpodctl` asks for: every version knows `remove pod` and `stop pod`; newer ones have `pod delete` and `pod stop`.
/// The key is this pod's alone.
pub fn runpodctl(words: &[&str], pod: &str) -> Option<Call> {
    let (call, id) = match words {
        ["remove", "pod", id] | ["pod", "delete" | "remove" | "rm", id] => (Call::Terminate, *id),
        ["stop", "pod", id] | ["pod", "stop", id] => (Call::Stop, *id),
        _ => return None,
    };
    (id == pod || id == "$RUNPOD_POD_ID" || id == "${RUNPOD_POD_ID}").then_some(call)
}

/// `90`, `1.5`, `2h`.
fn milliseconds(text: &str) -> Option<i64> {
    let unit = match text.chars().last()? {
        'm' => MINUTE,
        'h' => HOUR,
        'd' => 24 * HOUR,
        _ => SECOND,
    };
    let number: f64 = text.trim_end_matches(['s', 'm', 'h', 'd']).parse().ok()?;
    let most = 100 * 365 * 24 * HOUR;
    #[allow(clippy::cast_possible_truncation, clippy::cast_precision_loss, reason = "saturates, and has a limit")]
    let ms = (number * unit as f64) as i64;
    (number >= 0.0).then_some(ms.min(most))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn start_commands_are_recognised() {
        let stop = || Step::Ask(Call::Stop);
        let sleeps = || Step::Sleep(2 * HOUR);
        for (text, steps) in [
            (
                "(sleep 2h; runpodctl stop pod $RUNPOD_POD_ID) & /start.sh",
                vec![Step::Beside(vec![sleeps(), stop()]), Step::Serve],
            ),
            (
                "sleep 2h; runpodctl stop pod \"$RUNPOD_POD_ID\" & /start.sh",
                vec![sleeps(), Step::Beside(vec![stop()]), Step::Serve],
            ),
            ("sleep 2h && runpodctl remove pod other", vec![sleeps()]),
            ("echo 'a; b' && exec /start.sh", vec![Step::Serve]),
            ("/start.sh & sleep infinity", vec![Step::Beside(vec![Step::Serve]), Step::RunOn]),
            ("cd /workspace && python main.py", vec![Step::Serve]),
            ("while sleep 60; do :; done", vec![Step::RunOn]),
            ("if true; then /start.sh; fi", vec![Step::Serve]),
            ("sleep 1.5; sleep 5x", vec![Step::Sleep(1_500)]),
            ("echo 'open", vec![Step::RunOn]),
            ("((((((((((sleep 1))))))))))", vec![Step::RunOn]),
            ("", vec![]),
        ] {
            assert_eq!(script(text, "mine"), steps, "{text}");
        }
    }
}
