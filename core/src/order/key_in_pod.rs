//! A RunPod key has no place in a pod: whoever gets in could spend the account's money, and RunPod was seen to end such pods
//! within minutes. For what runs in there, RunPod gives each pod a key of its own.

use launchpod_words::{order_problems, sentences};

use crate::order::{Field, OrderForm, Problem};
use crate::types::api_key::{ApiKey, holds_key};

/// The variable in which RunPod gives each pod a key that can do little but end it.
const POD_KEY: &str = "RUNPOD_API_KEY";

/// Why this text must not get into a pod: a RunPod key stands in it, the one in use or anybody's. `said` is the sentence
/// that tells where; the text itself is never told.
pub fn key_in_pod(said: &str, text: &str, own: &ApiKey) -> Option<String> {
    (own.stands_in(text) || holds_key(text))
        .then(|| sentences(&[said, order_problems::key_danger(), &order_problems::key_needless(POD_KEY)]))
}

/// The same, beside its field.
pub(super) fn refuse_key(field: Field, said: &str, text: &str, own: &ApiKey) -> Result<(), Problem> {
    key_in_pod(said, text, own).map_or(Ok(()), |text| Err(Problem::new(field, text)))
}

impl OrderForm {
    /// What RunPod does with a variable of this name; empty where there is none.
    pub fn pod_key_text(&self) -> String {
        match self.env.iter().any(|variable| variable.key.trim() == POD_KEY) {
            true => order_problems::variable_replaced(POD_KEY),
            false => String::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::order::Variable;

    #[test]
    fn the_key_in_use_and_whatever_looks_like_one_are_refused_without_being_repeated() {
        let own = ApiKey::read("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ0123").unwrap();
        let bad = [
            "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ0123",
            "x=0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ0123;",
            "rpa_0123456789ABCDEF",
        ];
        for text in bad {
            let words = key_in_pod(&order_problems::variable_has_key("A"), text, &own).unwrap();
            assert!(
                words.starts_with("The value of A has a RunPod API key in it.") && !words.contains(text),
                "{words}"
            );
        }
        for text in ["", "0123456789ABCDEFGHIJ", "{{ RUNPOD_SECRET_rpa }}", "$RUNPOD_API_KEY"] {
            assert_eq!(key_in_pod("It", text, &own), None, "{text}");
        }
    }

    #[test]
    fn a_variable_that_runpod_replaces_is_told_and_no_other() {
        let of = |key: &str| OrderForm::default().with_env(vec![Variable { key: key.into(), value: "x".into() }]);
        assert!(
            of(" RUNPOD_API_KEY ").pod_key_text().starts_with("RunPod replaces RUNPOD_API_KEY with the pod's own key")
        );
        assert_eq!((of("RUNPOD_API_KEYS").pod_key_text(), OrderForm::default().pod_key_text()), Default::default());
    }
}
