//! Templates: an image with everything around it that makes it work, by the account, by RunPod, or by anybody.

use launchpod_words::{catalog, common, list_plain};

use crate::pods::port::Port;
use crate::types::ids::{RegistryId, TemplateId};
use crate::types::sort::sort_by_rank;

/// Whose template it is, in the order in which they are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// The account's own.
    Own,
    /// RunPod's.
    Official,
    /// Anybody's: nobody vouches for what is in it.
    Community,
}

impl Kind {
    /// The word for people.
    pub fn describe(self) -> &'static str {
        match self {
            Self::Own => catalog::template_own(),
            Self::Official => catalog::template_official(),
            Self::Community => catalog::template_community(),
        }
    }
}

/// A template for pods. Its texts are of sane length, whatever its author wrote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    /// What `templateId` takes.
    pub id: TemplateId,
    /// The author's name for it.
    pub name: String,
    /// The image reference.
    pub image: String,
    /// What is run in place of the image's own start command; empty for the image's own.
    pub start_command: String,
    /// Gigabytes of container disk; 0 where it says nothing.
    pub container_disk_gb: u32,
    /// Gigabytes of the pod's own volume; 0 for none.
    pub volume_gb: u32,
    /// Where a volume is mounted, if it says so.
    pub mount_path: Option<String>,
    /// Ports to declare.
    pub ports: Vec<Port>,
    /// What stands among its ports and is none: the first few.
    pub unread_ports: Vec<String>,
    /// Environment: names and values.
    pub env: Vec<(String, String)>,
    /// How the author's description begins: Markdown, to be shown as text. Not asked for of the community's.
    pub readme: String,
    /// Whose it is.
    pub kind: Kind,
    /// Whether it wants Jupyter.
    pub start_jupyter: bool,
    /// Whether it wants SSH.
    pub start_ssh: bool,
    /// The login to the image's registry, where one is needed.
    pub registry_auth: Option<RegistryId>,
}

/// A login to a private image registry that the account has stored with RunPod.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Registry {
    /// What `containerRegistryAuthId` takes.
    pub id: RegistryId,
    /// The person's name for it.
    pub name: String,
}

/// All templates that the account can use, and its logins to registries.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TemplateLibrary {
    /// The account's own first, then RunPod's, then the community's; each once.
    pub templates: Vec<Template>,
    /// Logins to registries.
    pub registries: Vec<Registry>,
    /// Whether RunPod gave every list: a restricted key may not read them all.
    pub complete: bool,
}

impl TemplateLibrary {
    /// The template with this id.
    pub fn template(&self, id: &TemplateId) -> Option<&Template> {
        self.templates.iter().find(|template| template.id == *id)
    }
}

/// What a search found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SearchResult<'a> {
    /// The first of them.
    pub shown: Vec<&'a Template>,
    /// How many more there are.
    pub rest: usize,
}

/// The templates that hold every word of `search` in their name, their image or the beginning of their readme: own ones
/// first, then official ones, then the community's, and of each kind those first that hold them in the name. At most
/// `most` are shown.
pub fn search<'a>(templates: &'a [Template], search: &str, most: usize) -> SearchResult<'a> {
    let words: Vec<String> = search.split_whitespace().map(str::to_ascii_lowercase).collect();
    let mut found: Vec<(&Template, u64)> = vec![];
    for template in templates {
        if let Some(depth) = template.depth(&words) {
            found.push((template, depth));
        }
    }
    let rest = found.len().saturating_sub(most);
    let shown = sort_by_rank(found, |(template, depth)| (template.kind as u64, *depth));
    SearchResult { shown: shown.into_iter().take(most).map(|(template, _)| template).collect(), rest }
}

impl Template {
    /// What of its ports is not in the form, in a sentence that another one follows; empty where all are.
    pub fn ports_left_out(&self) -> String {
        match self.unread_ports.as_slice() {
            [] => String::new(),
            unread => catalog::template_ports_left_out(list_plain(unread)) + common::sentence_gap(),
        }
    }

    /// How far one must read to find all words: 0 in the name, 1 in the image, 2 in the readme; `None` if they are not there.
    fn depth(&self, words: &[String]) -> Option<u64> {
        let mut text = String::new();
        for (depth, part) in [&self.name, &self.image, &self.readme].into_iter().enumerate() {
            text.push_str(&part.to_ascii_lowercase());
            if words.iter().all(|word| text.contains(word.as_str())) {
                return Some(depth as u64);
            }
            text.push('\n');
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn template(kind: Kind, name: &str, image: &str, readme: &str) -> Template {
        Template {
            id: TemplateId::new(name),
            name: name.into(),
            image: image.into(),
            start_command: String::new(),
            container_disk_gb: 50,
            volume_gb: 0,
            mount_path: None,
            ports: vec![],
            unread_ports: vec![],
            env: vec![],
            readme: readme.into(),
            kind,
            start_jupyter: false,
            start_ssh: false,
            registry_auth: None,
        }
    }

    fn some() -> Vec<Template> {
        vec![
            template(Kind::Community, "Flux in ComfyUI", "x/comfy:1", ""),
            template(Kind::Official, "Workflows", "runpod/comfyui:cuda12.8", ""),
            template(Kind::Official, "ComfyUI", "runpod/comfyui:cuda13.0", "Makes videos"),
            template(Kind::Own, "Mine", "x/y:1", "My ComfyUI\nwith tools"),
        ]
    }

    fn names(words: &str, most: usize) -> (Vec<String>, usize) {
        let all = some();
        let found = search(&all, words, most);
        (found.shown.into_iter().map(|template| template.name.clone()).collect(), found.rest)
    }

    #[test]
    fn own_ones_come_first_then_official_ones_then_the_communitys() {
        let all = ["Mine", "Workflows", "ComfyUI", "Flux in ComfyUI"].map(str::to_owned);
        assert_eq!(names("", 9), (all.to_vec(), 0));
        assert_eq!(names("", 2), (all[..2].to_vec(), 2));
        assert_eq!(names("", 0), (vec![], 4));
    }

    #[test]
    fn words_are_looked_for_in_name_image_and_readme_and_the_name_weighs_most() {
        assert_eq!(names("comfyui", 9).0, ["Mine", "ComfyUI", "Workflows", "Flux in ComfyUI"]);
        assert_eq!(names("RUNPOD comfyui", 9).0, ["Workflows", "ComfyUI"]);
        assert_eq!(names("videos cuda13", 9).0, ["ComfyUI"]);
        assert_eq!(names("banana", 9), (vec![], 0));
    }

    proptest! {
        #[test]
        fn what_is_shown_and_the_rest_are_all_that_fit(words in "[a-z ]{0,6}", most in 0usize..6) {
            let all = some();
            let (found, everything) = (search(&all, &words, most), search(&all, &words, usize::MAX));
            prop_assert_eq!(found.shown.len() + found.rest, everything.shown.len());
            prop_assert!(found.shown.len() <= most && everything.rest == 0);
            prop_assert_eq!(&found.shown[..], &everything.shown[..found.shown.len()]);
        }
    }
}
