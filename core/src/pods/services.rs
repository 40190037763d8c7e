//! What listens in a pod, where it is reached, and how one finds out that it really answers.

use launchpod_words::pods as say;

use crate::pods::pod::Pod;
use crate::pods::port::{Port, Protocol};
use crate::types::ids::PodId;

/// How the probe finds out whether a service answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProbeKind {
    /// The service may allow other pages to read this path: a 200 is proof. There is a second try where the service lets no other page read it: a picture that only it has.
    JsonOrImage(&'static str, &'static str),
    /// Only the real service has this picture: its loading is proof.
    Image(&'static str),
    /// There is no proof; any answer at all says "probably up".
    Any,
}

/// A service that a pod offers on one of its HTTP ports.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Service {
    /// The port inside the pod.
    pub port: u16,
    /// The name of the program, where the image and the port tell; else "port N" is said.
    pub name: Option<&'static str>,
    /// How to find out that it answers.
    pub recipe: ProbeKind,
}

/// A program that is known to listen on these ports in images of these names.
struct Program {
    /// What is in the image's name, in small letters; one of them is enough, and none means any image.
    images: &'static [&'static str],
    ports: &'static [u16],
    name: &'static str,
    recipe: ProbeKind,
}

const fn program(
    images: &'static [&'static str],
    ports: &'static [u16],
    name: &'static str,
    recipe: ProbeKind,
) -> Program {
    Program { images, ports, name, recipe }
}

/// Many images start it without `--enable-cors-header`: then pages may show its pictures, and read nothing.
const COMFY: ProbeKind = ProbeKind::JsonOrImage("/system_stats", "/assets/images/comfy-logo-single.svg");

/// Seen with 0.12.4: any page may read it, unless `CORS_ALLOW_ORIGIN` says who may.
const OPEN_WEBUI: ProbeKind = ProbeKind::JsonOrImage("/api/version", "/static/favicon.png");
/// Seen with 4.139.1, and in the files of 4.0.2: it needs no login.
const CODE_SERVER: ProbeKind = ProbeKind::Image("/_static/src/browser/media/favicon.svg");

/// The first that fits counts. Ports such as 8080 tell nothing by themselves, so a program that is not known stays
/// "port N". What has a proof has it wherever it may be read from other pages; where that is not known, it has none.
const PROGRAMS: [Program; 13] = [
    program(&["open-webui", "openwebui"], &[8080, 3000], "Open WebUI", OPEN_WEBUI),
    program(&["openvscode"], &[8080, 8443, 3000], "OpenVSCode", ProbeKind::Any),
    program(&["code-server"], &[8080, 8443, 3000], "code-server", CODE_SERVER),
    program(&["llama.cpp", "llama-cpp", "llamacpp"], &[8080], "llama.cpp", ProbeKind::Any),
    program(&["kohya"], &[7860, 3000, 3010], "Kohya", ProbeKind::Any),
    program(&["forge"], &[7860, 3000], "Forge", ProbeKind::Any),
    program(&["automatic1111", "a1111", "stable-diffusion-webui"], &[7860, 3000], "A1111", ProbeKind::Any),
    program(&["vllm"], &[8000], "vLLM", ProbeKind::Any),
    program(&["filebrowser"], &[8080, 80], "FileBrowser", ProbeKind::Any),
    program(&["runpod/comfyui"], &[8080], "FileBrowser", ProbeKind::Any),
    program(
        &["runpod/", "jupyter", "better-pytorch"],
        &[8888],
        "Jupyter",
        ProbeKind::Image("/static/favicons/favicon.ico"),
    ),
    program(&[], &[8188], "ComfyUI", COMFY),
    program(&[], &[11434], "Ollama", ProbeKind::Any),
];

impl Program {
    fn is_in(&self, image: &str) -> bool {
        self.images.is_empty() || self.images.iter().any(|name| image.contains(name))
    }
}

impl Service {
    /// What listens on this port in an image of this name, in small letters.
    fn at(port: u16, image: &str) -> Self {
        let known = PROGRAMS.iter().find(|program| program.ports.contains(&port) && program.is_in(image));
        let (name, recipe) = known.map_or((None, ProbeKind::Any), |program| (Some(program.name), program.recipe));
        Self { port, name, recipe }
    }

