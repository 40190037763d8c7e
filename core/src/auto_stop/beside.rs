//! What this page starts beside an image's own start, besides the timer.

use crate::models::script as models;
use crate::notices::script as notices;

/// What of it a start command holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Beside {
    /// What loads models.
    pub models: bool,
    /// What sends notices.
    pub notices: bool,
}

impl Beside {
    /// Its text; empty for nothing.
    pub fn text(self) -> String {
        let models = if self.models { models::SCRIPT } else { "" };
        models.to_owned() + if self.notices { notices::SCRIPT } else { "" }
    }

    /// Whether there is none.
    pub fn is_empty(self) -> bool {
        self == Self::default()
    }

    /// What this build or an earlier one may have written into such a start command, as far as its marks tell, with the text.
    pub(crate) fn may_be_in(start_command: &str) -> impl Iterator<Item = (Self, String)> {
        let of = |is_in: bool, scripts: &'static [&'static str]| if is_in { scripts } else { &[""] };
        let both = Self { models: models::is_in(start_command), notices: notices::is_in(start_command) };
        let second = of(both.notices, &notices::SCRIPTS);
        let texts = move |first: &'static str| second.iter().map(move |second| (both, format!("{first}{second}")));
        of(both.models, &models::SCRIPTS).iter().copied().flat_map(texts)
    }
}
