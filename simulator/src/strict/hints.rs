//! "Did you mean …?", as graphql-js finds and words it.

/// The end of a complaint: a hint at the names that are near, or nothing.
pub fn did_you_mean<'a>(given: &str, known: impl Iterator<Item = &'a str>) -> String {
    hint("", given, known)
}

/// The same for the values of an enum.
pub fn did_you_mean_the_value<'a>(given: &str, known: impl Iterator<Item = &'a str>) -> String {
    hint("the enum value ", given, known)
}

const MOST: usize = 5;

fn hint<'a>(what: &str, given: &str, known: impl Iterator<Item = &'a str>) -> String {
    let mut near: Vec<(usize, &str)> = known.filter_map(|name| Some((distance(given, name)?, name))).collect();
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
    if given == known {
        return Some(0);
    }
    let (given, known) = (given.to_lowercase(), known.to_lowercase());
    // Capitals and small letters count once, however many they are.
    if given == known {
        return Some(1);
    }
    let (given, known): (Vec<char>, Vec<char>) = (given.chars().collect(), known.chars().collect());
    let before = |row: &[usize], column: usize| row.get(column).copied().unwrap_or(usize::MAX - 1);
    let mut last_but_one: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=known.len()).collect();
    let mut previous = None;
    for (line, letter) in given.iter().enumerate() {
        let mut row = vec![line + 1];
        for (column, other) in known.iter().enumerate() {
            let changed = before(&last, column) + usize::from(letter != other);
            let mut cost = changed.min(before(&last, column + 1) + 1).min(before(&row, column) + 1);
            let swapped = column.checked_sub(1).filter(|at| known.get(*at) == Some(letter) && previous == Some(other));
            if let Some(at) = swapped {
                cost = cost.min(before(&last_but_one, at) + 1);
            }
            row.push(cost);
        }
        last_but_one = std::mem::replace(&mut last, row);
        previous = Some(letter);
    }
    last.last().copied().filter(|cost| *cost <= most)
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
