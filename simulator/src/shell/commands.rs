//! The commands that are known. None touches anything but the container and RunPod's simulated API.

use super::api;
use super::kernel::{By, Call, Reply, ask, for_ever, held, sleep};
use super::parse;
use super::run::{Flow, Process, Running};
use crate::clock::{HOUR, MINUTE, SECOND};

const NOT_FOUND: i32 = 127;

impl Process {
    /// Runs a command by name.
    pub fn command<'a>(&'a mut self, name: &'a str, arguments: &'a [String]) -> Running<'a, i32> {
        Box::pin(async move {
            let program = name.rsplit('/').next().unwrap_or(name);
            if name == "/start.sh" {
                return self.program().await;
            }
            match program {
                ":" | "true" => 0,
                // They change nothing that is modelled.
                "cd" | "chmod" | "export" | "mkdir" | "set" | "touch" | "trap" | "ulimit" => 0,
                "false" => 1,
                "break" => self.leave(Flow::Break, &[]),
                "continue" => self.leave(Flow::Continue, &[]),
                "return" => self.leave(Flow::Return, arguments),
                "exit" => self.leave(Flow::Exit, arguments),
                "echo" => self.echo(arguments),
                "sleep" => self.sleep(arguments).await,
                "date" => self.date(arguments),
                "cat" => self.cat(arguments),
                "cut" => self.cut(arguments),
                "grep" => self.grep(arguments),
                "rm" => self.remove(arguments),
                "[" | "[[" => self.test(name, arguments),
                "test" => i32::from(!is_true(self, arguments).unwrap_or(false)),
                "wait" => {
                    let given: Vec<u32> = arguments.iter().filter_map(|id| id.parse().ok()).collect();
                    let jobs = if given.is_empty() { self.jobs.clone() } else { given };
                    self.wait(&jobs).await;
                    0
                }
                "exec" | "nohup" | "command" | "setsid" => self.other(arguments, name == "exec").await,
                "timeout" => self.other(arguments.get(1..).unwrap_or_default(), false).await,
                "bash" | "sh" | "source" | "." => self.shell(arguments).await,
                "runpodctl" => self.runpodctl(arguments).await,
                "curl" => api::curl(self, arguments).await,
                _ if self.is_main => self.program().await,
                _ => NOT_FOUND,
            }
        })
    }

    /// A program that runs on, and serves.
    async fn program(&mut self) -> i32 {
        {
            let mut kernel = held(&self.kernel);
            let now = kernel.now;
            kernel.reached.get_or_insert(now);
        }
        for_ever().await;
        0
    }

    fn leave(&mut self, flow: Flow, arguments: &[String]) -> i32 {
        self.flow = flow;
        arguments.first().and_then(|status| status.parse().ok()).unwrap_or(self.status)
    }

    async fn other(&mut self, arguments: &[String], is_last: bool) -> i32 {
        let Some((name, arguments)) = arguments.split_first() else { return 0 };
        let status = self.command(name, arguments).await;
        if is_last {
            self.flow = Flow::Exit;
        }
        status
    }

    /// `bash -c script`, or a script in a file: the image's own is known, and what has been written.
    async fn shell(&mut self, arguments: &[String]) -> i32 {
        let script = match arguments {
            [flag, script, ..] if is_inline(flag) => Some(script.clone()),
            [file, ..] if file == "/start.sh" => return self.program().await,
            [file, ..] => self.contents(file),
            [] => Some(String::new()),
        };
        let Some(script) = script else { return NOT_FOUND };
        match parse::script(&script) {
            Ok(node) => {
                let mut inner = Process { flow: Flow::On, jobs: Vec::new(), ..self.clone() };
                inner.run(&node).await
            }
            Err(_) if self.is_main => self.program().await,
            Err(_) => 2,
        }
    }

    fn echo(&mut self, arguments: &[String]) -> i32 {
        let (words, end) = match arguments.split_first() {
            Some((flag, rest)) if flag == "-n" => (rest, ""),
            _ => (arguments, "\n"),
        };
        self.say(&(words.join(" ") + end));
        0
    }

    async fn sleep(&mut self, arguments: &[String]) -> i32 {
        if arguments.first().is_some_and(|long| long == "infinity") {
            for_ever().await;
        }
        let total = arguments.iter().map(|part| milliseconds(part)).try_fold(0_i64, |sum, part| sum.checked_add(part?));
        let Some(total) = total.filter(|_| !arguments.is_empty()) else { return 1 };
        sleep(&self.kernel, total).await;
        0
    }

    fn date(&mut self, arguments: &[String]) -> i32 {
        let now = held(&self.kernel).now;
        match arguments.first().map(String::as_str) {
            Some("+%s") => self.say(&format!("{}\n", now.0 / SECOND)),
            None => self.say(&format!("{}\n", now.js_text())),
            _ => return 1,
        }
        0
    }

    /// The files that are named, or what comes in.
    fn input_of(&self, files: &[&String]) -> Option<String> {
        if files.is_empty() {
            return Some(self.input.clone());
        }
        files.iter().map(|file| self.contents(file)).collect()
    }

    fn cat(&mut self, arguments: &[String]) -> i32 {
        let files: Vec<&String> = arguments.iter().filter(|word| *word != "-").collect();
        let Some(text) = self.input_of(&files) else { return 1 };
        self.say(&text);
        0
    }

    /// `cut -d. -f1`: one field.
    fn cut(&mut self, arguments: &[String]) -> i32 {
        let (flags, files): (Vec<&String>, Vec<&String>) = arguments.iter().partition(|word| word.starts_with('-'));
        let flag = |name: &str| flags.iter().find_map(|flag| flag.strip_prefix(name));
        let delimiter = flag("-d").unwrap_or("\t");
        let field = flag("-f").and_then(|field| field.parse::<usize>().ok()).and_then(|field| field.checked_sub(1));
        let (Some(field), Some(text)) = (field, self.input_of(&files)) else { return 1 };
        if delimiter.is_empty() {
            return 1;
        }
        for line in text.lines() {
            let cut = if line.contains(delimiter) { line.split(delimiter).nth(field).unwrap_or("") } else { line };
            self.say(&format!("{cut}\n"));
        }
        0
    }

    /// `grep -q -v words`: plain words only, after a `^` if they are to begin the line.
    fn grep(&mut self, arguments: &[String]) -> i32 {
        let (flags, words): (Vec<&String>, Vec<&String>) = arguments.iter().partition(|word| word.starts_with('-'));
        let Some((wanted, files)) = words.split_first() else { return 2 };
        let Some(text) = self.input_of(files) else { return 2 };
        let has = |letter: char| flags.iter().any(|flag| flag.contains(letter));
        let (quiet, inverted) = (has('q'), has('v'));
        let has_it = |line: &str| match wanted.strip_prefix('^') {
            Some(start) => line.starts_with(start),
            None => line.contains(wanted.as_str()),
        };
        let found: Vec<&str> = text.lines().filter(|line| has_it(line) != inverted).collect();
        if !quiet {
            found.iter().for_each(|line| self.say(&format!("{line}\n")));
        }
        i32::from(found.is_empty())
    }

    fn remove(&mut self, arguments: &[String]) -> i32 {
        let (flags, files): (Vec<&String>, Vec<&String>) = arguments.iter().partition(|word| word.starts_with('-'));
        let mut kernel = held(&self.kernel);
        let all = files.iter().filter(|file| kernel.files.remove(**file).is_some()).count() == files.len();
        i32::from(!all && !flags.iter().any(|flag| flag.contains('f')))
    }

    fn test(&self, name: &str, arguments: &[String]) -> i32 {
        let end = if name == "[" { "]" } else { "]]" };
        match arguments.split_last() {
            Some((last, arguments)) if last == end => match is_true(self, arguments) {
                Some(holds) => i32::from(!holds),
                None => 2,
            },
            _ => 2,
        }
    }

    /// Every version knows `remove pod` and `stop pod`; newer ones have `pod delete` and `pod stop`.
    async fn runpodctl(&mut self, arguments: &[String]) -> i32 {
        let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let (call, id) = match words.as_slice() {
            ["remove", "pod", id] | ["pod", "delete" | "remove" | "rm", id] => (Call::Terminate, *id),
            ["stop", "pod", id] | ["pod", "stop", id] => (Call::Stop, *id),
            _ => return 1,
        };
        // The key is this pod's alone.
        if Some(id) != self.variables.get("RUNPOD_POD_ID").map(String::as_str) {
            return 1;
        }
        match ask(&self.kernel, call, By::Runpodctl).await {
            Reply::Done => 0,
            Reply::Refused => 1,
            Reply::Missing => NOT_FOUND,
        }
    }
}

