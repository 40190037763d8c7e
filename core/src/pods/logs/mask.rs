//! Hides the values of variables that look like secrets where a log repeats them.

use crate::order::{Variable, is_secret_value};
use crate::pods::logs::plain_text::without_sequences;

/// What stands in the place of a value, whatever its length.
const MASKED: &str = "••••••••";
/// Shorter values stand in other words too, and hiding them would tell them.
const SHORTEST: usize = 4;

/// The values to hide.
#[derive(Clone, Default)]
pub struct Mask {
    /// The longest first: one may stand in another.
    values: Vec<String>,
}

impl std::fmt::Debug for Mask {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_tuple("Mask").field(&self.values.len()).finish()
    }
}

impl Mask {
    /// Hides the values of those variables that look like secrets. A value of several lines is hidden line by line.
    pub fn of(env: &[Variable]) -> Self {
        let secret = env.iter().filter(|variable| is_secret_value(&variable.key, &variable.value));
        let lines = secret.flat_map(|variable| variable.value.lines()).map(|line| without_sequences(line.trim()));
        let mut values: Vec<String> = lines.filter(|line| line.chars().count() >= SHORTEST).collect();
        values.sort_unstable_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
        values.dedup();
        Self { values }
    }

    /// The text without them.
    pub fn hide(&self, text: String) -> String {
        self.values.iter().fold(text, |text, value| match text.contains(value.as_str()) {
            true => text.replace(value.as_str(), MASKED),
            false => text,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn variable(key: &str, value: &str) -> Variable {
        Variable { key: key.to_owned(), value: value.to_owned() }
    }

    #[test]
    fn secrets_are_hidden_and_nothing_else() {
        let mask = Mask::of(&[
            variable("JUPYTER_PASSWORD", "hunter22"),
            variable("ADMIN_PASSWORD", "hunter22-and-more"),
            variable("PIN_SECRET", "123"),
            variable("MODEL", "sdxl"),
            variable("SSH_PRIVATE_KEY", "-----BEGIN KEY-----\nQUJDRA==\n-----END KEY-----"),
            variable("HF_TOKEN", "{{ RUNPOD_SECRET_hf }}"),
        ]);
        let hidden = |text: &str| mask.hide(text.to_owned());
        assert_eq!(hidden("password=hunter22-and-more, hunter22, sdxl"), "password=••••••••, ••••••••, sdxl");
        assert_eq!(hidden("QUJDRA=="), "••••••••");
        assert_eq!(hidden("123 {{ RUNPOD_SECRET_hf }}"), "123 {{ RUNPOD_SECRET_hf }}");
        assert!(!format!("{mask:?}").contains("hunter"));
    }
}
