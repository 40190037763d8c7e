//! The types of the npm package as a page: a heading for each, what is said of it, and its declaration.

/// What stands before the name of a declaration.
const KINDS: [&str; 5] = ["interface ", "type ", "function ", "class ", "const "];

/// The page of a `.d.ts` file.
pub fn page(types: &str) -> String {
    let mut page = String::new();
    let (mut comment, mut code) = (String::new(), String::new());
    let mut is_comment = false;
    for line in types.lines() {
        let is_new = line.starts_with("/**") || line.starts_with("export ") && !code.is_empty();
        if is_new {
            page.push_str(&section(&std::mem::take(&mut code)));
            // What is said at the top is said of no type.
            page.push_str(&linked(&std::mem::take(&mut comment)));
        }
        is_comment |= line.starts_with("/**");
        if is_comment {
            comment.push_str(said(line));
            comment.push('\n');
            is_comment = !line.contains("*/");
            continue;
        }
        if line.starts_with("export ") {
            page.push_str(&format!("\n## `{}`\n\n{}\n", name(line), linked(&std::mem::take(&mut comment))));
        }
        let is_before_all = line.starts_with("/// ") || line.is_empty() && code.is_empty();
        if !is_before_all {
            code.push_str(line);
            code.push('\n');
        }
    }
    page + &comment + &section(&code)
}

fn section(code: &str) -> String {
    if code.trim().is_empty() { String::new() } else { format!("```ts\n{}\n```\n\n", code.trim_end()) }
}

/// A line of a comment without the comment's own signs.
fn said(line: &str) -> &str {
    let line = line.trim().trim_start_matches("/**").trim_end_matches("*/");
    line.strip_prefix("* ").or_else(|| line.strip_prefix('*')).unwrap_or(line).trim()
}

fn name(line: &str) -> &str {
    let declared = KINDS.iter().find_map(|kind| line.strip_prefix("export ")?.strip_prefix(kind)).unwrap_or(line);
    declared.split(|letter: char| !letter.is_ascii_alphanumeric()).next().unwrap_or(declared)
}

/// `{@link Pod}` is a link to the heading of that type.
fn linked(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("{@link ") {
        let Some((whole, after)) = after.split_once('}') else { break };
        let of = whole.split('.').next().unwrap_or(whole).to_lowercase();
        out.push_str(&format!("{before}[`{whole}`](#{of})"));
        rest = after;
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_type_has_a_heading_what_is_said_of_it_and_its_declaration() {
        let types = "/// <reference lib=\"x\" />\n\n/**\n * All of it.\n */\n\n/** Dollars, of a {@link Pod.cost}. */\nexport type Dollars = number;\n\
                     \n/**\n * A pod,\n * whole.\n */\nexport interface Pod {\n  /** Its id. */\n  id: string;\n}\nexport function pods(): Pod[];\n";
        assert_eq!(
            page(types),
            "\nAll of it.\n\n\n## `Dollars`\n\nDollars, of a [`Pod.cost`](#pod).\n\n```ts\nexport type Dollars = number;\n```\n\n\
             \n## `Pod`\n\n\nA pod,\nwhole.\n\n\n```ts\nexport interface Pod {\n  /** Its id. */\n  id: string;\n}\n```\n\n\
             \n## `pods`\n\n\n```ts\nexport function pods(): Pod[];\n```\n\n"
        );
    }

    #[test]
    fn nothing_that_the_package_exports_is_missing() {
        let root = crate::workspace::Workspace::find().unwrap().root;
        let types = crate::page::read(&root, "module/js/index.d.ts").unwrap();
        let page = page(&types);
        let exported = types.lines().filter(|line| line.starts_with("export ")).count();
        assert_eq!(page.matches("\n## `").count(), exported);
        assert_eq!(page.matches("```ts\n").count(), exported);
        for wanted in ["## `Launcher`\n", "## `LaunchpodError`\n", "## `fileJournal`\n"] {
            assert!(page.contains(wanted), "{wanted}");
        }
        let of_targets = super::super::links::targets(&page);
        for target in of_targets.iter().filter_map(|target| target.strip_prefix('#')) {
            assert!(page.to_lowercase().contains(&format!("## `{target}`")), "{target}");
        }
    }
}
