//! How one gets into a pod. What lands in a command that somebody pastes into a terminal is checked letter by letter:
//! where RunPod tells something that a shell could understand, there is no command.

use std::net::Ipv4Addr;

use launchpod_words::pods as say;

use crate::pods::pod::{Pod, Status};
use crate::pods::port::{Port, Protocol};
use crate::pods::services::services;

const KEY: &str = "~/.ssh/id_ed25519";
/// Where SSH listens.
pub const SSH: u16 = 22;
/// The variable in which RunPod keeps Jupyter's password.
pub const JUPYTER_PASSWORD: &str = "JUPYTER_PASSWORD";

/// What RunPod tells of the way to a pod and of its machine, asked for by the pod's own page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PodNetwork {
    /// Its name at RunPod's SSH server.
    pub host_id: Option<String>,
    /// The ports that RunPod has wired up.
    pub wires: Vec<PortMapping>,
    /// Virtual processors; `None` where RunPod does not say.
    pub vcpus: Option<u32>,
    /// Memory in GB; `None` where RunPod does not say.
    pub memory_gb: Option<u32>,
    /// Whether its machine is in the secure cloud; `None` where RunPod does not say.
    pub secure: Option<bool>,
    /// Whether it is a spot pod.
    pub spot: bool,
}

/// A port of the pod and where it is reached from outside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PortMapping {
    /// The port inside the pod.
    pub private: u16,
    /// The port outside.
    pub public: u16,
    /// The address as RunPod told it.
    pub ip: String,
    /// Whether the address is one of the internet.
    pub is_public: bool,
    /// Whether it is reached by its address, and not through the proxy.
    pub is_tcp: bool,
}

impl PortMapping {
    /// Where it is reached; `None` unless that is a public address and a port, and nothing else.
    pub fn address(&self) -> Option<(Ipv4Addr, u16)> {
        let ip = self.ip.parse().ok().filter(|_| self.is_public && self.is_tcp)?;
        Some((ip, self.public)).filter(|_| self.public > 0)
    }
}

impl PodNetwork {
    fn address(&self, port: u16) -> Option<(Ipv4Addr, u16)> {
        self.wires.iter().filter(|wire| wire.private == port).find_map(PortMapping::address)
    }

    /// Its name at RunPod's SSH server, if that can be nothing else: letters, digits and dashes, and a dash does not come
    /// first.
    fn plain_host_id(&self) -> Option<&str> {
        let id = self.host_id.as_deref()?;
        let plain = id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        Some(id).filter(|id| plain && (1..=80).contains(&id.len()) && !id.starts_with('-'))
    }
}

/// A way in, or why there is none.
pub type CommandResult = Result<String, &'static str>;

/// SSH through RunPod's own server: a terminal and no more.
pub fn ssh_by_proxy(pod: &Pod, wiring: &PodNetwork) -> CommandResult {
    up(pod)?;
    match (wiring.plain_host_id(), &wiring.host_id) {
        (Some(id), _) => Ok(format!("ssh {id}@ssh.runpod.io -i {KEY}")),
        (None, None) => Err(say::ssh_name_untold()),
        (None, Some(_)) => Err(say::ssh_name_odd()),
    }
}

/// SSH to the pod itself, which copies files too.
pub fn ssh_directly(pod: &Pod, wiring: &PodNetwork) -> CommandResult {
    if !declares(pod, SSH) {
        return Err(say::ssh_port_missing());
    }
    let (ip, port) = wired(pod, wiring, SSH)?;
    Ok(format!("ssh root@{ip} -p {port} -i {KEY}"))
}

/// Each TCP port and its address.
pub fn tcp(pod: &Pod, wiring: &PodNetwork) -> Vec<(u32, CommandResult)> {
    let address = |port: &Port| match u16::try_from(port.number) {
        Ok(number) => wired(pod, wiring, number),
        Err(_) => symmetrical(pod, wiring),
    };
    let told = |port: &Port| (port.number, address(port).map(|(ip, public)| format!("{ip}:{public}")));
    pod.ports.iter().filter(|port| port.protocol == Protocol::Tcp).map(told).collect()
}

/// The address of the port that RunPod has chosen, where it can be no other's.
fn symmetrical(pod: &Pod, wiring: &PodNetwork) -> Result<(Ipv4Addr, u16), &'static str> {
    up(pod)?;
    let chosen = |wire: &&PortMapping| wire.private == wire.public && !declares(pod, wire.private);
    let mut found = wiring.wires.iter().filter(chosen).filter_map(PortMapping::address);
    let wished = pod.ports.iter().filter(|port| port.is_symmetrical()).count();
    match (found.next(), found.next(), wished) {
        (Some(address), None, 1) => Ok(address),
        (None, ..) => Err(say::port_not_chosen()),
        _ => Err(say::ports_chosen_several()),
    }
}

fn declares(pod: &Pod, port: u16) -> bool {
    pod.ports.iter().any(|declared| declared.protocol == Protocol::Tcp && declared.number == u32::from(port))
}

fn wired(pod: &Pod, wiring: &PodNetwork, port: u16) -> Result<(Ipv4Addr, u16), &'static str> {
    up(pod)?;
    if let Some(address) = wiring.address(port) {
        return Ok(address);
    }
    let told: Vec<&PortMapping> = wiring.wires.iter().filter(|wire| wire.private == port && wire.is_tcp).collect();
    Err(match (told.is_empty(), wiring.wires.is_empty()) {
        (true, true) => say::ports_not_wired(),
        (true, false) => say::port_not_wired(),
        (false, _) if told.iter().all(|wire| !wire.is_public) => say::no_public_address(),
        (false, _) => say::address_odd(),
    })
}

/// Nothing leads into a pod that is not up.
pub fn up(pod: &Pod) -> Result<(), &'static str> {
    match (&pod.status, &pod.runtime) {
        (Status::Running | Status::Starting | Status::Other(_), Some(_)) => Ok(()),
        (Status::Running | Status::Starting | Status::Other(_), None) => Err(say::not_started()),
        (Status::Stopped, _) => Err(say::is_stopped()),
        (Status::Dead | Status::Terminated, _) => Err(say::is_gone()),
    }
}

/// What the person must know before passing a link on.
pub fn warnings(pod: &Pod) -> Vec<&'static str> {
    let open = services(pod).next().is_some().then(say::links_are_open);
    let files = services(pod).any(|service| service.name == Some("FileBrowser")).then(say::filebrowser_is_open);
    open.into_iter().chain(files).collect()
}

/// Whether Jupyter runs in it.
pub fn has_jupyter(pod: &Pod) -> bool {
    services(pod).any(|service| service.name == Some("Jupyter"))
}

#[cfg(test)]
mod tests;
