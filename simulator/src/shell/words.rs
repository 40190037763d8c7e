//! Reads words: quotes, variables, `$(…)` and `$((…))`.

use std::sync::Arc;

use super::parse::{Parser, Read, Unknown};
use super::syntax::{Part, Word};

impl Parser {
    /// The word that is next; none at a bracket, an operator or the end.
    pub fn word(&mut self) -> Read<Option<Word>> {
        let (mut parts, mut text) = (Vec::new(), String::new());
        let mut is_there = false;
        while let Some(next) = self.peek() {
            if " \t\n;&|<>()".contains(next) {
                break;
            }
            is_there = true;
            self.next();
            match next {
                '\'' => {
                    text.push_str(&self.until('\'')?);
                    flush(&mut parts, &mut text, true);
                }
                '"' => self.double_quoted(&mut parts, &mut text)?,
                '\\' => text.extend(self.next().filter(|escaped| *escaped != '\n')),
                '`' => return Err(Unknown),
                '$' => self.dollar(&mut parts, &mut text, false)?,
                _ => text.push(next),
            }
        }
        flush(&mut parts, &mut text, false);
        Ok(is_there.then_some(parts))
    }

    fn until(&mut self, end: char) -> Read<String> {
        let mut text = String::new();
        loop {
            match self.next().ok_or(Unknown)? {
                next if next == end => return Ok(text),
                next => text.push(next),
            }
        }
    }

    fn double_quoted(&mut self, parts: &mut Word, text: &mut String) -> Read<()> {
        flush(parts, text, false);
        loop {
            match self.next().ok_or(Unknown)? {
                '"' => {
                    flush(parts, text, true);
                    return Ok(());
                }
                '\\' => match self.next().ok_or(Unknown)? {
                    '\n' => {}
                    escaped => {
                        if !"$`\"\\".contains(escaped) {
                            text.push('\\');
                        }
                        text.push(escaped);
                    }
                },
                '`' => return Err(Unknown),
                '$' => self.dollar(parts, text, true)?,
                next => text.push(next),
            }
        }
    }

    /// What a dollar stands for; by itself it is one.
    fn dollar(&mut self, parts: &mut Word, text: &mut String, quoted: bool) -> Read<()> {
        let part = if self.takes("((") {
            Part::Arithmetic { of: self.within(Self::arithmetic)?, quoted }
        } else if self.takes("(") {
            let of = Arc::new(self.list(&[])?);
            if !self.takes(")") {
                return Err(Unknown);
            }
            Part::Output { of, quoted }
        } else if self.takes("{") {
            let inner = self.until('}')?;
            let (name, or) = inner.split_once(":-").unwrap_or((&inner, ""));
            let is_plain = is_variable(name) && !or.contains(['$', '"', '\'', '`', '\\', '{']);
            if !is_plain {
                return Err(Unknown);
            }
            Part::Variable { name: name.to_owned(), or: or.to_owned(), quoted }
        } else {
            let name = self.variable_name();
            if name.is_empty() {
                if matches!(self.peek(), Some('\'' | '"')) && !quoted {
                    return Err(Unknown);
                }
                text.push('$');
                return Ok(());
            }
            Part::Variable { name, or: String::new(), quoted }
        };
        flush(parts, text, false);
        parts.push(part);
        Ok(())
    }

    fn variable_name(&mut self) -> String {
        let mut name = String::new();
        while let Some(next) = self.peek() {
            let first = name.is_empty();
            if first && (next.is_ascii_digit() || "?!$#*@".contains(next)) {
                self.next();
                return next.to_string();
            }
            if !(next.is_ascii_alphabetic() || next == '_' || (!first && next.is_ascii_digit())) {
                break;
            }
            name.push(next);
            self.next();
        }
        name
    }

    fn arithmetic(&mut self) -> Read<Word> {
        let (mut parts, mut text, mut open) = (Vec::new(), String::new(), 0_u32);
        loop {
            if open == 0 && self.takes("))") {
                flush(&mut parts, &mut text, false);
                return Ok(parts);
            }
            match self.next().ok_or(Unknown)? {
                '$' => self.dollar(&mut parts, &mut text, true)?,
                '\'' | '"' | '`' | '\\' => return Err(Unknown),
                next => {
                    open += u32::from(next == '(');
                    open = if next == ')' { open.checked_sub(1).ok_or(Unknown)? } else { open };
                    text.push(next);
                }
            }
        }
    }
}

/// Text that is quoted is a word even if it is empty.
fn flush(parts: &mut Word, text: &mut String, quoted: bool) {
    if quoted || !text.is_empty() {
        parts.push(Part::Text(std::mem::take(text)));
    }
}

fn is_variable(name: &str) -> bool {
    super::parse::is_name(name) || (name.len() == 1 && name.chars().all(|c| c.is_ascii_digit() || "?!$#*@".contains(c)))
}
