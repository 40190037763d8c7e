//! "Did you mean …?", as graphql-js finds and words it.

/// The end of a complaint: a hint at the names that are near, or nothing.
pub fn did_you_mean<'a>(given: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    hint("", given, known)
}

/// The same for the values of an enum.
pub fn did_you_mean_the_value<'a>(given: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    hint("the enum value ", given, known)
}

const MOST: usize = 5;

fn hint<'a>(what: &str, given: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    let mut near: Vec<(usize, &str)> =
        known.into_iter().filter_map(|name| Some((distance(given, name)?, name))).collect();
    near.sort_unstable();
    let names: Vec<String> = near.iter().take(MOST).map(|(_, name)| format!("\"{name}\"")).collect();
    match names.as_slice() {
        [] => String::new(),
        [one] => format!(" Did you mean {what}{one}?"),
        [one, other] => format!(" Did you mean {what}{one} or {other}?"),
        [most @ .., last] => format!(" Did you mean {what}{}, or {last}?", most.join(", ")),
    }
}

/// How many letters must be put in, taken out, changed or swapped with their neighbour. None if those are too many.
fn distance(given: &str, known: &str) -> Option<usize> {
    let most = given.chars().count() * 2 / 5 + 1;
    // Capitals and small letters count once, however many they are.
    let cost = match (given.to_lowercase(), known.to_lowercase()) {
        _ if given == known => 0,
        (given, known) if given == known => 1,
        (given, known) => strsim::osa_distance(&given, &known),
    };
    (cost <= most).then_some(cost)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_names_are_hinted_at() {
        let known = || ["podId", "gpuCount", "gpuTypeId", "gpuTypeIdList", "name"].into_iter();
        let hints = [
            ("podID", " Did you mean \"podId\"?"),
            ("gpuCuont", " Did you mean \"gpuCount\"?"),
            ("gpuTypeIds", " Did you mean \"gpuTypeId\" or \"gpuTypeIdList\"?"),
            ("objectMounts", ""),
            ("", ""),
        ];
        for (given, hint) in hints {
            assert_eq!(did_you_mean(given, known()), hint, "{given}");
        }
        let letters = ["ab", "ac", "ad", "ae", "af", "ag"].into_iter();
        assert_eq!(did_you_mean("aa", letters), " Did you mean \"ab\", \"ac\", \"ad\", \"ae\", or \"af\"?");
        let clouds = ["ALL", "SECURE", "COMMUNITY"].into_iter();
        assert_eq!(did_you_mean_the_value("secure", clouds), " Did you mean the enum value \"SECURE\"?");
    }
}
