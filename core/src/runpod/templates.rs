//! Templates and logins to registries, and what of them may come in. Anybody can publish a template: what is only read is
//! cut to a sane length; a template with something of insane length that would be sent on is left out, for a part of a
//! command is another command.

use crate::catalog::template::{Kind, Registry, Template, TemplateLibrary};
use crate::json::Json;
use crate::pods::port::Port;
use crate::runpod::documents;
use crate::runpod::error::{ApiError, ErrorKind as Failed};
use crate::runpod::graphql::GraphqlClient;
use crate::runpod::graphql::inputs::Nothing;
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

impl<T: Transport> GraphqlClient<T> {
    pub(in crate::runpod) async fn library(&self) -> Result<TemplateLibrary, ApiError> {
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
            templates.extend(listed.filter_map(|json| template(json, kind)));
        }
        let templates = each_once(templates);
        let registries = registries.into_iter().flatten().filter_map(registry).collect();
        Ok(TemplateLibrary { templates, registries, complete })
    }
}

/// An own one that is public is among the community's too.
pub(super) fn each_once(templates: Vec<Template>) -> Vec<Template> {
    let mut once: Vec<Template> = vec![];
    for template in templates {
        if !once.iter().any(|known| known.id == template.id) {
            once.push(template);
        }
    }
    once
}

/// What an API tells of a template, under whatever names.
#[derive(Debug, Default)]
pub(super) struct TemplateText<'a> {
    pub id: Option<&'a str>,
    pub name: &'a str,
    pub image: Option<&'a str>,
    pub start_command: &'a str,
    pub container_disk_gb: u32,
    pub volume_gb: u32,
    pub mount_path: Option<&'a str>,
    pub ports: String,
    pub env: Vec<(&'a str, &'a str)>,
    pub readme: &'a str,
    pub registry: Option<&'a str>,
    pub start_jupyter: bool,
    pub start_ssh: bool,
    pub is_serverless: bool,
}

/// What GraphQL tells of one.
fn template(json: Json, kind: Kind) -> Option<Template> {
    let text = |field| json.text(field).unwrap_or_default();
    let listed: Vec<&str> = json.entries("ports").filter_map(Json::as_text).collect();
    let env = json.entries("env").filter_map(|own| Some((own.text("key")?, own.text("value").unwrap_or_default())));
    of_text(
        TemplateText {
            id: json.text("id"),
            name: text("name"),
            image: json.text("imageName"),
            start_command: text("dockerArgs"),
            container_disk_gb: json.whole("containerDiskInGb"),
            volume_gb: json.whole("volumeInGb"),
            mount_path: json.text("volumeMountPath"),
            ports: json.text("ports").map_or_else(|| listed.join(","), str::to_owned),
            env: env.collect(),
            readme: text("readme"),
            registry: json.text("containerRegistryAuthId"),
            start_jupyter: json.is_true("startJupyter"),
            start_ssh: json.is_true("startSsh"),
            is_serverless: json.is_true("isServerless"),
        },
        kind,
    )
}

/// `None` for one for serverless endpoints, for one without an image, and for one that is no good.
pub(super) fn of_text(text: TemplateText, kind: Kind) -> Option<Template> {
    let id = plain(text.id?, MOST_ID)?;
    let image = plain(text.image?.trim(), MOST_IMAGE)?;
    let start_command = whole(text.start_command, MOST_COMMAND)?;
    let env = environment(&text.env)?;
    let (ports, unread_ports) = ports(&text.ports);
    (!text.is_serverless).then(|| Template {
        id: TemplateId::new(id),
        name: name(text.name, id),
        image: image.to_owned(),
        start_command: start_command.trim().to_owned(),
        container_disk_gb: text.container_disk_gb,
        volume_gb: text.volume_gb,
        mount_path: text.mount_path.and_then(|path| plain(path, MOST_PATH)).map(str::to_owned),
        ports,
        unread_ports,
        env,
        readme: shown(text.readme, MOST_README).trim().to_owned(),
        kind,
        start_jupyter: text.start_jupyter,
        start_ssh: text.start_ssh,
        registry_auth: text.registry.and_then(|id| plain(id, MOST_ID)).map(RegistryId::new),
    })
}

/// A login to a registry; both APIs tell it alike.
pub(super) fn registry(json: Json) -> Option<Registry> {
    let id = plain(json.text("id")?, MOST_ID)?;
    Some(Registry { id: RegistryId::new(id), name: name(json.text("name").unwrap_or_default(), id) })
}

/// In one line; the id where there is none.
fn name(name: &str, id: &str) -> String {
    let name = shown(name, MOST_NAME);
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    if name.is_empty() { id.to_owned() } else { name }
}

fn environment(told: &[(&str, &str)]) -> Option<Vec<(String, String)>> {
    if told.len() > MOST_VARIABLES {
        return None;
    }
    let own =
        |(key, value): &(&str, &str)| Some((whole(key, MOST_NAME)?.to_owned(), whole(value, MOST_VALUE)?.to_owned()));
    told.iter().map(own).collect()
}

/// Each once, however its author wrote the list, and the parts that are no port.
fn ports(text: &str) -> (Vec<Port>, Vec<String>) {
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
