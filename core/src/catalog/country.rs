//! Countries that RunPod names by two letters, for people.

use crate::types::sort::sort_by_rank;

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

    /// Its English name; the code itself for a country that we do not know.
    pub fn name(&self) -> &str {
        let known = NAMES.iter().find(|(code, _)| *code == self.code);
        known.map_or(&self.code, |(_, name)| name)
    }
}

/// Each country once, in the order of the names.
pub fn by_name(countries: impl Iterator<Item = Country>) -> Vec<Country> {
    let mut each: Vec<Country> = vec![];
    for country in countries {
        if !each.contains(&country) {
            each.push(country);
        }
    }
    sort_by_rank(each, |country| {
        let mut letters = country.name().bytes().chain(std::iter::repeat(0));
        let mut eight = || letters.by_ref().take(8).fold(0, |sum, letter| sum << 8 | u64::from(letter));
        (eight(), eight())
    })
}

/// Those that RunPod was seen to name, and those where it has a data center.
const NAMES: [(&str, &str); 20] = [
    ("AR", "Argentina"),
    ("AT", "Austria"),
    ("AU", "Australia"),
    ("BG", "Bulgaria"),
    ("CA", "Canada"),
    ("CZ", "Czechia"),
    ("ES", "Spain"),
    ("FR", "France"),
    ("IL", "Israel"),
    ("IN", "India"),
    ("IS", "Iceland"),
    ("JP", "Japan"),
    ("NL", "Netherlands"),
    ("NO", "Norway"),
    ("PT", "Portugal"),
    ("RO", "Romania"),
    ("SE", "Sweden"),
    ("SK", "Slovakia"),
    ("TT", "Trinidad and Tobago"),
    ("US", "United States"),
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
    fn they_stand_in_the_order_of_their_names_each_once() {
        let codes = ["US", "AT", "ZZ", "AU", "CZ", "AT"].into_iter().filter_map(Country::parse);
        let names: Vec<_> = by_name(codes).iter().map(|country| country.name().to_owned()).collect();
        assert_eq!(names, ["Australia", "Austria", "Czechia", "United States", "ZZ"]);
    }
}