    /// How the probe asks it: the word for it, what it asks for, and the picture that is its second try; empty where there
    /// is none.
    pub const fn question(&self) -> (&'static str, &'static str, &'static str) {
        match self.recipe {
            ProbeKind::JsonOrImage(path, picture) => ("json", path, picture),
            ProbeKind::Image(path) => ("image", path, ""),
            ProbeKind::Any => ("any", "/", ""),
        }
    }

    /// The words on its link.
    pub fn label(&self) -> String {
        match self.name {
            Some(name) => name.to_owned(),
            None => say::port(self.port),
        }
    }
}

/// The services behind a pod's declared ports, in the order that they were declared.
pub fn services(pod: &Pod) -> impl Iterator<Item = Service> + '_ {
    services_of(&pod.image, &pod.ports)
}

fn services_of<'a>(image: &str, ports: &'a [Port]) -> impl Iterator<Item = Service> + use<'a> {
    let image = image.to_ascii_lowercase();
    let http = ports.iter().filter(|port| port.protocol == Protocol::Http);
    http.filter_map(|port| u16::try_from(port.number).ok()).map(move |port| Service::at(port, &image))
}

/// Its ComfyUI, if it offers one.
pub fn comfy(pod: &Pod) -> Option<Service> {
    services(pod).find(|service| service.recipe == COMFY)
}

/// Programs that come along with others, and by themselves only in images that are made for them.
const BESIDE: [&str; 2] = ["Jupyter", "FileBrowser"];
/// Images that one takes for their notebooks.
const FOR_NOTEBOOKS: [&str; 2] = ["jupyter", "pytorch"];

/// The service that the person came for, which decides whether the pod is ready: the first program that can prove itself,
/// else the first that is known, else the first port. What only comes along with others decides where nothing else is, and
/// Jupyter in images that are made for it.
pub fn main_service(pod: &Pod) -> Option<Service> {
    main_service_of(&pod.image, &pod.ports)
}

/// The same for an image and the ports that are declared for it.
pub fn main_service_of(image: &str, ports: &[Port]) -> Option<Service> {
    let beside = |service: &Service| service.name.is_some_and(|name| BESIDE.contains(&name));
    let services = || services_of(image, ports);
    let first = |which: &dyn Fn(&Service) -> bool| services().find(|service| which(service));
    let image = image.to_ascii_lowercase();
    let for_notebooks = FOR_NOTEBOOKS.iter().any(|name| image.contains(name));
    first(&|service| !beside(service) && service.recipe != ProbeKind::Any)
        .or_else(|| first(&|service| !beside(service) && service.name.is_some()))
        .or_else(|| first(&|service| for_notebooks && service.name == Some("Jupyter")))
        .or_else(|| first(&|service| !beside(service)))
        .or_else(|| services().next())
}

/// Where pods' HTTP ports are reached: an address with `{podId}` and `{port}` in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProxyAddress(String);

impl ProxyAddress {
    /// RunPod's own.
    pub fn runpod() -> Self {
        Self("https://{podId}-{port}.proxy.runpod.net".into())
    }

    /// Another one (the simulator's). `None` unless it is http(s) and has both places.
    pub fn parse(template: &str) -> Option<Self> {
        let http = template.starts_with("https://") || template.starts_with("http://");
        let places = template.contains("{podId}") && template.contains("{port}");
        (http && places).then(|| Self(template.to_owned()))
    }

