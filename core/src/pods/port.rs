//! The ports that a pod declares.

use std::ops::RangeInclusive;

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
