//! Reads what consists of several commands: loops, choices, groups.

use super::parse::{Parser, Read, Unknown, is_name, not_empty, redirected};
use super::syntax::Node;

impl Parser {
    pub fn command(&mut self) -> Read<Node> {
        let word = self.bare();
        let compound = match word.as_str() {
            "" if self.takes("(") => {
                let body = self.list(&[])?;
                if !self.takes(")") {
                    return Err(Unknown);
                }
                Node::Subshell(Box::new(not_empty(body)?))
            }
            "{" if self.takes("{") => self.block("}")?,
            "while" | "until" if self.takes(&word) => {
                let condition = Box::new(self.block("do")?);
                Node::While { condition, body: Box::new(self.block("done")?), until: word == "until" }
            }
            "if" if self.takes("if") => self.if_cases()?,
            "for" if self.takes("for") => self.for_loop()?,
            "case" | "select" | "function" | "time" | "coproc" | "}" | "do" | "done" | "then" | "fi" | "else"
            | "elif" | "esac" | "in" => return Err(Unknown),
            _ => return self.simple(),
        };
        let mut redirects = Vec::new();
        self.blanks();
        while let Some(redirect) = self.redirect()? {
            redirects.push(redirect);
            self.blanks();
        }
        Ok(redirected(compound, redirects))
    }

    fn if_cases(&mut self) -> Read<Node> {
        let mut cases = Vec::new();
        loop {
            let condition = self.block("then")?;
            let body = not_empty(self.list(&["elif", "else", "fi"])?)?;
            cases.push((condition, body));
            self.blanks_and_lines();
            if self.takes_word("fi") {
                return Ok(Node::If { cases, otherwise: None });
            }
            if self.takes_word("else") {
                return Ok(Node::If { cases, otherwise: Some(Box::new(self.block("fi")?)) });
            }
            if !self.takes_word("elif") {
                return Err(Unknown);
            }
        }
    }

    fn for_loop(&mut self) -> Read<Node> {
        self.blanks();
        let name = self.bare();
        if !is_name(&name) || !self.takes(&name) {
            return Err(Unknown);
        }
        self.expects("in")?;
        let mut words = Vec::new();
        loop {
            self.blanks();
            match self.word()? {
                Some(word) => words.push(word),
                None => break,
            }
        }
        if !self.takes(";") && !self.takes("\n") {
            return Err(Unknown);
        }
        self.expects("do")?;
        Ok(Node::For { name, words, body: Box::new(self.block("done")?) })
    }
}
