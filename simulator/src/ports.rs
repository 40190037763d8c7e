//! Declared ports: one text, `8888/http,22/tcp`.

use crate::errors::{Outcome, Refusal};

/// One declared port.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Port {
    /// From 70000 on it is none: RunPod chooses one that is the same inside and outside.
    pub number: u32,
    /// Reached by the proxy; otherwise by address and public port.
    pub http: bool,
}

/// From here on a TCP port asks for a symmetrical one.
const SYMMETRICAL: u32 = 70_000;
/// RunPod's own ceiling on ports behind the proxy.
const MOST_HTTP_PORTS: usize = 10;

pub fn parse(text: &str) -> Outcome<Vec<Port>> {
    let ports: Option<Vec<Port>> =
        text.split(',').map(str::trim).filter(|part| !part.is_empty()).map(parse_one).collect();
    let ports = ports.ok_or_else(|| Refusal::in_our_words("Invalid ports: expected for example 8888/http,22/tcp"))?;
    if ports.iter().filter(|port| port.http).count() > MOST_HTTP_PORTS {
        return Err(Refusal::in_our_words("A pod can expose at most 10 HTTP ports"));
    }
    Ok(ports)
}

fn parse_one(text: &str) -> Option<Port> {
    let (number, kind) = text.split_once('/')?;
    let number = number.parse().ok().filter(|number| *number > 0)?;
    let exists = number <= u32::from(u16::MAX);
    match kind {
        "http" if exists => Some(Port { number, http: true }),
        "tcp" if exists || number >= SYMMETRICAL => Some(Port { number, http: false }),
        _ => None,
    }
}

impl Port {
    /// Its number inside the pod, where the pod itself has a say in that.
    pub fn inside(self) -> Option<u16> {
        u16::try_from(self.number).ok()
    }

    /// As it is declared.
    pub fn text(self) -> String {
        format!("{}/{}", self.number, if self.http { "http" } else { "tcp" })
    }
}

pub fn text(ports: &[Port]) -> String {
    ports.iter().map(|port| port.text()).collect::<Vec<_>>().join(",")
}
