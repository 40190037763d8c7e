//! Which language is spoken.

use std::cell::Cell;

use crate::text::key;

/// A language that the page speaks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    /// English, which is always there.
    #[default]
    English,
    /// German.
    German,
    /// Spanish.
    Spanish,
    /// Japanese.
    Japanese,
    /// Simplified Chinese.
    SimplifiedChinese,
}

impl Language {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::English, Self::German, Self::Spanish, Self::Japanese, Self::SimplifiedChinese];

    /// Its tag (BCP 47), which is its file's name, too.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::German => "de",
            Self::Spanish => "es",
            Self::Japanese => "ja",
            Self::SimplifiedChinese => "zh-Hans",
        }
    }

    /// What it calls itself.
    pub const fn own_name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::German => "Deutsch",
            Self::Spanish => "Español",
            Self::Japanese => "日本語",
            Self::SimplifiedChinese => "简体中文",
        }
    }

    /// The language with this tag, exactly.
    pub fn of_tag(tag: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|language| language.tag() == tag)
    }

    /// The first of a person's languages (BCP 47, the dearest first) that the page speaks; English where it speaks none.
    pub fn preferred<'a>(tags: impl IntoIterator<Item = &'a str>) -> Self {
        tags.into_iter().find_map(Self::of_locale).unwrap_or_default()
    }

    /// The language with the tag that a person chose once; without one that of their browser, which tells the `tags`.
    pub fn wanted<'a>(chosen: Option<&str>, tags: impl IntoIterator<Item = &'a str>) -> Self {
        chosen.and_then(Self::of_tag).unwrap_or_else(|| Self::preferred(tags))
    }

    /// The language of a locale such as `de-AT`. Traditional Chinese is not Simplified Chinese.
    fn of_locale(tag: &str) -> Option<Self> {
        let tag = tag.to_ascii_lowercase();
        let mut parts = tag.split(['-', '_']);
        match parts.next()? {
            "en" => Some(Self::English),
            "de" => Some(Self::German),
            "es" => Some(Self::Spanish),
            "ja" => Some(Self::Japanese),
            "zh" if parts.any(|part| matches!(part, "hant" | "tw" | "hk" | "mo")) => None,
            "zh" => Some(Self::SimplifiedChinese),
            _ => None,
        }
    }
}

/// What another language says in the place of one message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Said {
    /// One text.
    Text(String),
    /// What it says of one thing, if that differs, and of any other number.
    Counted {
        /// Of one thing.
        one: Option<String>,
        /// Of any other number.
        other: Option<String>,
    },
}

/// The texts of another language. They stay in memory as long as the page lives, so each language is read once.
#[derive(Clone, Copy, Debug)]
pub struct Translation(&'static [(u32, &'static str)]);

impl Translation {
    /// The messages of a file of `locales/`: the area and the name of each, and what is said. Whoever reads the file knows how
    /// to read JSON: a browser does.
    pub fn new(messages: impl IntoIterator<Item = (String, String, Said)>) -> Self {
        let mut texts = vec![];
        for (area, name, said) in messages {
            let (one, other) = match said {
                Said::Text(text) => (None, Some(text)),
                Said::Counted { one, other } => (one, other),
            };
            for (form, text) in [("#one", one), ("", other)] {
                texts.extend(text.map(|text| (key(&area, &name, form), &*text.leak())));
            }
        }
        texts.sort_unstable_by_key(|(key, _)| *key);
        Self(texts.leak())
    }

    fn find(self, key: u32) -> Option<&'static str> {
        let at = self.0.binary_search_by_key(&key, |(known, _)| *known).ok()?;
        self.0.get(at).map(|(_, text)| *text)
    }
}

thread_local! {
    static SPOKEN: Cell<(Language, Option<Translation>)> = const { Cell::new((Language::English, None)) };
}

/// From now on, all texts of this thread are in this language. English needs no translation; another one has what its
/// translation lacks in English.
pub fn speak(language: Language, translation: Option<Translation>) {
    SPOKEN.set((language, translation));
}

/// The language that is spoken.
pub fn current() -> Language {
    SPOKEN.get().0
}

pub(crate) fn find(key: u32) -> Option<&'static str> {
    SPOKEN.get().1.and_then(|translation| translation.find(key))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_persons_first_known_language_is_spoken() {
        let cases: [(&[&str], Language); 7] = [
            (&["de-AT", "en"], Language::German),
            (&["fr", "es-419"], Language::Spanish),
            (&["zh-CN"], Language::SimplifiedChinese),
            (&["zh-TW", "ja"], Language::Japanese),
            (&["zh-Hant-HK"], Language::English),
            (&["fr"], Language::English),
            (&[], Language::English),
        ];
        for (tags, language) in cases {
            assert_eq!(Language::preferred(tags.iter().copied()), language, "{tags:?}");
        }
    }

    #[test]
    fn what_was_chosen_goes_before_what_the_browser_says() {
        assert_eq!(Language::wanted(Some("es"), ["de"]), Language::Spanish);
        assert_eq!(Language::wanted(Some("en"), ["de"]), Language::English);
        assert_eq!(Language::wanted(Some("tlh"), ["de"]), Language::German, "a language that is no more");
        assert_eq!(Language::wanted(None, ["de"]), Language::German);
        for language in Language::ALL {
            assert_eq!(Language::wanted(Some(language.tag()), []), language);
        }
    }
}
