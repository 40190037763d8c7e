//! The tokens of the form: variables of the pod like any other, so a masked value or a secret of RunPod's.

use crate::models::{Model, TokenHost};
use crate::order::{OrderForm, Variable};

/// What stands in the form as the token for this host.
pub fn get(raw: &OrderForm, host: TokenHost) -> &str {
    raw.env.iter().find(|own| own.key.trim() == host.variable).map_or("", |own| own.value.as_str())
}

/// Writes it; an emptied one leaves no variable behind.
pub fn set(raw: &mut OrderForm, host: TokenHost, value: &str) {
    let value = value.trim();
    raw.env.retain(|own| own.key.trim() != host.variable || !value.is_empty());
    match raw.env.iter_mut().find(|own| own.key.trim() == host.variable) {
        Some(own) => value.clone_into(&mut own.value),
        None if value.is_empty() => {}
        None => raw.env.push(Variable { key: host.variable.to_owned(), value: value.to_owned() }),
    }
}

/// Whether one of these could need a token: they are by address, from a host with logins.
pub fn may_be_needed(models: &[Model]) -> bool {
    models.iter().any(|model| model.bytes.is_none() && model.token_host().is_some())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::models::Folder;
    use crate::models::{TOKEN_HOSTS, address, known};

    #[test]
    fn a_token_is_a_variable_and_goes_with_its_value() {
        let (mut raw, [hugging_face, civitai]) = (OrderForm::default(), TOKEN_HOSTS);
        set(&mut raw, hugging_face, "");
        assert!(raw.env.is_empty());
        set(&mut raw, hugging_face, " hf_abc ");
        set(&mut raw, hugging_face, "{{ RUNPOD_SECRET_hf }}");
        set(&mut raw, civitai, "x");
        assert_eq!(raw.env.len(), 2);
        assert_eq!((get(&raw, hugging_face), get(&raw, civitai)), ("{{ RUNPOD_SECRET_hf }}", "x"));
        set(&mut raw, hugging_face, " ");
        assert_eq!((raw.env.len(), get(&raw, hugging_face)), (1, ""));
    }

    #[test]
    fn no_preset_and_no_link_keeps_one() {
        let mut raw = OrderForm::default();
        set(&mut raw, TOKEN_HOSTS[1], "0123");
        let (kept, left_out) = raw.without_secrets();
        assert_eq!((get(&kept, TOKEN_HOSTS[1]), left_out), ("", vec!["CIVITAI_TOKEN".to_owned()]));
    }

    #[test]
    fn known_models_need_none() {
        let known = known::KNOWN_MODELS.map(|known| known.model());
        let own = address::read("https://civitai.com/api/download/models/1", Folder::Loras, "", "").unwrap();
        assert!(!may_be_needed(&known) && may_be_needed(&[own]));
    }
}
