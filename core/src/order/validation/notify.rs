//! Where the pod sends notices.

use launchpod_words::notices as say;

use crate::notices::address;
use crate::order::key_in_pod::refuse_key;
use crate::order::{Field, OrderForm, Problem};
use crate::types::api_key::ApiKey;

/// The address that is wanted; `None` where nothing stands, or where nothing could be sent.
pub(in crate::order) fn notify(raw: &OrderForm, own: &ApiKey) -> Result<Option<String>, Problem> {
    if !raw.sends_notices() {
        return Ok(None);
    }
    let text = raw.get(Field::Notify);
    refuse_key(Field::Notify, say::has_key(), text, own)?;
    address::read(text).map(Some).map_err(|text| Problem::new(Field::Notify, text))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(raw: &OrderForm) -> Result<Option<String>, Problem> {
        notify(raw, &ApiKey::read("rpa_EXAMPLE0123456789").unwrap())
    }

    #[test]
    fn it_is_read_where_the_image_s_start_is_known() {
        let raw = OrderForm::default();
        assert_eq!(read(&raw), Ok(None));
        assert_eq!(read(&raw.clone().with(Field::Notify, " https://ntfy.sh/x ")), Ok(Some("https://ntfy.sh/x".into())));
        let odd = raw.with(Field::Notify, "ntfy.sh/x");
        assert_eq!(read(&odd).unwrap_err().field, Field::Notify);
        let own = odd.clone().with(Field::Image, "own").with(Field::OwnImage, "a/b:c");
        assert_eq!(read(&own), Ok(None), "what has no meaning is no problem");
        assert_eq!(read(&odd.with(Field::StartCommand, "sleep 1")), Ok(None));
    }

    #[test]
    fn a_key_has_no_place_in_it_and_is_not_repeated() {
        for key in ["rpa_EXAMPLE0123456789", "rpa_SOMEBODYELSES0123456789"] {
            let raw = OrderForm::default().with(Field::Notify, &format!("https://example.com/{key}"));
            let problem = read(&raw).unwrap_err();
            assert!(problem.field == Field::Notify && !problem.text.contains(key), "{}", problem.text);
        }
    }
}
