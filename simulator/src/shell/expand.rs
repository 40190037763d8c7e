//! What words come to: variables, what commands say, sums, and the splitting of it.

use super::arithmetic;
use super::kernel::{MOST_TEXT, capped, held};
use super::run::{Process, Running};
use super::syntax::{Part, Word};

/// Words of one command, and characters of them.
const MOST_WORDS: usize = 1_000;
const MOST_CHARACTERS: usize = 4 * MOST_TEXT;

impl Process {
    /// The word as one text.
    pub fn text<'a>(&'a mut self, word: &'a Word) -> Running<'a, String> {
        Box::pin(async move {
            let mut text = String::new();
            for part in word {
                text = capped(text + &self.part(part).await);
            }
            text
        })
    }

    async fn part(&mut self, part: &Part) -> String {
        match part {
            Part::Text(text) => text.clone(),
            Part::Variable { name, or, .. } => {
                let value = self.variable(name);
                if value.is_empty() { or.clone() } else { value }
            }
            Part::Output { of, .. } => {
                let (mut child, output) = self.heard();
                self.status = child.run(of).await;
                let said = held(&output).clone();
                said.trim_end_matches('\n').to_owned()
            }
            Part::Arithmetic { of, .. } => {
                let text = self.text(of).await;
                arithmetic::value(&text, &self.variables).map(|value| value.to_string()).unwrap_or_default()
            }
        }
    }

    fn variable(&self, name: &str) -> String {
        match name {
            "?" => self.status.to_string(),
            "#" => self.arguments.len().to_string(),
            "*" | "@" => capped(self.arguments.join(" ")),
            "$" => "1".to_owned(),
            "0" => "bash".to_owned(),
            _ => match name.parse::<usize>() {
                Ok(index) => self.arguments.get(index.wrapping_sub(1)).cloned().unwrap_or_default(),
                Err(_) => self.variables.get(name).cloned().unwrap_or_default(),
            },
        }
    }

    /// The words, with what is expanded split at blanks.
    pub async fn fields(&mut self, words: &[Word]) -> Vec<String> {
        let mut fields = Vec::new();
        for word in words {
            let mut field: Option<String> = None;
            for part in word {
                if field.as_ref().is_some_and(|field| field.len() > MOST_TEXT) || fields.len() > MOST_WORDS {
                    break;
                }
                let text = self.part(part).await;
                let splits = match part {
                    Part::Text(_) => false,
                    Part::Variable { quoted, .. } | Part::Output { quoted, .. } | Part::Arithmetic { quoted, .. } => {
                        !quoted
                    }
                };
                if !splits {
                    field.get_or_insert_default().push_str(&text);
                    continue;
                }
                if text.starts_with(char::is_whitespace) {
                    fields.extend(field.take());
                }
                for (index, piece) in text.split_whitespace().enumerate() {
                    if index > 0 {
                        fields.extend(field.take());
                    }
                    field.get_or_insert_default().push_str(piece);
                }
                if text.ends_with(char::is_whitespace) {
                    fields.extend(field.take());
                }
            }
            fields.extend(field);
        }
        let mut room = MOST_CHARACTERS;
        let fits = |field: &String| {
            room = room.saturating_sub(field.len());
            room > 0
        };
        fields.into_iter().take(MOST_WORDS).map(capped).take_while(fits).collect()
    }
}
