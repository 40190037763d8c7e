//! Links in texts like those of docs/: `[words](target)` and pictures, outside of code.

/// The text with other links: `see` is given each target, and says what stands in its place. `None` leaves the words without a link.
pub fn rewritten(text: &str, mut see: impl FnMut(&str) -> Option<String>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut paragraph = String::new();
    let mut is_code = false;
    for line in text.split_inclusive('\n') {
        let is_fence = line.trim_start().starts_with("```");
        is_code ^= is_fence;
        if is_code || is_fence {
            out.push_str(&in_paragraph(&std::mem::take(&mut paragraph), &mut see));
            out.push_str(line);
            continue;
        }
        paragraph.push_str(line);
        if line.trim().is_empty() {
            out.push_str(&in_paragraph(&std::mem::take(&mut paragraph), &mut see));
        }
    }
    out + &in_paragraph(&paragraph, &mut see)
}

/// The targets of all links.
pub fn targets(text: &str) -> Vec<String> {
    let mut targets = vec![];
    rewritten(text, |target| {
        targets.push(target.to_owned());
        None
    });
    targets
}

/// A link may go over the end of a line, and not over that of a paragraph.
fn in_paragraph(text: &str, see: &mut impl FnMut(&str) -> Option<String>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("](") {
        out.push_str(before);
        let is_code = out.matches('`').count() % 2 == 1;
        let Some((target, after)) = after.split_once(')').filter(|_| !is_code) else {
            out.push_str("](");
            rest = after;
            continue;
        };
        match (see(target), out.rfind('[')) {
            (Some(target), _) => out.push_str(&format!("]({target})")),
            (None, Some(start)) => {
                let is_picture = out.get(..start).is_some_and(|before| before.ends_with('!'));
                out.replace_range(start - usize::from(is_picture)..=start, "");
            }
            (None, None) => {}
        }
        rest = after;
    }
    out + rest
}

/// Whether a target is a place elsewhere, or one on the same page.
pub fn leaves(target: &str) -> bool {
    target.contains(':') || target.starts_with('#')
}

/// The path that a target names from a file in `folder`, both from the root of the project, and what follows `#`. `None` if it leads
/// out of the project.
pub fn resolved<'a>(folder: &str, target: &'a str) -> Option<(String, &'a str)> {
    let (path, place) = match target.find('#') {
        Some(at) => target.split_at(at),
        None => (target, ""),
    };
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()?),
            part => parts.push(part),
        }
    }
    Some((parts.join("/"), place))
}

/// The folder of a file, without a slash at its end.
pub fn folder_of(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_found_outside_of_code_and_over_the_end_of_a_line() {
        let text =
            "See [one](a.md), `[count](not)` and [two\nlines](b.md#c).\n\n```\n[no](d.md)\n```\n![A picture](e.png)\n";
        assert_eq!(targets(text), ["a.md", "b.md#c", "e.png"]);
        let other = rewritten(text, |target| (target == "a.md").then(|| "x.md".to_owned()));
        assert_eq!(other, "See [one](x.md), `[count](not)` and two\nlines.\n\n```\n[no](d.md)\n```\nA picture\n");
        assert_eq!(rewritten(text, |target| Some(target.to_owned())), text);
    }

    #[test]
    fn a_target_is_a_path_of_the_project() {
        assert_eq!(resolved("docs/decisions", "../keys.md#make-one"), Some(("docs/keys.md".into(), "#make-one")));
        assert_eq!(resolved("docs", "../hosting/"), Some(("hosting".into(), "")));
        assert_eq!(resolved("docs", "../../x"), None);
        assert!(leaves("https://a.example/") && leaves("#here") && !leaves("a.md"));
        assert_eq!((folder_of("docs/a.md"), folder_of("a.md")), ("docs", ""));
    }
}
