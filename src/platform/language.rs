//! Which language the page speaks: the one that the person chose in this browser, else the first of their browser's that the
//! page has. English is part of the app and nothing waits for it; each other language is a file, fetched once a page.

use std::pin::pin;
use std::time::Duration;

use futures_util::future::{Either, select};
use js_sys::{Array, JSON, Object};
use launchpod_words::{Language, Message, Said, Translation, speak};
use leptos::prelude::set_timeout;
use leptos::task::spawn_local;
use wasm_bindgen::{JsCast, JsValue};

use crate::platform::numbers::write_numbers_in;
use crate::platform::shared::Shared;
use crate::platform::{browser, clock};

/// Where in local storage the tag of what was chosen stands.
const CHOICE: &str = "launchpod.language";

/// After this the page comes in English, and the language when it is there.
const PATIENCE: Duration = Duration::from_secs(3);

/// What has not come by then does not come.
const GIVE_UP: Duration = Duration::from_secs(30);

/// The language of the page, followed.
#[derive(Clone, Copy)]
pub struct PageLanguage {
    /// What the page speaks, or is about to.
    wanted: Shared<Language>,
    spoken: Shared<Language>,
    /// What could not be had.
    failed: Shared<Option<Language>>,
    /// Whether the first view need not wait any more.
    settled: Shared<bool>,
    /// Those that were asked for; `None` on their way.
    files: Shared<Vec<(Language, Option<Translation>)>>,
}

impl PageLanguage {
    /// The person's language: English at once, another one as soon as its file is there.
    pub fn start() -> Self {
        let chosen = browser::local_storage().and_then(|storage| storage.get_item(CHOICE).ok().flatten());
        let tags = browser::languages();
        let wanted = Language::wanted(chosen.as_deref(), tags.iter().map(String::as_str));
        let language = Self {
            wanted: Shared::default(),
            spoken: Shared::default(),
            failed: Shared::default(),
            settled: Shared::new(wanted == Language::English),
            files: Shared::default(),
        };
        write_numbers_in(Language::English);
        if wanted != Language::English {
            set_timeout(move || language.settled.refresh(true), PATIENCE);
            language.turn_to(wanted);
        }
        language
    }

    /// Whether the page can be shown, followed: once it can, it always can.
    pub fn is_settled(self) -> bool {
        self.settled.get()
    }

    /// What is spoken, followed.
    pub fn spoken(self) -> Language {
        self.spoken.get()
    }

    /// A text of an element that stays when another language is spoken.
    pub fn says(self, text: Message) -> impl Fn() -> &'static str + Copy + Send + 'static {
        move || {
            self.spoken();
            text()
        }
    }

    /// What is spoken or about to be, followed.
    pub fn wanted(self) -> Language {
        self.wanted.get()
    }

    /// What was wanted and could not be had, followed.
    pub fn failed(self) -> Option<Language> {
        self.failed.get()
    }

    /// The person chooses, for this page and all that this browser opens after it.
    pub fn choose(self, language: Language) {
        if let Some(storage) = browser::local_storage() {
            let _ = storage.set_item(CHOICE, language.tag());
        }
        self.turn_to(language);
    }

    fn turn_to(self, language: Language) {
        self.wanted.refresh(language);
        self.failed.refresh(None);
        let file = self.files.peek(|files| files.iter().find(|(of, _)| *of == language).map(|(_, file)| *file));
        match file {
            _ if language == Language::English => self.show(language, None),
            Some(Some(translation)) => self.show(language, Some(translation)),
            Some(None) => {}
            None => {
                self.files.change(|files| files.push((language, None)));
                spawn_local(self.fetch(language));
            }
        }
    }

    async fn fetch(self, language: Language) {
        let translation = translation(language).await;
        self.files.change(|files| {
            files.retain(|(of, _)| *of != language);
            files.extend(translation.map(|translation| (language, Some(translation))));
        });
        // Something else may have been chosen meanwhile.
        if self.wanted.peek(|wanted| *wanted == language) {
            match translation {
                Some(translation) => self.show(language, Some(translation)),
                None => self.stay(language),
            }
        }
        self.settled.refresh(true);
    }

    fn show(self, language: Language, translation: Option<Translation>) {
        speak(language, translation);
        write_numbers_in(language);
        browser::set_language(language.tag());
        self.spoken.refresh(language);
    }

    /// The choice stands in storage all the same: the next page tries again.
    fn stay(self, failed: Language) {
        self.wanted.refresh(self.spoken.peek(|spoken| *spoken));
        self.failed.set(Some(failed));
    }
}

async fn translation(language: Language) -> Option<Translation> {
    let address = format!("locales/{}.json", language.tag());
    match select(pin!(browser::file(&address)), pin!(clock::pause(GIVE_UP))).await {
        Either::Left((text, _)) => read(&text?),
        Either::Right(_) => None,
    }
}

/// The browser's own reader of JSON is there anyway. `None` for a file that is none of ours.
fn read(text: &str) -> Option<Translation> {
    let mut messages = vec![];
    for (area, of_area) in entries(&JSON::parse(text).ok()?)? {
        for (name, value) in entries(&of_area)? {
            let said = match value.as_string() {
                Some(text) => Said::Text(text),
                None => {
                    let forms = entries(&value)?;
                    let form = |wanted: &str| forms.iter().find(|(form, _)| form == wanted)?.1.as_string();
                    Said::Counted { one: form("one"), other: form("other") }
                }
            };
            messages.push((area.clone(), name, said));
        }
    }
    Some(Translation::new(messages))
}

/// What an object holds; `None` for anything else.
fn entries(value: &JsValue) -> Option<Vec<(String, JsValue)>> {
    let object = value.dyn_ref::<Object>().filter(|_| !Array::is_array(value))?;
    let entry = |pair: JsValue| {
        let pair: Array = pair.dyn_into().ok()?;
        Some((pair.get(0).as_string()?, pair.get(1)))
    };
    Object::entries(object).iter().map(entry).collect()
}