/// `-c`, also with others: `-lc`.
pub fn is_inline(flag: &str) -> bool {
    flag.strip_prefix('-').is_some_and(|letters| letters.len() < 4 && letters.contains('c'))
}

/// What `[ … ]` says; none if it makes no sense.
fn is_true(process: &Process, words: &[String]) -> Option<bool> {
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let number = |text: &str| text.trim().parse::<i64>().ok();
    match words.as_slice() {
        [] => Some(false),
        ["!", rest @ ..] => {
            let rest: Vec<String> = rest.iter().map(|word| (*word).to_owned()).collect();
            is_true(process, &rest).map(|holds| !holds)
        }
        [text] => Some(!text.is_empty()),
        ["-n", text] => Some(!text.is_empty()),
        ["-z", text] => Some(text.is_empty()),
        ["-f" | "-e" | "-r" | "-w", file] => Some(process.contents(file).is_some()),
        ["-s", file] => Some(process.contents(file).is_some_and(|text| !text.is_empty())),
        ["-x", file] => Some(*file == "/start.sh"),
        [one, "=" | "==", other] => Some(one == other),
        [one, "!=", other] => Some(one != other),
        [one, sign, other] => {
            let (one, other) = (number(one)?, number(other)?);
            Some(match *sign {
                "-eq" => one == other,
                "-ne" => one != other,
                "-lt" => one < other,
                "-le" => one <= other,
                "-gt" => one > other,
                "-ge" => one >= other,
                _ => return None,
            })
        }
        _ => None,
    }
}

/// `90`, `1.5`, `2h`.
fn milliseconds(text: &str) -> Option<i64> {
    let (number, unit) = match text.char_indices().last()? {
        (end, 's') => (text.get(..end)?, SECOND),
        (end, 'm') => (text.get(..end)?, MINUTE),
        (end, 'h') => (text.get(..end)?, HOUR),
        (end, 'd') => (text.get(..end)?, 24 * HOUR),
        _ => (text, SECOND),
    };
    let (whole, part) = number.split_once('.').unwrap_or((number, ""));
    if !whole.chars().chain(part.chars()).all(|digit| digit.is_ascii_digit()) || number.is_empty() || number == "." {
        return None;
    }
    let whole = if whole.is_empty() { 0 } else { whole.parse::<i64>().ok()? };
    let thousandths: i64 = format!("{part:0<3}").get(..3)?.parse().ok()?;
    let most = 100 * 365 * 24 * HOUR;
    Some(whole.checked_mul(unit)?.checked_add(thousandths * unit / 1_000)?.min(most))
}