    /// The address of one service. `None` if the pod's id is not one that may stand in an address.
    pub fn of(&self, pod: &PodId, port: u16) -> Option<String> {
        pod.is_plain().then(|| self.0.replace("{podId}", pod.as_str()).replace("{port}", &port.to_string()) + "/")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pods::pod::tests::pod;
    use crate::pods::port::Port;

    fn with(image: &str, ports: &str) -> Pod {
        Pod { image: image.into(), ports: Port::parse_list(ports), ..pod("a") }
    }

    fn labels(image: &str, ports: &str) -> Vec<String> {
        services(&with(image, ports)).map(|service| service.label()).collect()
    }

    #[test]
    fn what_a_port_serves_is_told_by_image_and_port_together() {
        assert_eq!(
            labels("runpod/comfyui:cuda12.8", "8188/http,8080/http,8888/http,22/tcp"),
            ["ComfyUI", "FileBrowser", "Jupyter"]
        );
        assert_eq!(labels("runpod/pytorch:1.0.2-cu1281-torch280-ubuntu2404", "8888/http"), ["Jupyter"]);
        assert_eq!(labels("quay.io/jupyter/scipy-notebook", "8888/http"), ["Jupyter"]);
        assert_eq!(labels("ghcr.io/open-webui/open-webui:ollama", "8080/http,11434/http"), ["Open WebUI", "Ollama"]);
        assert_eq!(labels("codercom/code-server:latest", "8080/http,8443/http"), ["code-server", "code-server"]);
        assert_eq!(labels("gitpod/openvscode-server:latest", "3000/http"), ["OpenVSCode"]);
        assert_eq!(labels("ghcr.io/ggml-org/llama.cpp:server-cuda", "8080/http"), ["llama.cpp"]);
        assert_eq!(labels("vllm/vllm-openai:latest", "8000/http,8888/http"), ["vLLM", "port 8888"]);
        assert_eq!(labels("ashleykza/a1111:1.10", "3000/http,7860/http"), ["A1111", "A1111"]);
        assert_eq!(labels("ashleykza/forge:1.0", "3000/http"), ["Forge"]);
        assert_eq!(labels("ashleykza/kohya:25", "7860/http"), ["Kohya"]);
        for image in ["", "someone/thing:1", "pytorch/pytorch:2.4"] {
            assert_eq!(labels(image, "8080/http,8888/http,8000/http"), ["port 8080", "port 8888", "port 8000"]);
            assert_eq!(labels(image, "8188/http"), ["ComfyUI"]);
        }
    }

    #[test]
    fn ports_are_read_and_nonsense_left_out() {
        let ports = Port::parse_list("8188/http, 22/TCP,0/http,99999/http,65536/tcp,x,53/udp");
        let said: Vec<String> = ports.iter().map(Port::to_string).collect();
        assert_eq!(said, ["8188/http", "22/tcp"]);
    }

    #[test]
    fn from_70000_on_a_tcp_port_is_the_wish_for_a_symmetrical_one() {
        let symmetrical = |text| Port::parse(text).is_some_and(Port::is_symmetrical);
        assert!(symmetrical("70000/tcp") && symmetrical("70001/tcp") && !symmetrical("22/tcp"));
        assert_eq!(
            (Port::parse("70000/http"), Port::parse("69999/tcp"), Port::parse("100000/tcp")),
            (None, None, None)
        );
        assert_eq!(services(&with("a/b", "70000/tcp")).next(), None);
    }

    #[test]
    fn the_service_that_can_prove_itself_decides() {
        let main = |ports| main_service(&with("a/b", ports)).map(|service| service.port);
        assert_eq!(main("8080/http,8188/http,22/tcp"), Some(8188));
        assert_eq!(main("3000/http,22/tcp"), Some(3000));
        assert_eq!(main("22/tcp"), None);
    }

    #[test]
    fn what_the_person_came_for_decides_and_not_what_comes_along_with_it() {
        let main = |image, ports| main_service(&with(image, ports)).map(|service| service.port);
        assert_eq!(main("ashleykza/a1111-jupyter:1.10", "3000/http,8888/http"), Some(3000));
        assert_eq!(main("ashleykza/a1111-jupyter:1.10", "8888/http,3000/http"), Some(3000));
        assert_eq!(main("runpod/stable-diffusion:web-ui-10.2.1", "3001/http,8888/http,22/tcp"), Some(3001));
        assert_eq!(main("runpod/stable-diffusion:web-ui-10.2.1", "8888/http,3001/http,22/tcp"), Some(3001));
        assert_eq!(main("runpod/comfyui:cuda12.8", "8080/http,8888/http,8188/http"), Some(8188));
        assert_eq!(main("runpod/pytorch:1.0.2-cu1281", "8888/http,22/tcp"), Some(8888));
        assert_eq!(main("runpod/pytorch:1.0.2-cu1281", "6006/http,8888/http,22/tcp"), Some(8888));
        assert_eq!(main("quay.io/jupyter/scipy-notebook", "6006/http,8888/http"), Some(8888));
        assert_eq!(main("runpod/base:1", "8888/http"), Some(8888), "nothing else is there");
        assert_eq!(main("filebrowser/filebrowser", "80/http"), Some(80));
    }

    #[test]
    fn an_odd_id_never_becomes_an_address() {
        let address = ProxyAddress::runpod();
        assert_eq!(address.of(&PodId::new("abc123"), 8188).unwrap(), "https://abc123-8188.proxy.runpod.net/");
        assert_eq!(address.of(&PodId::new("evil.example/"), 80), None);
        assert_eq!(address.of(&PodId::new(""), 80), None);
    }
}
