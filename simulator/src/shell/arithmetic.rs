//! Whole numbers, as `$((…))` reckons.

use std::collections::BTreeMap;

/// What an expression comes to; none if it makes no sense.
pub fn value(text: &str, variables: &BTreeMap<String, String>) -> Option<i64> {
    let mut reader = Reader { rest: text, variables, depth: 0 };
    let value = reader.comparison()?;
    reader.rest.trim().is_empty().then_some(value)
}

struct Reader<'a> {
    rest: &'a str,
    variables: &'a BTreeMap<String, String>,
    depth: u32,
}

type Operation = (&'static str, fn(i64, i64) -> Option<i64>);

const COMPARE: [Operation; 6] = [
    ("<=", |one, other| Some(i64::from(one <= other))),
    (">=", |one, other| Some(i64::from(one >= other))),
    ("==", |one, other| Some(i64::from(one == other))),
    ("!=", |one, other| Some(i64::from(one != other))),
    ("<", |one, other| Some(i64::from(one < other))),
    (">", |one, other| Some(i64::from(one > other))),
];
const ADD: [Operation; 2] = [("+", i64::checked_add), ("-", i64::checked_sub)];
const MULTIPLY: [Operation; 3] = [("*", i64::checked_mul), ("/", i64::checked_div), ("%", i64::checked_rem)];

impl Reader<'_> {
    fn takes(&mut self, text: &str) -> bool {
        self.rest = self.rest.trim_start();
        let rest = self.rest.strip_prefix(text);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    fn chain(&mut self, operations: &[Operation], operand: fn(&mut Self) -> Option<i64>) -> Option<i64> {
        let mut value = operand(self)?;
        while let Some((_, operation)) = operations.iter().find(|(sign, _)| self.takes(sign)) {
            value = operation(value, operand(self)?)?;
        }
        Some(value)
    }

    fn comparison(&mut self) -> Option<i64> {
        self.depth = self.depth.checked_add(1).filter(|depth| *depth < 60)?;
        let value = self.chain(&COMPARE, |reader| reader.chain(&ADD, |reader| reader.chain(&MULTIPLY, Self::unary)));
        self.depth -= 1;
        value
    }

    fn unary(&mut self) -> Option<i64> {
        let mut negative = false;
        loop {
            if self.takes("-") {
                negative = !negative;
            } else if !self.takes("+") {
                break;
            }
        }
        let value = if self.takes("(") {
            let value = self.comparison()?;
            self.takes(")").then_some(value)?
        } else {
            self.number()?
        };
        if negative { value.checked_neg() } else { Some(value) }
    }

    fn number(&mut self) -> Option<i64> {
        let end = self.rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at_checked(end).filter(|(word, _)| !word.is_empty())?;
        self.rest = rest;
        if word.starts_with(|c: char| c.is_ascii_digit()) {
            return word.parse().ok();
        }
        match self.variables.get(word).map(|value| value.trim()) {
            None | Some("") => Some(0),
            Some(value) => value.parse().ok(),
        }
    }
}
