//! What a thing that is handed out is made of, from cargo and from Cargo.lock and package-lock.json.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
};

use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::Value;

use crate::{Result, command, digest::hex, remap::Compiler, workspace::Workspace};

/// From crates.io, and what becomes of the page by them: see xtask/bindgen.
const BINDING_TOOLS: [&str; 2] = ["wasm-bindgen-cli-support", "wasm_split_cli_support"];
/// From npm: see xtask/bundle.mjs and xtask/make_small.mjs.
const NPM_TOOLS: [&str; 2] = ["binaryen", "esbuild"];

/// Where something is from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Source {
    /// A crate of this project.
    Own,
    Crates,
    Npm,
    /// It comes with the compiler.
    Rust,
}

/// One of the things that something is made of, or with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ingredient {
    pub name: String,
    pub version: String,
    pub source: Source,
    /// As its author wrote it.
    pub license: Option<String>,
    /// The name of the sum, and the sum in hexadecimal digits.
    pub sum: Option<(&'static str, String)>,
    /// Whether it is in what is handed out, or only helped to make it.
    pub is_inside: bool,
}

impl Ingredient {
    fn key(&self) -> (&str, &str, Source) {
        (&self.name, &self.version, self.source)
    }
}

/// What is handed out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Product {
    Page,
    Program,
}

impl Product {
    /// The package of this workspace.
    pub fn package(self) -> &'static str {
        match self {
            Self::Page => "launchpod",
            Self::Program => "launchpod-program",
        }
    }
}

/// All ingredients of it, each once, for the computer that it is built for.
pub fn of(workspace: &Workspace, product: Product) -> Result<Vec<Ingredient>> {
    let compiler = Compiler::find(workspace)?;
    let mut all = crates(workspace, Product::Page, &compiler)?;
    // The page is in it.
    if product == Product::Program {
        all.extend(crates(workspace, product, &compiler)?);
    }
    all.extend(npm_tools(workspace)?);
    all.push(Ingredient {
        name: "rust-std".to_owned(),
        version: compiler.release,
        source: Source::Rust,
        license: Some("MIT OR Apache-2.0".to_owned()),
        sum: None,
        is_inside: true,
    });
    // What is inside of one of them comes first, and stays.
    all.sort_by(|one, other| (one.key(), !one.is_inside).cmp(&(other.key(), !other.is_inside)));
    all.dedup_by(|one, kept| one.key() == kept.key());
    Ok(all)
}

/// What cargo compiles for it.
fn crates(workspace: &Workspace, product: Product, compiler: &Compiler) -> Result<Vec<Ingredient>> {
    let target = match product {
        Product::Page => "wasm32-unknown-unknown",
        Product::Program => &compiler.host,
    };
    let tree = |package: &str, edges: &str, more: &[&str]| {
        let mut cargo = workspace.cargo();
        cargo.args(["tree", "--quiet", "--locked", "--package", package, "--target", target, "--edges", edges]);
        cargo.args(["--prefix", "none", "--format", "{p}|{l}"]).args(more);
        let printed = command::ask(&mut cargo).ok_or_else(|| format!("`cargo tree` of {package} failed"))?;
        Ok::<_, String>(printed.lines().filter_map(read_line).collect::<BTreeSet<_>>())
    };
    let package = product.package();
    let inside = tree(package, "normal,no-proc-macro", &[])?;
    let mut all = tree(package, "normal,build", &[])?;
    if product == Product::Page {
        for tool in BINDING_TOOLS {
            all.extend(tree(tool, "normal", &["--depth", "0"])?);
        }
    }
    let sums = sums(&read(workspace, "Cargo.lock")?);
    let ingredient = |(name, version, license): (String, String, Option<String>)| {
        let sum = sums.get(&(name.clone(), version.clone()));
        Ingredient {
            source: if sum.is_some() { Source::Crates } else { Source::Own },
            sum: sum.map(|sum| ("SHA-256", sum.clone())),
            is_inside: inside.contains(&(name.clone(), version.clone(), license.clone())),
            name,
            version,
            license,
        }
    };
    Ok(all.into_iter().filter(|(name, ..)| name != package).map(ingredient).collect())
}

/// `name v1.0.0 (proc-macro)|MIT OR Apache-2.0 (*)`: name, version and licence.
fn read_line(line: &str) -> Option<(String, String, Option<String>)> {
    let (package, license) = line.trim_end_matches(" (*)").split_once('|')?;
    let mut words = package.split(' ');
    let (name, version) = (words.next()?, words.next()?.strip_prefix('v')?);
    Some((name.to_owned(), version.to_owned(), Some(license.to_owned()).filter(|license| !license.is_empty())))
}

