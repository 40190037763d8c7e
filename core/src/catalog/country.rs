//! Countries that RunPod names by two letters, for people.

use launchpod_words::{Message, countries};

/// A country, by its code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Country {
    /// Two capital letters, as `countryCode` takes them.
    pub code: String,
}

impl Country {
    /// From RunPod's text; `None` for what are not two letters.
    pub fn parse(text: &str) -> Option<Self> {
        let code = text.trim().to_ascii_uppercase();
        let letters = code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_uppercase());
        letters.then_some(Self { code })
    }

    /// From a data center's id, of which REST v2 says no more: `EU-RO-1` is in Romania, `US-KS-2` in the United States.
    pub fn of_data_center(id: &str) -> Option<Self> {
        let mut parts = id.split('-');
        let first = parts.next()?;
        Self::parse(if matches!(first, "US" | "CA") { first } else { parts.next()? })
    }

    /// Its name for people; the code itself for a country that we do not know.
    pub fn name(&self) -> &str {
        self.known().map_or(&self.code, |known| (known.said)())
    }

    /// Its English name, whichever language is spoken: what RunPod says of data centers. The code itself for a
    /// country that we do not know.
    pub fn english(&self) -> &str {
        self.known().map_or(&self.code, |known| known.english)
    }

    fn known(&self) -> Option<&'static Known> {
        KNOWN.iter().find(|known| known.code == self.code)
    }
}

/// For people, the country that RunPod calls so in English; RunPod's own word where we do not know it.
pub fn said(english: &str) -> &str {
    KNOWN.iter().find(|known| known.english == english).map_or(english, |known| (known.said)())
}

/// Each country once. Whoever shows them sorts them, by the names in the language that is spoken.
pub fn each_once(countries: impl Iterator<Item = Country>) -> Vec<Country> {
    let mut each: Vec<Country> = vec![];
    for country in countries {
        if !each.contains(&country) {
            each.push(country);
        }
    }
    each
}

struct Known {
    code: &'static str,
    english: &'static str,
    said: Message,
}

const fn known(code: &'static str, english: &'static str, said: Message) -> Known {
    Known { code, english, said }
}

/// Those that RunPod was seen to name, and those where it has a data center. It has two names for Czechia: the first is the one
/// for its code, and the one that people see.
const KNOWN: [Known; 21] = [
    known("AR", "Argentina", countries::argentina),
    known("AT", "Austria", countries::austria),
    known("AU", "Australia", countries::australia),
    known("BG", "Bulgaria", countries::bulgaria),
    known("CA", "Canada", countries::canada),
    known("CZ", "Czechia", countries::czechia),
    known("CZ", "Czech Republic", countries::czechia),
    known("ES", "Spain", countries::spain),
    known("FR", "France", countries::france),
    known("IL", "Israel", countries::israel),
    known("IN", "India", countries::india),
    known("IS", "Iceland", countries::iceland),
    known("JP", "Japan", countries::japan),
    known("NL", "Netherlands", countries::netherlands),
    known("NO", "Norway", countries::norway),
    known("PT", "Portugal", countries::portugal),
    known("RO", "Romania", countries::romania),
    known("SE", "Sweden", countries::sweden),
    known("SK", "Slovakia", countries::slovakia),
    known("TT", "Trinidad and Tobago", countries::trinidad_and_tobago),
    known("US", "United States", countries::united_states),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn data_centers_say_where_they_stand() {
        let name = |id| Country::of_data_center(id).map(|country| country.name().to_owned());
        for (id, country) in [
            ("EU-RO-1", "Romania"),
            ("EUR-IS-4", "Iceland"),
            ("AP-IN-1", "India"),
            ("US-KS-2", "United States"),
            ("CA-MTL-3", "Canada"),
        ] {
            assert_eq!(name(id).as_deref(), Some(country), "{id}");
        }
        assert_eq!((name("EU"), name("SEA-SGP-1"), name("")), (None, None, None));
    }

    #[test]
    fn codes_have_names_and_unknown_ones_are_shown_as_they_are() {
        let name = |text| Country::parse(text).map(|country| country.name().to_owned());
        assert_eq!(name("cz").as_deref(), Some("Czechia"));
        assert_eq!(name("ZZ").as_deref(), Some("ZZ"));
        for odd in ["", "U", "USA", "<b", "É"] {
            assert_eq!(name(odd), None, "{odd}");
        }
    }

    #[test]
    fn each_stands_there_once() {
        let codes = ["US", "AT", "ZZ", "AT"].into_iter().filter_map(Country::parse);
        let names: Vec<_> = each_once(codes).iter().map(|country| country.name().to_owned()).collect();
        assert_eq!(names, ["United States", "Austria", "ZZ"]);
    }

    #[test]
    fn runpods_english_names_are_said_and_others_stay() {
        for known in KNOWN.iter().filter(|known| known.english != "Czech Republic") {
            assert_eq!((said(known.english), (known.said)()), (known.english, known.english));
        }
        assert_eq!(said("Czech Republic"), "Czechia", "one country has one name");
        assert_eq!((said("Atlantis"), said("")), ("Atlantis", ""));
    }
}
