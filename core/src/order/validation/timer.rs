//! The timer inside the pod: hours, as a person types them.

use std::time::Duration;

use launchpod_words::order_problems;

use crate::auto_stop::{PodTimer, StopAction};
use crate::order::validation::{Field, OrderForm, Problem, pod_volume};
use crate::types::number_input::plain_digits;

/// Seconds in a hundredth of an hour.
const HUNDREDTH: u64 = 36;

/// The timer that is wanted; `None` where nothing stands, or where none can be set.
pub(in crate::order) fn timer(raw: &OrderForm) -> Result<Option<PodTimer>, Problem> {
    let text = raw.get(Field::EndAfter).trim();
    if text.is_empty() || raw.start_for_timer().is_none() {
        return Ok(None);
    }
    let how = StopAction::for_volume(pod_volume(raw).unwrap_or_default());
    let timer = hundredths(&plain_digits(text))
        .and_then(|all| PodTimer::new(Duration::from_secs(all.checked_mul(HUNDREDTH)?), how));
    timer.map(Some).ok_or_else(|| Problem::new(Field::EndAfter, order_problems::no_hours()))
}

/// `1.5` is 150. At most two digits follow the point.
fn hundredths(text: &str) -> Option<u64> {
    let (whole, rest) = text.split_once(['.', ',']).unwrap_or((text, "0"));
    let digits = |text: &str| !text.is_empty() && text.len() <= 6 && text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(whole) || !digits(rest) || rest.len() > 2 {
        return None;
    }
    let parts: u64 = rest.parse().ok()?;
    let whole: u64 = whole.parse().ok()?;
    Some(whole * 100 + if rest.len() == 1 { parts * 10 } else { parts })
}

/// The hours of a timer, as they are typed.
pub(in crate::order) fn typed(timer: PodTimer) -> String {
    let hundredths = timer.after().as_secs().div_ceil(HUNDREDTH);
    match (hundredths / 100, hundredths % 100) {
        (whole, 0) => whole.to_string(),
        (whole, rest) => format!("{whole}.{rest:02}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seconds(text: &str) -> Option<u64> {
        let raw = OrderForm::default().with(Field::EndAfter, text);
        timer(&raw).ok().flatten().map(|timer| timer.after().as_secs())
    }

    #[test]
    fn hours_are_read_as_people_type_them() {
        for (text, read) in
            [("4", 14_400), ("1.5", 5_400), (" 0,25 ", 900), ("0.02", 72), ("2160", 7_776_000), ("１．５", 5_400)]
        {
            assert_eq!(seconds(text), Some(read), "{text}");
        }
        assert_eq!(timer(&OrderForm::default().with(Field::EndAfter, "")), Ok(None));
        for odd in ["0", "0.01", "2160.01", "-1", "x", "1.", ".5", "1.234", "1e3", "99999999999999999999"] {
            assert!(timer(&OrderForm::default().with(Field::EndAfter, odd)).is_err(), "{odd}");
        }
    }

    #[test]
    fn it_is_set_where_the_image_s_start_is_known_and_spares_a_volume_of_the_pod_s_own() {
        let raw = OrderForm::default();
        assert_eq!(timer(&raw).unwrap().unwrap().how, StopAction::Terminate);
        assert_eq!(timer(&raw.clone().with(Field::PodVolume, "40")).unwrap().unwrap().how, StopAction::Stop);
        let own = raw.clone().with(Field::Image, "own").with(Field::OwnImage, "a/b:c");
        assert_eq!(timer(&own.with(Field::EndAfter, "nonsense")), Ok(None), "what has no meaning is no problem");
        assert_eq!(timer(&raw.with(Field::StartCommand, "sleep 1")), Ok(None));
    }

    #[test]
    fn what_is_typed_is_read_back() {
        for text in ["4", "1.50", "0.25", "720"] {
            let raw = OrderForm::default().with(Field::EndAfter, text);
            assert_eq!(typed(timer(&raw).unwrap().unwrap()), text);
        }
    }
}
