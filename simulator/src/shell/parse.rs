//! Reads a script. What it does not know makes the whole script something that is not modelled.

use std::sync::Arc;

use super::syntax::{Node, Redirect, RedirectKind, Word};

/// A script that is not understood: wrong, or with more of bash in it than is known here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unknown;

pub type Read<T> = Result<T, Unknown>;

const LONGEST: usize = 16 * 1024;
const DEEPEST: u32 = 30;
/// Of `&&` and `||`, which nest.
const LONGEST_CHAIN: u32 = 20;

/// Reads a whole script.
pub fn script(text: &str) -> Read<Node> {
    if text.len() > LONGEST {
        return Err(Unknown);
    }
    let mut parser = Parser { chars: text.chars().collect(), at: 0, depth: 0 };
    let node = parser.list(&[])?;
    if parser.peek().is_none() { Ok(node) } else { Err(Unknown) }
}

pub struct Parser {
    chars: Vec<char>,
    at: usize,
    depth: u32,
}

impl Parser {
    pub fn peek(&self) -> Option<char> {
        self.chars.get(self.at).copied()
    }

    pub fn next(&mut self) -> Option<char> {
        let next = self.peek();
        self.at += usize::from(next.is_some());
        next
    }

    /// Takes that text if it is next.
    pub fn takes(&mut self, text: &str) -> bool {
        let is_next = self.is_next(text);
        if is_next {
            self.at += text.chars().count();
        }
        is_next
    }

    fn is_next(&self, text: &str) -> bool {
        text.chars().enumerate().all(|(index, wanted)| self.chars.get(self.at + index) == Some(&wanted))
    }

    /// Reads something inside of something.
    pub fn within<T>(&mut self, read: impl FnOnce(&mut Self) -> Read<T>) -> Read<T> {
        if self.depth >= DEEPEST {
            return Err(Unknown);
        }
        self.depth += 1;
        let read = read(self);
        self.depth -= 1;
        read
    }

    pub fn blanks(&mut self) {
        loop {
            match self.peek() {
                Some(' ' | '\t') => self.at += 1,
                Some('\\') if self.chars.get(self.at + 1) == Some(&'\n') => self.at += 2,
                Some('#') => {
                    while self.peek().is_some_and(|next| next != '\n') {
                        self.at += 1;
                    }
                }
                _ => return,
            }
        }
    }

    pub fn blanks_and_lines(&mut self) {
        self.blanks();
        while self.takes("\n") {
            self.blanks();
        }
    }

    /// The bare word that is next, without taking it.
    pub fn bare(&self) -> String {
        let rest = self.chars.get(self.at..).unwrap_or_default();
        rest.iter().take_while(|next| !" \t\n;&|<>()'\"$\\`".contains(**next)).collect()
    }

    pub fn takes_word(&mut self, word: &str) -> bool {
        self.bare() == word && self.takes(word)
    }

    pub fn expects(&mut self, word: &str) -> Read<()> {
        self.blanks_and_lines();
        if self.takes_word(word) { Ok(()) } else { Err(Unknown) }
    }

    /// Commands up to one of those words, a bracket or the end.
    pub fn list(&mut self, ends: &[&str]) -> Read<Node> {
        self.within(|parser| {
            let mut items = Vec::new();
            loop {
                parser.blanks_and_lines();
                let ended = matches!(parser.peek(), None | Some(')')) || ends.contains(&parser.bare().as_str());
                if ended {
                    return Ok(Node::List(items));
                }
                let node = Arc::new(parser.and_or()?);
                parser.blanks();
                let beside = parser.peek() == Some('&') && !parser.is_next("&&");
                let more = beside || matches!(parser.peek(), Some(';' | '\n'));
                if parser.is_next(";;") {
                    return Err(Unknown);
                }
                parser.at += usize::from(more);
                items.push((node, beside));
                if !more {
                    return Ok(Node::List(items));
                }
            }
        })
    }

    /// As [`Parser::list`], with its end, and not empty.
    pub fn block(&mut self, end: &str) -> Read<Node> {
        let list = self.list(&[end])?;
        self.expects(end)?;
        not_empty(list)
    }

