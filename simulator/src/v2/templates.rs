//! Templates: the account's own in pages, and the public ones of the catalogue.

use serde_json::{Map, Value, json};

use super::answers::{created, no_content, ok};
use super::asked::Request;
use super::contract::{ANY_TEXT, Body, CUDA, Contract, Key, Kind, SOME_TEXT, from, keys, may, must};
use super::paging::page;
use super::pod_create::{PERSISTENT, check_registry, command};
use super::problem::{Answer, Problem};
use crate::account::{Account, Template};
use crate::container::parts;
use crate::errors::Refusal;

const MOUNTS: &[Key] = &[may("persistent", Kind::Object(PERSISTENT))];
const CATEGORIES: Kind = Kind::OneOf(&["CPU", "NVIDIA", "AMD"]);

macro_rules! template_keys {
    ($need:ident) => {
        &[
            $need("name", SOME_TEXT),
            $need("image", ANY_TEXT),
            may("allowedCudaVersions", Kind::List(&CUDA)),
            may("args", ANY_TEXT),
            may("category", CATEGORIES),
            may("cmd", Kind::List(&ANY_TEXT)),
            may("disk", from(1)),
            may("entrypoint", Kind::List(&ANY_TEXT)),
            may("env", Kind::Env),
            may("mounts", Kind::Object(MOUNTS)),
            may("ports", Kind::List(&ANY_TEXT)),
            may("public", Kind::Flag),
            may("registry", Kind::MaybeText),
            may("serverless", Kind::Flag),
            may("startJupyter", Kind::Flag),
            may("startSsh", Kind::Flag),
        ]
    };
}

pub const CREATE: Contract = keys(template_keys!(must));
pub const UPDATE: Contract = keys(template_keys!(may));

pub fn list(request: &Request<'_>) -> Answer {
    request.look(|world, _| {
        let own: Vec<&Template> = world.account.templates.iter().filter(|template| template.mine).collect();
        let (own, pagination) = page(request.asked, "templates", own, |own| (own.serial, own.id.clone()))?;
        let own: Vec<Value> = own.into_iter().map(|own| template(&world.account, own)).collect();
        Ok(ok(json!({ "templates": own, "pagination": pagination })))
    })
}

/// At most a hundred, and never a second page.
pub fn catalog(request: &Request<'_>) -> Answer {
    let source = request.asked.parameter("source").unwrap_or("official");
    let wanted = |template: &&Template| {
        template.is_public && !template.mine && source == if template.is_official { "official" } else { "community" }
    };
    let templates = request.look(|world, _| {
        let public = world.account.templates.iter().filter(wanted).take(100);
        public.map(|public| template(&world.account, public)).collect::<Vec<_>>()
    });
    Ok(ok(json!({ "templates": templates, "pagination": { "nextCursor": null, "hasNextPage": false } })))
}

/// The account's own and the public ones.
pub fn get(request: &Request<'_>) -> Answer {
    let told = request.look(|world, _| {
        let found = world.account.template(request.id).filter(|found| found.mine || found.is_public);
        found.map(|found| template(&world.account, found))
    });
    told.map(ok).ok_or_else(|| Problem::no_such("template"))
}

pub fn create(request: &Request<'_>) -> Answer {
    let body = request.body(&CREATE)?;
    // As RunPod fills in what is left out.
    let blank = Template {
        container_disk: 50,
        mount: "/workspace".to_owned(),
        category: "NVIDIA".to_owned(),
        start_jupyter: true,
        start_ssh: true,
        ..Template::default()
    };
    save(request, "createTemplate", changed(blank, &body)?).map(created)
}

pub fn update(request: &Request<'_>) -> Answer {
    let own = own(request)?;
    let body = request.body(&UPDATE)?;
    save(request, "updateTemplate", changed(own, &body)?).map(ok)
}

/// A public one is not there to be changed or ended.
fn own(request: &Request<'_>) -> Answer<Template> {
    let own = request.look(|world, _| world.account.template(request.id).filter(|found| found.mine).cloned());
    own.ok_or_else(|| Problem::no_such("template"))
}

fn save(request: &Request<'_>, operation: &str, saved: Template) -> Answer<Value> {
    // 404 would be the template; the description has none for a new one.
    check_registry(request, saved.registry_auth.as_deref()).map_err(|_| Problem::bad_request("registry not found"))?;
    request.act(operation, |world, _| {
        let saved = world.save_template(saved)?;
        Ok(template(&world.account, &saved))
    })
}

pub fn delete(request: &Request<'_>) -> Answer {
    let own = own(request)?;
    request.act("deleteTemplate", |world, _| {
        if world.pods.iter().any(|pod| pod.spec.template.as_deref() == Some(request.id)) {
            return Err(Refusal::in_our_words("Template is in use by one or more pods"));
        }
        world.delete_template(&own.name)
    })?;
    Ok(no_content())
}

fn changed(before: Template, body: &Body) -> Answer<Template> {
    let persistent = body.inner("mounts").and_then(|mounts| mounts.inner("persistent"));
    let registry = match body.0.get("registry") {
        None => before.registry_auth,
        Some(_) => body.text("registry"),
    };
    Ok(Template {
        name: body.text("name").unwrap_or(before.name),
        image: body.text("image").unwrap_or(before.image),
        docker_args: command(body, &before.docker_args)?.unwrap_or(before.docker_args),
        container_disk: body.whole("disk").unwrap_or(before.container_disk),
        volume: persistent.as_ref().and_then(|mount| mount.whole("size")).unwrap_or(before.volume),
        mount: persistent.and_then(|mount| mount.text("path")).unwrap_or(before.mount),
        ports: body.texts("ports").map_or(before.ports, |ports| ports.join(",")),
        env: body.env().unwrap_or(before.env),
        category: body.text("category").unwrap_or(before.category),
        is_public: body.flag("public").unwrap_or(before.is_public),
        is_serverless: body.flag("serverless").unwrap_or(before.is_serverless),
        start_jupyter: body.flag("startJupyter").unwrap_or(before.start_jupyter),
        start_ssh: body.flag("startSsh").unwrap_or(before.start_ssh),
        allowed_cuda: body.texts("allowedCudaVersions").unwrap_or(before.allowed_cuda),
        registry_auth: registry,
        ..before
    })
}

fn template(account: &Account, template: &Template) -> Value {
    let (entrypoint, cmd) = parts(&template.docker_args);
    let mounts = if template.volume > 0 {
        json!({ "persistent": { "size": template.volume, "path": template.mount } })
    } else {
        json!({})
    };
    let env: Map<String, Value> = template.env.iter().map(|(name, value)| (name.clone(), json!(value))).collect();
    // A login that is gone is no longer named.
    let registry =
        template.registry_auth.as_ref().filter(|id| account.registry_creds.iter().any(|cred| cred.id == **id));
    json!({
        "id": template.id,
        "name": template.name,
        "image": template.image,
        "args": template.docker_args,
        "entrypoint": entrypoint,
        "cmd": cmd,
        "disk": template.container_disk,
        "mounts": mounts,
        "ports": template.ports.split(',').filter(|port| !port.is_empty()).collect::<Vec<_>>(),
        "env": env,
        "registry": registry,
        "serverless": template.is_serverless,
        "public": template.is_public,
        "category": template.category,
        "startSsh": template.start_ssh,
        "startJupyter": template.start_jupyter,
        "allowedCudaVersions": template.allowed_cuda,
    })
}
