//! Where a running pod's ports are reached from outside.

use crate::machines::Machine;
use crate::pod::{Pod, Runtime};
use crate::ports::Port;
use crate::utilization::fingerprint;

/// One port, inside and outside.
pub struct OpenPort {
    pub ip: String,
    pub inside: u16,
    pub outside: u16,
    /// Behind RunPod's proxy; the address is one of its own network then.
    pub http: bool,
}

/// None until they are known; those for TCP need a machine with a public address.
pub fn open_ports(pod: &Pod, told: &Runtime, host: &Machine) -> Vec<OpenPort> {
    if !told.ports_known {
        return Vec::new();
    }
    let reachable = pod.spec.ports.iter().filter(|port| port.http || host.public_ip);
    reachable.map(|port| open_port(pod, *port, host)).collect()
}

pub fn open_port(pod: &Pod, port: Port, host: &Machine) -> OpenPort {
    let mix = fingerprint(&format!("{}-{}-{}", pod.id, pod.run, port.number));
    let host_mix = fingerprint(&host.id);
    let inner = || format!("100.65.{}.{}", host_mix >> 8 & 31, host_mix & 0xff);
    let outside = 10_000 + (mix % 50_000) as u16;
    OpenPort {
        ip: if port.http { inner() } else { host.ip.clone() },
        inside: port.inside().unwrap_or(outside),
        outside,
        http: port.http,
    }
}
