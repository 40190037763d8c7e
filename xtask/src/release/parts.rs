//! Each of the things that are handed out.

use std::env::consts::EXE_SUFFIX;

use super::{
    archive::{self, Entry, below},
    ingredients::{self, Product},
    moment::Moment,
    options::Part,
    private, sbom,
};
use crate::{
    Result, command, module,
    page::{DOCS, name_of, read_bytes},
    remap, say,
    workspace::{VERSION, Workspace},
};

const LICENSES: [&str; 3] = ["LICENSE", "LICENSE-APACHE", "LICENSE-MIT"];
/// The profile in Cargo.toml.
const PROGRAM: &str = "program";

/// Makes them of the page in dist/.
pub struct Maker<'a> {
    pub workspace: &'a Workspace,
    pub moment: Moment,
}

impl Maker<'_> {
    /// Fails if there is no page, or one that is not fit for others.
    pub fn find_page(&self) -> Result<()> {
        let dist = self.workspace.dist();
        if !["index.html", "_headers", "_headers.caddy", "_headers.nginx"].iter().all(|name| dist.join(name).is_file())
        {
            return Err(format!("there is no whole page in {}: build it with `cargo xtask build`", dist.display()));
        }
        private::refuse_in(self.workspace, &dist)
    }

    /// The files of one part.
    pub fn make(&self, part: Part) -> Result<Vec<Entry>> {
        match part {
            Part::Page => self.page(),
            Part::Npm => self.npm(),
            Part::Program => self.program(),
            Part::Container => self.container(),
        }
    }

    fn page(&self) -> Result<Vec<Entry>> {
        let dist = self.workspace.dist();
        let mut files = below(&dist, &dist)?;
        let docs = self.workspace.docs();
        if docs.is_dir() {
            files.extend(below(&docs, &docs)?.into_iter().map(|file| file.inside(DOCS)));
        }
        files.extend(self.licenses()?);
        files.push(Entry::new(sbom::NAME, self.list(Product::Page)?));
        files.push(Entry::new(super::SUMS, archive::sums(&files)));
        Ok(vec![Entry::new(format!("launchpod-{VERSION}-page.zip"), archive::zip(files, self.moment)?)])
    }

    fn npm(&self) -> Result<Vec<Entry>> {
        let packed = module::build(self.workspace)?;
        private::refuse_in(self.workspace, &module::folder(self.workspace)?)?;
        Ok(vec![Entry::new(name_of(&packed), read_bytes(&packed)?)])
    }

    fn program(&self) -> Result<Vec<Entry>> {
        say::heading("The program");
        say::while_doing("Building the program (some minutes the first time)", || {
            let mut cargo = remap::cargo_build(self.workspace, None)?;
            cargo.args(["--package", Product::Program.package(), "--profile", PROGRAM]);
            command::run(cargo.env("LAUNCHPOD_DIST", self.workspace.dist()).env_remove("LAUNCHPOD_WITHOUT_PAGE"))
        })?;
        let name = format!("launchpod-{VERSION}-{}", remap::Compiler::find(self.workspace)?.host);
        let bytes = read_bytes(&self.workspace.program(PROGRAM, "launchpod")?)?;
        let program = [Entry::new(format!("{name}{EXE_SUFFIX}"), bytes)];
        private::refuse(self.workspace, &program)?;
        let list = Entry::new(format!("{name}.cdx.json"), self.list(Product::Program)?);
        Ok(program.into_iter().chain([list]).collect())
    }

    /// The page and hosting/ as they stand here, so that the same commands work there.
    fn container(&self) -> Result<Vec<Entry>> {
        let root = &self.workspace.root;
        let mut files = below(root, &self.workspace.dist())?;
        files.extend(below(root, &root.join("hosting"))?);
        files.extend(self.licenses()?);
        let name = format!("launchpod-{VERSION}-container");
        let files = files.into_iter().map(|file| file.inside(&name)).collect();
        Ok(vec![Entry::new(format!("{name}.tar.gz"), archive::tar_gz(files, self.moment)?)])
    }

    fn licenses(&self) -> Result<Vec<Entry>> {
        let root = &self.workspace.root;
        LICENSES.iter().map(|name| Entry::read(root, &root.join(name))).collect()
    }

    fn list(&self, product: Product) -> Result<String> {
        let ingredients = ingredients::of(self.workspace, product)?;
        Ok(sbom::document(product.package(), VERSION, self.moment, &ingredients))
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::page::{copy_all, emptied};

    /// A small page in a folder of that name, with all else that is packed.
    fn made(name: &str) -> Vec<Entry> {
        let real = Workspace::find().unwrap().root;
        let root = emptied(&std::env::temp_dir().join(format!("launchpod-{name}-{}", std::process::id()))).unwrap();
        for folder in ["hosting", "dist/locales"] {
            fs::create_dir_all(root.join(folder)).unwrap();
        }
        copy_all(&real.join("hosting"), &root.join("hosting"), |_| true).unwrap();
        for name in LICENSES {
            fs::copy(real.join(name), root.join(name)).unwrap();
        }
        for name in ["index.html", "_headers", "locales/de.json"] {
            fs::write(root.join("dist").join(name), name).unwrap();
        }
        let workspace = Workspace { root: root.clone() };
        let container = Maker { workspace: &workspace, moment: Moment::new(0) }.container();
        fs::remove_dir_all(root).unwrap();
        container.unwrap()
    }

    #[test]
    fn what_a_container_is_built_of_is_the_same_from_another_folder() {
        let made = [made("one"), made("of-another-length")];
        assert!(made[0] == made[1]);
        let mut archive = tar::Archive::new(flate2::read::GzDecoder::new(made[0][0].bytes.as_slice()));
        let names: Vec<String> =
            archive.entries().unwrap().map(|file| file.unwrap().path().unwrap().display().to_string()).collect();
        // What the compose file and the Dockerfile name, from the same places.
        for name in ["dist/index.html", "dist/locales/de.json", "hosting/Caddyfile", "hosting/container/Dockerfile"] {
            let name = format!("launchpod-{VERSION}-container/{name}");
            assert!(names.contains(&name), "{name} is missing in {names:?}");
        }
        assert!(names.iter().any(|name| name.ends_with("hosting/container/compose.yaml")));
    }
}
