//! Numbers, money and the time of day as the person's browser writes them.

use std::cell::RefCell;

use js_sys::{Array, Date, Function, Intl, Object, Reflect};
use launchpod_core::types::time::Timestamp;
use launchpod_words::{Language, Numbers, write_numbers_by};
use wasm_bindgen::JsValue;

use crate::platform::browser;

/// No dollars have more decimals.
const MOST_DECIMALS: usize = 7;

/// What writes numbers for one locale; each is made when it is first wanted, and each costs the browser some time.
#[derive(Default)]
struct Formats {
    locale: String,
    dollars: [Option<Function>; MOST_DECIMALS],
    time_of_day: Option<Function>,
}

thread_local! {
    static FORMATS: RefCell<Formats> = RefCell::default();
}

struct OfBrowser;

/// An instant as it is written there, with the person's own clock's hour.
pub fn local_time(at: Timestamp) -> String {
    let locale = FORMATS.with_borrow(|formats| formats.locale.clone());
    let options = options(&[("dateStyle", "medium".into()), ("timeStyle", "medium".into())]);
    Date::new(&(at.millis() as f64).into()).to_locale_string(&locale, &options).into()
}

/// From now on numbers are written as in the person's country where it speaks this language, and else as where it is spoken.
pub fn write_numbers_in(language: Language) {
    let locale = browser::languages().into_iter().find(|tag| {
        // English is what those read, too, whose language the page has not.
        language == Language::English || Language::preferred([tag.as_str()]) == language
    });
    let locale = locale.unwrap_or_else(|| language.tag().to_owned());
    FORMATS.set(Formats { locale, ..Formats::default() });
    write_numbers_by(&OfBrowser);
}

impl Numbers for OfBrowser {
    fn dollars(&self, micros: u64, decimals: u8) -> String {
        let amount = micros as f64 / 1e6;
        written(
            amount,
            |formats| formats.dollars.get_mut(usize::from(decimals)),
            |locale| {
                let options = options(&[
                    ("style", "currency".into()),
                    ("currency", "USD".into()),
                    ("currencyDisplay", "narrowSymbol".into()),
                    ("minimumFractionDigits", decimals.into()),
                    ("maximumFractionDigits", decimals.into()),
                ]);
                Intl::NumberFormat::new(locale, &options).format()
            },
        )
    }

    fn whole(&self, number: u64) -> String {
        let locale = FORMATS.with_borrow(|formats| formats.locale.clone());
        js_sys::Number::from(number as f64).to_locale_string(&locale).into()
    }

    fn time_of_day(&self, minutes: u32) -> String {
        let at = f64::from(minutes) * 60_000.0;
        written(
            at,
            |formats| Some(&mut formats.time_of_day),
            |locale| {
                let options = options(&[("timeStyle", "short".into()), ("timeZone", "UTC".into())]);
                Intl::DateTimeFormat::new(locale, &options).format()
            },
        )
    }
}

fn options(wanted: &[(&str, JsValue)]) -> Object {
    let options = Object::new();
    for (name, value) in wanted {
        let _ = Reflect::set(&options, &(*name).into(), value);
    }
    options
}

/// Written by the format in this place, which is made if it is not there.
fn written(
    number: f64,
    place: impl FnOnce(&mut Formats) -> Option<&mut Option<Function>>,
    make: impl FnOnce(&Array) -> Function,
) -> String {
    FORMATS.with_borrow_mut(|formats| {
        let locale = Array::of1(&formats.locale.as_str().into());
        let written = place(formats).and_then(|place| {
            place.get_or_insert_with(|| make(&locale)).call1(&JsValue::UNDEFINED, &number.into()).ok()?.as_string()
        });
        // An odd browser shows a plain number rather than none.
        written.unwrap_or_else(|| {
            js_sys::Number::from(number).to_string_with_radix(10).map(String::from).unwrap_or_default()
        })
    })
}
