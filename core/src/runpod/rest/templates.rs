//! Templates and logins to registries over REST v2.

use crate::catalog::template::{Kind, Template, TemplateLibrary};
use crate::json::{Document, Json};
use crate::runpod::error::ApiError;
use crate::runpod::rest::RestClient;
use crate::runpod::templates::{TemplateText, each_once, of_text, registry};
use crate::runpod::transport::Transport;

impl<T: Transport> RestClient<T> {
    pub(in crate::runpod) async fn library(&self) -> Result<TemplateLibrary, ApiError> {
        let own = self.pages("/templates", "templates").await;
        let official = self.get("/catalog/templates?source=official").await;
        let verified = self.get("/catalog/templates?source=verified").await;
        let community = self.get("/catalog/templates?source=community").await;
        let logins = self.get("/registries").await;
        let complete = own.is_ok() && [&official, &verified, &community, &logins].iter().all(|list| list.is_ok());
        if let (Err(error), Err(_), Err(_), Err(_)) = (&own, &official, &verified, &community) {
            return Err(error.clone());
        }
        let lists = own.into_iter().flatten().map(|page| (Kind::Own, page));
        let lists = lists.chain(official.map(|list| (Kind::Official, list)));
        let lists = lists.chain([verified, community].into_iter().flatten().map(|list| (Kind::Community, list)));
        let templates = each_once(lists.flat_map(|(kind, list)| templates(&list, kind)).collect());
        let registries =
            logins.iter().flat_map(|list| list.json().entries("registries").filter_map(registry)).collect();
        Ok(TemplateLibrary { templates, registries, complete })
    }
}

fn templates(list: &Document, kind: Kind) -> Vec<Template> {
    list.json().entries("templates").filter_map(|json| template(json, kind)).collect()
}

fn template(json: Json, kind: Kind) -> Option<Template> {
    let text = |field| json.text(field).unwrap_or_default();
    let ports: Vec<&str> = json.entries("ports").filter_map(Json::as_text).collect();
    let volume = json.get("mounts").get("persistent");
    let env = json.get("env").fields().into_iter().flatten();
    of_text(
        TemplateText {
            id: json.text("id"),
            name: text("name"),
            image: json.text("image"),
            start_command: text("args"),
            container_disk_gb: json.whole("disk"),
            volume_gb: volume.whole("size"),
            mount_path: volume.text("path"),
            ports: ports.join(","),
            env: env.map(|(key, value)| (key, value.as_text().unwrap_or_default())).collect(),
            readme: "",
            registry: json.text("registry"),
            start_jupyter: json.is_true("startJupyter"),
            start_ssh: json.is_true("startSsh"),
            is_serverless: json.is_true("serverless"),
        },
        kind,
    )
}
