//! Start commands that only a shell understands. RunPod hands a start command to the container word by word, and no shell
//! looks at it.

use launchpod_words::order as say;

use crate::json::Document;

/// First words that are a shell's own: no program has their name.
const OWN: [&str; 22] = [
    "cd", "export", "source", ".", "set", "unset", "exec", "eval", "alias", "trap", "umask", "ulimit", "if", "for",
    "while", "until", "case", "function", "[[", "{", "(", ":",
];
const SHELLS: [&str; 5] = ["bash", "sh", "zsh", "dash", "ash"];

/// What in this start command only a shell understands, as it stands there: `&&`, `$HOME`, `cd`. `None` where every word
/// means itself, or is handed to a shell.
pub fn needs_shell(command: &str) -> Option<String> {
    let command = command.trim();
    // RunPod's own form of it: {"cmd": [...], "entrypoint": [...]}.
    if Document::read(command).is_ok() {
        return None;
    }
    let mut words = Words::default();
    let mut letters = command.chars().peekable();
    while let Some(c) = letters.next() {
        let next = letters.peek().copied();
        let names = next.is_some_and(|next| next.is_ascii_alphanumeric() || "_{($?!#@*-".contains(next));
        let quotes = words.quote.is_none() && matches!(next, Some('\'' | '"'));
        match (words.quote, c) {
            (Some(quote), c) if c == quote => words.quote = None,
            (Some('\''), c) => words.word.push(c),
            (_, '\\') => words.word.extend(letters.next()),
            // Inside a text that a shell gets, it is that shell's to understand.
            (Some(_), '$') if names && !words.shell => return Some(variable(letters)),
            (Some(_), '`') if !words.shell => return Some("`".into()),
            (Some(_), c) => words.word.push(c),
            (None, '\'' | '"') => (words.quote, words.begun) = (Some(c), true),
            (None, '\n') => return Some(say::second_line().into()),
            (None, c) if c.is_whitespace() => {
                if let Some(own) = words.end() {
                    return Some(own);
                }
            }
            (None, '$') if names || quotes => return Some(variable(letters)),
            (None, '`' | ';' | '|') => {
                let twice = next == Some(c) && c != '`';
                return Some(if twice { format!("{c}{c}") } else { c.to_string() });
            }
            (None, '&') if next == Some('&') => return Some("&&".into()),
            (None, '&') if next.is_none_or(char::is_whitespace) => return Some("&".into()),
            (None, '<' | '>') if words.word.chars().all(|c| c.is_ascii_digit() || c == '&') => return Some(c.into()),
            (None, '~') if words.is_empty() && next.is_none_or(|next| next == '/') => return Some("~".into()),
            (None, c) => words.word.push(c),
        }
    }
    words.end()
}

/// The same command for bash to run, as one word that means itself.
pub fn in_bash(command: &str) -> String {
    format!("bash -c '{}'", command.trim().replace('\'', r"'\''"))
}

fn variable(letters: impl Iterator<Item = char>) -> String {
    let mut name = "$".to_owned();
    for c in letters.take(20) {
        let word = c.is_ascii_alphanumeric() || "_{(".contains(c);
        if word || name.len() == 1 {
            name.push(c);
        }
        if !word {
            break;
        }
    }
    name
}

/// The words so far.
#[derive(Default)]
struct Words {
    /// The one that is read.
    word: String,
    begun: bool,
    quote: Option<char>,
    /// How many have ended.
    count: usize,
    /// Whether one of them is a shell.
    shell: bool,
}

impl Words {
    const fn is_empty(&self) -> bool {
        self.word.is_empty() && !self.begun
    }

    /// The word has ended. It itself, if it is a shell's own.
    fn end(&mut self) -> Option<String> {
        if self.is_empty() {
            return None;
        }
        let (word, quoted) = (std::mem::take(&mut self.word), std::mem::take(&mut self.begun));
        self.count += 1;
        self.shell |= SHELLS.contains(&word.rsplit('/').next().unwrap_or_default());
        let own = self.count == 1 && !quoted && (OWN.contains(&word.as_str()) || assigns(&word));
        own.then_some(word)
    }
}

/// `NAME=value` before a command.
fn assigns(word: &str) -> bool {
    let name = word.split_once('=').map_or("", |(name, _)| name);
    name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_only_a_shell_understands_is_found() {
        for (command, what) in [
            ("cd /workspace && python main.py", "&&"),
            ("cd /workspace", "cd"),
            ("a | b", "|"),
            ("a || b", "||"),
            ("python $HOME/x.py", "$HOME"),
            ("python \"${HOME}/x.py\"", "${HOME"),
            ("a; b", ";"),
            ("a &", "&"),
            ("python main.py > log", ">"),
            ("python main.py 2>&1", ">"),
            ("python `which x`", "`"),
            ("python $(which x)", "$(which"),
            ("A=1 python main.py", "A=1"),
            ("source venv/bin/activate", "source"),
            ("python ~/main.py", "~"),
            ("a\nb", "a second line"),
            ("bash -c 'a' && b", "&&"),
            ("bash -c $CODE", "$CODE"),
            ("a $$", "$$"),
            ("a $'b'", "$'"),
        ] {
            let found = needs_shell(command);
            assert!(
                found.as_deref() == Some(what) || (what == "&&" && found.as_deref() == Some("cd")),
                "{command}: {found:?}"
            );
        }
    }

    #[test]
    fn what_means_itself_or_goes_to_a_shell_is_left_alone() {
        for command in [
            "",
            "sleep infinity",
            "python main.py --listen 0.0.0.0 --enable-cors-header *",
            "bash -c 'cd /workspace && python main.py'",
            "bash -lc \"cd $HOME; python main.py | tee log\"",
            "/usr/bin/env bash -c \"echo $HOME\"",
            "/start.sh --url http://x/?a=1&b=2",
            "pip install torch>=2.0",
            "echo '$HOME' \\$HOME \"a;b\" 100$",
            "{\"cmd\": [\"a && b\"], \"entrypoint\": [\"bash\", \"-c\"]}",
            "python 'cd' cd",
            "'unfinished $HOME",
        ] {
            assert_eq!(needs_shell(command), None, "{command}");
        }
    }
}