/// The sums in Cargo.lock, by name and version. Crates of this workspace have none.
fn sums(lock: &str) -> BTreeMap<(String, String), String> {
    let value = |block: &str, name: &str| {
        let mut lines = block.lines().filter_map(|line| line.split_once(" = "));
        lines.find(|(found, _)| *found == name).map(|(_, value)| value.trim_matches('"').to_owned())
    };
    let read = |block| Some(((value(block, "name")?, value(block, "version")?), value(block, "checksum")?));
    lock.split("[[package]]").filter_map(read).collect()
}

/// The tools from npm that touch the page.
fn npm_tools(workspace: &Workspace) -> Result<Vec<Ingredient>> {
    let lock: Value = serde_json::from_str(&read(workspace, "e2e/package-lock.json")?)
        .map_err(|error| format!("could not read e2e/package-lock.json: {error}"))?;
    let tool = |name: &str| {
        let locked = lock.get("packages")?.get(format!("node_modules/{name}"))?;
        let text = |field: &str| locked.get(field).and_then(Value::as_str).map(str::to_owned);
        Some(Ingredient {
            name: name.to_owned(),
            version: text("version")?,
            source: Source::Npm,
            license: text("license"),
            sum: Some(("SHA-512", hexadecimal(&text("integrity")?)?)),
            is_inside: false,
        })
    };
    NPM_TOOLS
        .iter()
        .map(|name| tool(name).ok_or_else(|| format!("e2e/package-lock.json does not say all of {name}")))
        .collect()
}

/// `sha512-…` as npm writes it.
fn hexadecimal(integrity: &str) -> Option<String> {
    let bytes = STANDARD.decode(integrity.strip_prefix("sha512-")?).ok()?;
    Some(hex(&bytes))
}

fn read(workspace: &Workspace, name: &str) -> Result<String> {
    fs::read_to_string(workspace.root.join(name)).map_err(|error| format!("could not read {name}: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_cargo_tree_are_read() {
        let read = |line| read_line(line).unwrap();
        let license = |text: &str| Some(text.to_owned());
        assert_eq!(read("a v1.0.0 (proc-macro)|MIT (*)"), ("a".to_owned(), "1.0.0".to_owned(), license("MIT")));
        assert_eq!(read("b v2.1.0 (/x/b)|A OR B"), ("b".to_owned(), "2.1.0".to_owned(), license("A OR B")));
        assert_eq!(read("c v0.1.0|"), ("c".to_owned(), "0.1.0".to_owned(), None));
    }

    #[test]
    fn a_sum_belongs_to_its_version() {
        let lock = "[[package]]\nname = \"a\"\nversion = \"1.0.0\"\nchecksum = \"01\"\n\n[[package]]\nname = \"a\"\n\
                    version = \"2.0.0\"\nchecksum = \"02\"\n\n[[package]]\nname = \"own\"\nversion = \"1.0.0\"\n";
        let sums = sums(lock);
        let sum = |name: &str, version: &str| sums.get(&(name.to_owned(), version.to_owned())).map(String::as_str);
        assert_eq!((sum("a", "1.0.0"), sum("a", "2.0.0"), sum("own", "1.0.0")), (Some("01"), Some("02"), None));
    }

    #[test]
    fn the_page_is_made_of_leptos_and_this_project_with_some_tools() {
        let all = of(&Workspace::find().unwrap(), Product::Page).unwrap();
        let find = |name: &str| all.iter().find(|one| one.name == name).unwrap_or_else(|| panic!("{name} is missing"));
        for (name, source, is_inside) in [
            ("launchpod-core", Source::Own, true),
            ("leptos", Source::Crates, true),
            ("serde_json", Source::Crates, true),
            ("rust-std", Source::Rust, true),
            ("leptos_macro", Source::Crates, false),
            ("wasm-bindgen-cli-support", Source::Crates, false),
            ("esbuild", Source::Npm, false),
        ] {
            assert_eq!((find(name).source, find(name).is_inside), (source, is_inside), "{name}");
        }
        // What other parts of the workspace use is in no page.
        assert!(
            all.iter().all(|one| !["axum", "zip", "launchpod-simulator", "launchpod"].contains(&one.name.as_str()))
        );
    }

    #[test]
    fn the_program_is_made_of_the_page_as_well() {
        let all = of(&Workspace::find().unwrap(), Product::Program).unwrap();
        let inside =
            |name: &str| all.iter().filter(|one| one.name == name).map(|one| one.is_inside).collect::<Vec<_>>();
        for name in ["axum", "launchpod-simulator", "leptos"] {
            assert_eq!(inside(name), [true], "{name}");
        }
        assert_eq!((inside("zip"), inside("esbuild")), (vec![], vec![false]));
        assert!(all.windows(2).all(|pair| pair[0].key() < pair[1].key()), "each is there once");
    }
}
