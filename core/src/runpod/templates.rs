//! Templates and logins to registries, and what of them may come in. Anybody can publish a template: what is only read is
//! cut to a sane length; a template with something of insane length that would be sent on is left out, for a part of a
//! command is another command.

use crate::catalog::template::{Kind, Registry, Template, TemplateLibrary};
use crate::json::Json;
use crate::pods::port::Port;
use crate::runpod::client::Client;
use crate::runpod::client::inputs::Nothing;
use crate::runpod::documents;
use crate::runpod::error::{ApiError, ErrorKind as Failed};
use crate::runpod::transport::READ_WITHIN;
use crate::runpod::transport::Transport;
use crate::types::ids::{RegistryId, TemplateId};

/// RunPod's community had some 1200 of them in 2026.
const MOST_OF_A_KIND: usize = 5_000;
const MOST_ID: usize = 64;
const MOST_NAME: usize = 100;
const MOST_README: usize = 1_000;
/// As the form's own limit.
const MOST_IMAGE: usize = 512;
const MOST_PATH: usize = 256;
const MOST_COMMAND: usize = 8_000;
const MOST_VARIABLES: usize = 200;
const MOST_VALUE: usize = 16_000;
const MOST_PORTS: usize = 40;
const MOST_UNREAD: usize = 3;
const MOST_PORT: usize = 20;

impl<T: Transport> Client<T> {
    /// All templates for pods, and the account's logins to registries.
    ///
    /// # Errors
    /// Any [`ApiError`], if no list of templates came at all.
    pub async fn library(&self) -> Result<TemplateLibrary, ApiError> {
        let answer = self.ask(documents::TEMPLATES, Nothing {}, READ_WITHIN).await?;
        let data = answer.partial_data()?;
        let myself = data.get("myself");
        let lists = [
            (Kind::Own, myself.list("podTemplates")),
            (Kind::Official, data.list("official")),
            (Kind::Community, data.list("community")),
        ];
        if lists.iter().all(|(_, list)| list.is_none()) {
            answer.data()?;
            return Err(ApiError::new(Failed::InvalidResponse, "the answer has no templates"));
        }
        let registries = myself.list("containerRegistryCreds");
        let complete = registries.is_some() && lists.iter().all(|(_, list)| list.is_some());
        let mut templates: Vec<Template> = vec![];
        for (kind, list) in lists {
            let listed = list.into_iter().flatten().take(MOST_OF_A_KIND);
            for template in listed.filter_map(|json| template(json, kind)) {
                // An own one that is public is among the community's too.
                if !templates.iter().any(|known| known.id == template.id) {
                    templates.push(template);
                }
            }
        }
        let registries = registries.into_iter().flatten().filter_map(registry).collect();
        Ok(TemplateLibrary { templates, registries, complete })
    }
}

/// `None` for one for serverless endpoints, for one without an image, and for one that is no good.
fn template(json: Json, kind: Kind) -> Option<Template> {
    let id = plain(json.text("id")?, MOST_ID)?;
    let image = plain(json.text("imageName")?.trim(), MOST_IMAGE)?;
    let start_command = whole(json.text("dockerArgs").unwrap_or_default(), MOST_COMMAND)?;
    let env = environment(json)?;
    let pod = !json.is_true("isServerless");
    let (ports, unread_ports) = ports(json);
    pod.then(|| Template {
        id: TemplateId::new(id),
        name: name(json, id),
        image: image.to_owned(),
        start_command: start_command.trim().to_owned(),
        container_disk_gb: json.whole("containerDiskInGb"),
        volume_gb: json.whole("volumeInGb"),
        mount_path: json.text("volumeMountPath").and_then(|path| plain(path, MOST_PATH)).map(str::to_owned),
        ports,
        unread_ports,
        env,
        readme: shown(json.text("readme").unwrap_or_default(), MOST_README).trim().to_owned(),
        kind,
        start_jupyter: json.is_true("startJupyter"),
        start_ssh: json.is_true("startSsh"),
        registry_auth: json.text("containerRegistryAuthId").and_then(|id| plain(id, MOST_ID)).map(RegistryId::new),
    })
}

fn registry(json: Json) -> Option<Registry> {
    let id = plain(json.text("id")?, MOST_ID)?;
    Some(Registry { id: RegistryId::new(id), name: name(json, id) })
}

/// In one line; the id where there is none.
fn name(json: Json, id: &str) -> String {
    let name = shown(json.text("name").unwrap_or_default(), MOST_NAME);
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    if name.is_empty() { id.to_owned() } else { name }
}

fn environment(json: Json) -> Option<Vec<(String, String)>> {
    let mut env = vec![];
    for variable in json.entries("env") {
        let Some(key) = variable.text("key") else { continue };
        let value = variable.text("value").unwrap_or_default();
        env.push((whole(key, MOST_NAME)?.to_owned(), whole(value, MOST_VALUE)?.to_owned()));
        if env.len() > MOST_VARIABLES {
            return None;
        }
    }
    Some(env)
}

/// Each once, however its author wrote the list, and the parts that are no port.
fn ports(json: Json) -> (Vec<Port>, Vec<String>) {
    let listed: Vec<&str> = json.entries("ports").filter_map(Json::as_text).collect();
    let text = json.text("ports").map_or_else(|| listed.join(","), str::to_owned);
    let (mut ports, mut unread): (Vec<Port>, Vec<String>) = (vec![], vec![]);
    // The parts of RunPod's own form, of lists in JSON and of lists by hand.
    let parts = text.split(|c: char| ",;[]\"'".contains(c) || c.is_whitespace()).filter(|part| !part.is_empty());
    for part in parts.take(MOST_PORTS) {
        match port(part) {
            Some(port) if !ports.contains(&port) => ports.push(port),
            Some(_) => {}
            None if unread.len() < MOST_UNREAD => unread.push(shown(part, MOST_PORT)),
            None => {}
        }
    }
    (ports, unread)
}

/// `8188/http`; also `8188` and, as Docker writes it, `8188:8188`, where only SSH's port is not meant for a browser.
fn port(part: &str) -> Option<Port> {
    if part.contains('/') {
        return match part.split_once(':') {
            Some((outside, inside)) => Port::parse(inside).filter(|port| outside == port.number.to_string()),
            None => Port::parse(part),
        };
    }
    let number = match part.split_once(':') {
        Some((outside, inside)) => Some(inside).filter(|inside| outside == *inside)?,
        None => part,
    };
    Port::parse(&format!("{number}/{}", if number == "22" { "tcp" } else { "http" }))
}

/// The text if it is not longer than `most` bytes.
fn whole(text: &str, most: usize) -> Option<&str> {
    (text.len() <= most).then_some(text)
}

/// The text if it is a word: no blank, nothing invisible.
fn plain(text: &str, most: usize) -> Option<&str> {
    whole(text, most).filter(|text| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_graphic()))
}

/// The beginning of the text, without what is invisible and what turns the direction of reading.
fn shown(text: &str, most: usize) -> String {
    let seen = |c: &char| {
        (*c == '\n' || !c.is_control())
            && !matches!(*c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
    };
    text.chars().take(most).map(|c| if c == '\t' { ' ' } else { c }).filter(seen).collect()
}
