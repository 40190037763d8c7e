//! How one gets into a pod.

use launchpod_core::pods::access::{CommandResult, PodNetwork, SSH, ssh_by_proxy, ssh_directly, tcp};
use launchpod_core::pods::pod::Pod;
use serde::Serialize;

/// How one gets into a pod.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AccessDto<'a> {
    direct: Option<SshDto<'a>>,
    proxied: Option<SshDto<'a>>,
    why: WhyNot,
    tcp: Vec<AddressDto>,
    jupyter_password: Option<&'a str>,
}

/// How one gets into a pod by SSH.
#[derive(Serialize)]
struct SshDto<'a> {
    host: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    port: Option<u16>,
    user: Option<&'a str>,
    command: String,
}

/// Why there is no such way.
#[derive(Serialize)]
struct WhyNot {
    direct: Option<&'static str>,
    proxied: Option<&'static str>,
}

/// Where a TCP port of a pod is to be reached.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct AddressDto {
    port: u32,
    host: String,
    public_port: u16,
}

/// How one gets into a pod.
pub fn access<'a>(pod: &Pod, wiring: &'a PodNetwork, password: Option<&'a str>) -> AccessDto<'a> {
    let (direct, proxied) = (ssh_directly(pod, wiring), ssh_by_proxy(pod, wiring));
    let tcp: Vec<AddressDto> = tcp(pod, wiring).into_iter().filter_map(address).collect();
    let ssh = tcp.iter().find(|address| address.port == u32::from(SSH));
    let why = WhyNot { direct: direct.as_ref().err().copied(), proxied: proxied.as_ref().err().copied() };
    AccessDto {
        direct: direct.ok().zip(ssh).map(|(command, address)| SshDto {
            host: address.host.clone(),
            port: Some(address.public_port),
            user: Some("root"),
            command,
        }),
        proxied: proxied.ok().map(|command| SshDto {
            host: "ssh.runpod.io".into(),
            port: None,
            user: wiring.host_id.as_deref(),
            command,
        }),
        why,
        tcp,
        jupyter_password: password,
    }
}

fn address((port, way): (u32, CommandResult)) -> Option<AddressDto> {
    let way = way.ok()?;
    let (host, public) = way.split_once(':')?;
    Some(AddressDto { port, host: host.to_owned(), public_port: public.parse().ok()? })
}