    fn and_or(&mut self) -> Read<Node> {
        let mut left = self.pipeline()?;
        for _ in 0..LONGEST_CHAIN {
            self.blanks();
            let is_and = self.is_next("&&");
            if !self.takes("&&") && !self.takes("||") {
                return Ok(left);
            }
            self.blanks_and_lines();
            let (one, other) = (Box::new(left), Box::new(self.pipeline()?));
            left = if is_and { Node::And(one, other) } else { Node::Or(one, other) };
        }
        Err(Unknown)
    }

    fn pipeline(&mut self) -> Read<Node> {
        self.blanks();
        let not = self.takes_word("!");
        let mut commands = Vec::new();
        loop {
            self.blanks_and_lines();
            commands.push(self.command()?);
            self.blanks();
            if self.is_next("||") || !self.takes("|") {
                break;
            }
        }
        let one = if commands.len() == 1 { commands.pop().ok_or(Unknown)? } else { Node::Pipe(commands) };
        Ok(if not { Node::Not(Box::new(one)) } else { one })
    }

    pub fn simple(&mut self) -> Read<Node> {
        let name = self.bare();
        let start = self.at;
        if is_name(&name) && self.takes(&name) {
            self.blanks();
            if self.takes("()") {
                self.blanks_and_lines();
                let body = self.within(Self::command)?;
                return Ok(Node::Function(name, Arc::new(body)));
            }
            self.at = start;
        }
        let (mut assigns, mut words, mut redirects) = (Vec::new(), Vec::new(), Vec::new());
        loop {
            self.blanks();
            if let Some(redirect) = self.redirect()? {
                redirects.push(redirect);
                continue;
            }
            let assigned = if words.is_empty() { self.assigned() } else { None };
            if let Some(name) = assigned {
                assigns.push((name, self.word()?.unwrap_or_default()));
                continue;
            }
            match self.word()? {
                Some(word) => words.push(word),
                None => break,
            }
        }
        if words.is_empty() && assigns.is_empty() && redirects.is_empty() {
            return Err(Unknown);
        }
        Ok(redirected(Node::Simple { assigns, words }, redirects))
    }

    /// Takes `name=`, if it is next.
    fn assigned(&mut self) -> Option<String> {
        let bare = self.bare();
        let (name, _) = bare.split_once('=')?;
        (is_name(name) && self.takes(&format!("{name}="))).then(|| name.to_owned())
    }

    pub fn redirect(&mut self) -> Read<Option<Redirect>> {
        let start = self.at;
        let both = self.is_next("&>") && self.takes("&");
        let digits = self.bare().chars().take_while(char::is_ascii_digit).count();
        let stream: String = self.chars.get(self.at..self.at + digits).unwrap_or_default().iter().collect();
        self.at += digits;
        let kind = if self.takes(">>") {
            RedirectKind::Append
        } else if self.takes(">") {
            RedirectKind::Write
        } else if !self.is_next("<<") && !self.is_next("<(") && self.takes("<") {
            RedirectKind::Read
        } else {
            self.at = start;
            return if self.is_next("<") { Err(Unknown) } else { Ok(None) };
        };
        let duplicates = self.takes("&");
        self.blanks();
        let target: Word = self.word()?.ok_or(Unknown)?;
        let is_output = both || matches!(stream.as_str(), "" | "0" | "1");
        let kind = if duplicates || !is_output { RedirectKind::Ignored } else { kind };
        Ok(Some(Redirect { kind, target }))
    }
}

pub fn redirected(node: Node, redirects: Vec<Redirect>) -> Node {
    if redirects.is_empty() { node } else { Node::Redirected(Box::new(node), redirects) }
}

pub fn not_empty(list: Node) -> Read<Node> {
    match list {
        Node::List(items) if items.is_empty() => Err(Unknown),
        list => Ok(list),
    }
}

/// Whether a variable may be called so.
pub fn is_name(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next().is_some_and(|first| first.is_ascii_alphabetic() || first == '_')
        && chars.all(|next| next.is_ascii_alphanumeric() || next == '_')
}
