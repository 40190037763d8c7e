//! What is tried where the first choice is taken, in words.

use launchpod_words::{launch_summary as say, sentences};

use crate::order::validation::dollars;
use crate::order::{Field, OrderForm};

impl OrderForm {
    /// What is tried after the first choice, if `more` can be had now, and what of it is asked about first. Empty where there
    /// is nothing else.
    pub fn fallback_text(&self, more: usize) -> String {
        if more == 0 {
            return String::new();
        }
        let named = self.choices.iter().all(|choice| !choice.gpu_type.is_empty());
        let tried = if named { say::then_choices(more) } else { say::then_similar(more) };
        // A bid is the price of all.
        let asks = match dollars(self, Field::Ceiling) {
            _ if self.is_spot() => String::new(),
            Ok(Some(limit)) => say::you_approve_above(limit),
            _ => say::you_approve().to_owned(),
        };
        sentences(&[tried, asks])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::order::GpuChoiceForm;

    #[test]
    fn what_is_tried_next_says_what_is_asked_about_first() {
        let form = OrderForm::default();
        assert_eq!(form.fallback_text(0), "");
        let any = form.clone().choosing(vec![GpuChoiceForm::any("24", "")]);
        let approve = "You approve anything more expensive.";
        assert_eq!(any.fallback_text(19), format!("If it is taken, 19 similar ones are tried. {approve}"));
        let named = form.choosing(vec![GpuChoiceForm::of("a"), GpuChoiceForm::of("b")]);
        assert_eq!(named.fallback_text(1), format!("If it is taken, your other choice is tried. {approve}"));
        let limited = named.clone().with(Field::Ceiling, "1.50").fallback_text(1);
        assert_eq!(limited, "If it is taken, your other choice is tried. You approve anything above $1.50/h.");
        let spot = named.with(Field::Rent, "spot").with(Field::Bid, "0.35").fallback_text(1);
        assert_eq!(spot, "If it is taken, your other choice is tried.");
    }
}
