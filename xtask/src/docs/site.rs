//! What mdBook has made, as it is handed out: pages with the list of all pages, style and pictures, and no script.

use lol_html::{RewriteStrSettings, element, html_content::ContentType, rewrite_str};

use super::book::Section;
use crate::{Result, page};

/// A page as the site has it. `name` is its address, as in `decisions/two-apis.html`.
pub fn page(html: &str, name: &str, sections: &[Section]) -> Result<String> {
    let list = list(name, sections);
    let settings = RewriteStrSettings::new()
        .append_element_content_handler(element!("#contents", |contents| {
            contents.set_inner_content(&list, ContentType::Html);
            Ok(())
        }))
        // mdBook has each picture twice, once large behind a tick. Browsers show a picture large by themselves.
        .append_element_content_handler(element!(".checkbox-img, .img-wrapper", |twice| {
            twice.remove();
            Ok(())
        }))
        .append_element_content_handler(element!(".checkbox-label", |label| {
            label.remove_and_keep_content();
            Ok(())
        }))
        .append_element_content_handler(element!("script, iframe, base, [style], [onclick]", |found| {
            Err(format!("{name} has a <{}> that its policy does not allow", found.tag_name()).into())
        }));
    let html =
        rewrite_str(html, settings).map_err(|error| format!("a page of the docs is not as it should be: {error}"))?;
    page::with_policy(&html, page::DOCS_POLICY)
}

/// Links to all pages, from the page of this name.
fn list(name: &str, sections: &[Section]) -> String {
    let up = "../".repeat(name.matches('/').count());
    let link = |(words, file): &(String, String)| {
        let address = address(file);
        let here = if address == name { " aria-current=\"page\"" } else { "" };
        format!("<li><a href=\"{up}{address}\"{here}>{}</a></li>", escaped(words))
    };
    let section = |section: &Section| {
        let heading = match section.heading.as_str() {
            "" => String::new(),
            heading => format!("<h2>{}</h2>", escaped(heading)),
        };
        format!("{heading}<ul>{}</ul>", section.pages.iter().map(link).collect::<String>())
    };
    sections.iter().map(section).collect()
}

/// Where mdBook puts the page of a file.
pub fn address(file: &str) -> String {
    let name = file.strip_suffix(".md").unwrap_or(file);
    let name = name.strip_suffix("README").map_or_else(|| name.to_owned(), |folder| format!("{folder}index"));
    format!("{name}.html")
}

fn escaped(words: &str) -> String {
    words.replace('&', "&amp;").replace('<', "&lt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sections() -> Vec<Section> {
        let pages = [("About", "README.md"), ("Keys", "keys.md"), ("Two <APIs>", "decisions/two-apis.md")];
        let pages = pages.map(|(name, file)| (name.to_owned(), file.to_owned()));
        vec![Section { heading: "All".to_owned(), pages: pages.into() }]
    }

    #[test]
    fn each_page_leads_to_all_and_is_marked_in_the_list() {
        let html = "<html><head><meta charset=\"utf-8\"></head><nav id=\"contents\"><ol><li>x</ol></nav>";
        let made = page(html, "decisions/two-apis.html", &sections()).unwrap();
        assert!(made.contains(
            "<nav id=\"contents\"><h2>All</h2><ul><li><a href=\"../index.html\">About</a></li>\
             <li><a href=\"../keys.html\">Keys</a></li>\
             <li><a href=\"../decisions/two-apis.html\" aria-current=\"page\">Two &lt;APIs></a></li></ul></nav>"
        ));
        assert!(
            made.contains(
                "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'self'"
            )
        );
    }

    #[test]
    fn each_picture_is_there_once() {
        let html = "<meta charset=\"utf-8\"><p><label class=\"checkbox-label\"><input class=\"checkbox-img\" type=\"checkbox\"><img \
                    src=\"a.png\" alt=\"A\"><span class=\"img-wrapper\"><img src=\"a.png\" alt=\"A\"></span></label></p>";
        let made = page(html, "first-run.html", &[]).unwrap();
        assert!(made.ends_with("<p><img src=\"a.png\" alt=\"A\"></p>"), "{made}");
    }

    #[test]
    fn what_the_policy_forbids_stops_the_build() {
        for bad in ["<script>1</script>", "<iframe></iframe>", "<p style=\"color:red\">", "<base href=\"/\">"] {
            let problem = page(&format!("<meta charset=\"utf-8\">{bad}"), "keys.html", &[]).unwrap_err();
            assert!(problem.contains("keys.html has a <"), "{problem}");
        }
    }
}
