//! The list of what something is made of (a "software bill of materials"), as CycloneDX 1.6 writes it in JSON.

use serde_json::{Map, Value, json};

use super::{
    ingredients::{Ingredient, Source},
    moment::Moment,
};
use crate::digest::sha256_hex;

/// The file's name inside an archive.
pub const NAME: &str = "sbom.cdx.json";

/// The list of what `name` is made of. Its number follows what is in it, so the same list is the same file.
pub fn document(name: &str, version: &str, moment: Moment, ingredients: &[Ingredient]) -> String {
    let mut list = json!({
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "timestamp": moment.iso(),
            "component": {
                "type": "application",
                "bom-ref": format!("{name}@{version}"),
                "name": name,
                "version": version,
                "licenses": [{ "expression": "MIT OR Apache-2.0" }],
            },
        },
        "components": ingredients.iter().map(component).collect::<Vec<_>>(),
    });
    let number = number(list.to_string().as_bytes());
    if let Some(fields) = list.as_object_mut() {
        fields.insert("serialNumber".to_owned(), number.into());
    }
    format!("{list:#}\n")
}

fn component(one: &Ingredient) -> Value {
    let Ingredient { name, version, source, license, sum, is_inside } = one;
    let origin = match source {
        Source::Own => "launchpod",
        Source::Crates => "pkg:cargo",
        Source::Npm => "pkg:npm",
        Source::Rust => "rust",
    };
    let mut fields = Map::new();
    let mut set = |name: &str, value: Value| fields.insert(name.to_owned(), value);
    set("type", "library".into());
    set("bom-ref", format!("{origin}/{name}@{version}").into());
    set("name", name.as_str().into());
    set("version", version.as_str().into());
    // "Excluded" is what helped to make it and is not in it.
    set("scope", if *is_inside { "required" } else { "excluded" }.into());
    if let Some(license) = license {
        set("licenses", json!([{ "expression": expression(license) }]));
    }
    if let Some((kind, sum)) = sum {
        set("hashes", json!([{ "alg": kind, "content": sum }]));
    }
    if matches!(source, Source::Crates | Source::Npm) {
        // A + would be a space to some who read it.
        set("purl", format!("{origin}/{name}@{}", version.replace('+', "%2B")).into());
    }
    Value::Object(fields)
}

/// Older crates write `MIT/Apache-2.0`.
fn expression(license: &str) -> String {
    let parts: Vec<&str> = license.split('/').map(str::trim).collect();
    parts.join(" OR ")
}

/// A UUID of the kind that its maker computes (version 8).
fn number(bytes: &[u8]) -> String {
    let digits = sha256_hex(bytes);
    let part = |from: usize, to: usize| digits.get(from..to).unwrap_or_default();
    format!("urn:uuid:{}-{}-8{}-8{}-{}", part(0, 8), part(8, 12), part(13, 16), part(17, 20), part(20, 32))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{
        super::ingredients::{Product, of},
        *,
    };
    use crate::workspace::Workspace;

    fn is_hexadecimal(text: &str, digits: usize) -> bool {
        text.len() == digits && text.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte))
    }

    fn text<'a>(value: &'a Value, field: &str) -> &'a str {
        value[field].as_str().unwrap_or_else(|| panic!("no {field} in {value}"))
    }

    fn check(component: &Value) {
        let name = text(component, "name");
        assert!(!name.is_empty() && !text(component, "version").is_empty());
        assert_eq!(text(component, "type"), "library");
        assert!(["required", "excluded"].contains(&text(component, "scope")));
        let is_fetched = component.get("purl").is_some();
        assert_eq!(is_fetched, component.get("hashes").is_some(), "{name}: a package that is fetched has its sum");
        if is_fetched {
            let purl = text(component, "purl");
            assert!(purl.starts_with("pkg:cargo/") || purl.starts_with("pkg:npm/"), "{purl}");
            let hash = &component["hashes"][0];
            let digits = if text(hash, "alg") == "SHA-256" { 64 } else { 128 };
            assert!(is_hexadecimal(text(hash, "content"), digits), "{hash}");
        }
        for license in component["licenses"].as_array().into_iter().flatten() {
            assert!(!text(license, "expression").contains('/'), "{license}");
        }
    }

    #[test]
    fn the_list_has_what_cyclonedx_asks_for() {
        let workspace = Workspace::find().unwrap();
        for product in [Product::Page, Product::Program] {
            let written = document("x", "1.0.0", Moment::new(0), &of(&workspace, product).unwrap());
            let list: Value = serde_json::from_str(&written).unwrap();
            assert_eq!((text(&list, "bomFormat"), text(&list, "specVersion")), ("CycloneDX", "1.6"));
            assert_eq!((list["version"].as_u64(), text(&list["metadata"], "timestamp").len()), (Some(1), 20));
            let number: Vec<&str> = text(&list, "serialNumber").strip_prefix("urn:uuid:").unwrap().split('-').collect();
            let lengths = number.iter().zip([8, 4, 4, 4, 12]);
            assert!(number.len() == 5 && lengths.into_iter().all(|(part, digits)| is_hexadecimal(part, digits)));
            let components = list["components"].as_array().unwrap();
            components.iter().for_each(check);
            let names: BTreeSet<&str> = components.iter().map(|one| text(one, "bom-ref")).collect();
            assert_eq!(names.len(), components.len(), "each has a name of its own");
            assert!(components.len() > 50 && !written.contains(&workspace.root.display().to_string()));
        }
    }

    #[test]
    fn the_number_follows_what_is_in_the_list() {
        let one = |version: &str| document("x", version, Moment::new(0), &[]);
        assert_eq!(one("1.0.0"), one("1.0.0"));
        let number = |written: &str| serde_json::from_str::<Value>(written).unwrap()["serialNumber"].clone();
        assert_ne!(number(&one("1.0.0")), number(&one("1.0.1")));
    }

    #[test]
    fn older_licences_are_written_as_today() {
        assert_eq!(expression("MIT/Apache-2.0"), "MIT OR Apache-2.0");
        assert_eq!(expression("Apache-2.0 OR MIT"), "Apache-2.0 OR MIT");
    }
}
