//! The page: index.html says what it is made of, and this makes it.

mod app;
mod build_list;
mod compress;
mod docs_policy;
mod files;
mod fresh;
mod headers;
mod html;
mod parts;
mod policy;

use std::{
    collections::BTreeMap,
    env, fs,
    path::{Path, PathBuf},
};

pub use app::make_small;
pub use compress::{Compressed, measure};
pub use docs_policy::{DOCS, POLICY as DOCS_POLICY};
pub use files::{all_below, bundle, copy_all, emptied, name_of, names, read, read_bytes, write};
pub use html::{fetched, with_policy};

use crate::{Result, say, workspace::Workspace};

/// Stands among the languages that the page fetches, and is part of the app.
const FOR_TRANSLATORS: &str = "en.json";

/// It keeps its name, for its browser looks there for a newer one.
const WORKER: &str = "public/service-worker.js";

/// Which page. Both do the same, under the same policy and in the same parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The small one that ships, in dist/.
    Release,
    /// One that is built soon, to look at.
    Quick,
}

impl Kind {
    /// The profile in Cargo.toml.
    fn profile(self) -> &'static str {
        match self {
            Self::Release => "page",
            Self::Quick => "quick",
        }
    }

    fn folder(self, workspace: &Workspace) -> Result<PathBuf> {
        match self {
            Self::Release => Ok(workspace.dist()),
            Self::Quick => Ok(workspace.target()?.join("quick-page")),
        }
    }
}

/// Builds the page that ships into dist/, unless it stands there.
pub fn build(workspace: &Workspace) -> Result<()> {
    say::heading("The page");
    let folder = make(workspace, Kind::Release, &fresh::inputs(workspace)?)?;
    if let Some(build) = build_list::read(&folder) {
        println!("Build {build}.");
    }
    Ok(())
}

/// A page to look at: the one that ships if it is of today, else one that is built soon. Where it stands.
pub fn build_to_look_at(workspace: &Workspace) -> Result<PathBuf> {
    say::heading("The page");
    // Taken first: what is written meanwhile is news for the next build.
    let inputs = fresh::inputs(workspace)?;
    let is_shipped = fresh::is_built(&workspace.target()?, "page", &workspace.dist(), &inputs)?;
    make(workspace, if is_shipped { Kind::Release } else { Kind::Quick }, &inputs)
}

/// Whether dist/ holds the page that the sources make now.
pub fn is_of_today(workspace: &Workspace) -> Result<bool> {
    fresh::is_built(&workspace.target()?, Kind::Release.profile(), &workspace.dist(), &fresh::inputs(workspace)?)
}

fn make(workspace: &Workspace, kind: Kind, inputs: &str) -> Result<PathBuf> {
    let (target, folder) = (workspace.target()?, kind.folder(workspace)?);
    if fresh::is_built(&target, kind.profile(), &folder, inputs)? {
        println!("Built, and nothing has changed since.");
        return Ok(folder);
    }
    // Beside it, so that a build that breaks off leaves the old page.
    let staging = files::emptied(&target.join("page-parts").join(format!("{}-page", kind.profile())))?;
    assemble(workspace, kind, &staging)?;
    files::emptied(&folder)?;
    files::copy_all(&staging, &folder, |_| true)?;
    fresh::remember(&target, kind.profile(), &folder, inputs)?;
    Ok(folder)
}

fn assemble(workspace: &Workspace, kind: Kind, folder: &Path) -> Result<()> {
    let root = &workspace.root;
    let index = files::read(root, "index.html")?;
    let wanted = html::wanted(&index)?;
    let paths = |sheets: &[String]| sheets.iter().map(|sheet| root.join(sheet)).collect::<Vec<_>>();
    let app = app::build(workspace, kind, &paths(&wanted.signed_in_sheets), folder)?;
    let mut others = BTreeMap::new();
    for path in wanted.scripts {
        let name = files::name_of(Path::new(&path));
        others.insert(path.clone(), files::add_bundle(workspace, &[root.join(path)], folder, &name)?);
    }
    for path in wanted.icons {
        let name = files::name_of(Path::new(&path));
        others.insert(path.clone(), files::add(&files::read_bytes(&root.join(path))?, folder, &name)?);
    }
    for path in wanted.copies {
        let name = files::name_of(Path::new(&path));
        let problem = |error| format!("could not copy {path}: {error}");
        fs::copy(root.join(&path), folder.join(&name)).map_err(problem)?;
    }
    for path in wanted.folders {
        let path = root.join(path);
        let copy = files::emptied(&folder.join(files::name_of(&path)))?;
        files::copy_all(&path, &copy, |name| name != FOR_TRANSLATORS)?;
    }
    let files = html::Files {
        sheet: files::add_bundle(workspace, &paths(&wanted.sheets), folder, "style.css")?,
        others,
        glue: app.glue,
        app: app.module,
        app_bytes: app.bytes,
        list: app.list,
        worker: files::digest_in_name(&files::read_bytes(&root.join(WORKER))?),
    };
    files::write(folder, "index.html", &html::rendered(&index, &files)?)?;
    guard(folder)?;
    if kind == Kind::Release {
        say::while_doing("Compressing it", || compress::write_siblings(workspace, &files_to_compress(folder)?))?;
    }
    Ok(())
}

/// Trunk's post_build hook: see Trunk.toml.
pub fn guard_from_trunk() -> Result<()> {
    let staging = env::var_os("TRUNK_STAGING_DIR")
        .map(PathBuf::from)
        .ok_or("guard-dist is for Trunk, which calls it after each build (see Trunk.toml)")?;
    if env::var_os("TRUNK_PROFILE").is_none_or(|profile| profile != "release") {
        println!("Debug build: no Content-Security-Policy, so that Trunk's reloading works.");
        return Ok(());
    }
    guard(&staging)
}

/// Writes the Content-Security-Policies into the pages, and the headers.
fn guard(folder: &Path) -> Result<()> {
    let guarded = |name: &str, policy: &dyn Fn(&str) -> Result<String>| {
        let html = files::read(folder, name)?;
        let policy = policy(&html)?;
        files::write(folder, name, &html::with_policy(&html, &policy)?)?;
        Ok::<_, String>(policy)
    };
    let policies = headers::Policies {
        page: guarded("index.html", &|html| Ok(policy::of_page(&html::inline(html, "script")?)))?,
        probe: guarded("probe.html", &|html| Ok(policy::of_frame(&html::inline(html, "script")?)))?,
        files: guarded("files.html", &|html| Ok(policy::of_frame(&html::inline(html, "script")?)))?,
        offline: guarded("offline.html", &|html| {
            Ok(policy::of_offline(&html::inline(html, "script")?, &html::inline(html, "style")?))
        })?,
        worker: policy::of_worker(),
    };
    let mut rules = headers::rules(&policies, &files::names(folder)?);
    rules.extend(docs_policy::rules());
    files::write(folder, "_headers", &headers::file(&rules))?;
    files::write(folder, "_headers.caddy", &headers::snippet(&rules))?;
    files::write(folder, "_headers.nginx", &headers::tables(&rules))?;
    build_list::write(folder).map(|_| ())
}

/// Not the HTML: a host may add to it, as the simulator does.
fn files_to_compress(folder: &Path) -> Result<Vec<PathBuf>> {
    const ENDINGS: [&str; 5] = [".js", ".css", ".wasm", ".svg", ".json"];
    let all = files::all_below(folder)?;
    Ok(all.into_iter().filter(|path| ENDINGS.iter().any(|ending| files::name_of(path).ends_with(ending))).collect())
}
