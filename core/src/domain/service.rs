//! What listens in a pod, where it is reached, and how one finds out that it really answers.

use std::ops::RangeInclusive;

use super::ids::PodId;

/// How a port is reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Protocol {
    /// Through RunPod's HTTPS proxy.
    Http,
    /// At a public address, where RunPod gives one.
    Tcp,
}

/// From here on a TCP port is none that exists: it asks RunPod for one that has the same number inside and outside.
const SYMMETRICAL: RangeInclusive<u32> = 70_000..=99_999;

/// A port that a pod declares, written `8188/http`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Port {
    /// The port inside the pod; from 70000 on the wish for one that is the same inside and outside.
    pub number: u32,
    /// How it is reached.
    pub protocol: Protocol,
}

impl Port {
    /// Reads `8188/http`; a protocol that is neither http nor tcp, or a number that is no port, is `None`.
    pub fn parse(text: &str) -> Option<Self> {
        let (number, protocol) = text.trim().split_once('/')?;
        let protocol = match protocol.trim().to_ascii_lowercase().as_str() {
            "http" => Protocol::Http,
            "tcp" => Protocol::Tcp,
            _ => return None,
        };
        let port = Self { number: number.trim().parse().ok()?, protocol };
        ((1..=u16::MAX.into()).contains(&port.number) || port.is_symmetrical()).then_some(port)
    }

    /// Whether RunPod is asked for a port that has the same number inside the pod and outside.
    pub fn is_symmetrical(self) -> bool {
        self.protocol == Protocol::Tcp && SYMMETRICAL.contains(&self.number)
    }

    /// Reads RunPod's list, `8888/http,22/tcp`; parts that make no sense are left out.
    pub fn parse_list(text: &str) -> Vec<Self> {
        text.split(',').filter_map(Self::parse).collect()
    }
}

impl std::fmt::Display for Port {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let protocol = match self.protocol {
            Protocol::Http => "http",
            Protocol::Tcp => "tcp",
        };
        write!(f, "{}/{protocol}", self.number)
    }
}

/// How the probe finds out whether a service answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Recipe {
    /// The service allows other pages to read this path: a 200 is proof.
    Json(&'static str),
    /// Only the real service has this picture: its loading is proof.
    Image(&'static str),
    /// No proof is to be had; any answer at all says "probably up".
    Any,
}

/// A service that a pod offers on one of its HTTP ports.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Service {
    /// The port inside the pod.
    pub port: u16,
    /// The name of the program, where the port tells; else "port N" is said.
    pub name: Option<&'static str>,
    /// How to find out that it answers.
    pub recipe: Recipe,
}

impl Service {
    fn at(port: u16) -> Self {
        let (name, recipe) = match port {
            8188 => (Some("ComfyUI"), Recipe::Json("/system_stats")),
            8888 => (Some("Jupyter"), Recipe::Image("/static/favicons/favicon.ico")),
            8080 => (Some("FileBrowser"), Recipe::Any),
            11434 => (Some("Ollama"), Recipe::Any),
            _ => (None, Recipe::Any),
        };
        Self { port, name, recipe }
    }

    /// The words on its link.
    pub fn label(&self) -> String {
        match self.name {
            Some(name) => name.to_owned(),
            None => format!("port {}", self.port),
        }
    }
}

/// The services behind the declared ports, in the order that they were declared.
pub fn services(ports: &[Port]) -> impl Iterator<Item = Service> + '_ {
    let http = ports.iter().filter(|port| port.protocol == Protocol::Http);
    http.filter_map(|port| u16::try_from(port.number).ok()).map(Service::at)
}

/// The service that decides whether the pod is ready: the first that can prove it, else the first.
pub fn main_service(ports: &[Port]) -> Option<Service> {
    services(ports).find(|service| service.recipe != Recipe::Any).or_else(|| services(ports).next())
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
        assert_eq!(services(&Port::parse_list("70000/tcp")).next(), None);
    }

    #[test]
    fn the_service_that_can_prove_itself_decides() {
        let main = |ports| main_service(&Port::parse_list(ports)).map(|service| service.port);
        assert_eq!(main("8080/http,8188/http,22/tcp"), Some(8188));
        assert_eq!(main("3000/http,22/tcp"), Some(3000));
        assert_eq!(main("22/tcp"), None);
    }

    #[test]
    fn an_odd_id_never_becomes_an_address() {
        let address = ProxyAddress::runpod();
        assert_eq!(address.of(&PodId::new("abc123"), 8188).unwrap(), "https://abc123-8188.proxy.runpod.net/");
        assert_eq!(address.of(&PodId::new("evil.example/"), 80), None);
        assert_eq!(address.of(&PodId::new(""), 80), None);
    }
}
