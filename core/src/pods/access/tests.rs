use super::*;
use crate::pods::pod::Runtime;
use crate::pods::pod::tests::pod;
use crate::pods::port::Port;
use crate::types::time::Timestamp;
use proptest::prelude::*;

fn running(ports: &str) -> Pod {
    let runtime = Runtime { up_since: Timestamp::from_millis(0), open_ports: vec![] };
    Pod { runtime: Some(runtime), ports: Port::parse_list(ports), ..pod("abc123") }
}

fn wire(private: u16, ip: &str, public: u16) -> PortMapping {
    PortMapping { private, public, ip: ip.into(), is_public: true, is_tcp: true }
}

fn wiring(wires: Vec<PortMapping>) -> PodNetwork {
    PodNetwork { host_id: Some("abc123-64410d21".into()), wires, ..PodNetwork::default() }
}

#[test]
fn both_commands_are_as_runpod_documents_them() {
    let (pod, wiring) = (running("8188/http,22/tcp"), wiring(vec![wire(22, "194.26.1.7", 14022)]));
    assert_eq!(ssh_by_proxy(&pod, &wiring).unwrap(), "ssh abc123-64410d21@ssh.runpod.io -i ~/.ssh/id_ed25519");
    assert_eq!(ssh_directly(&pod, &wiring).unwrap(), "ssh root@194.26.1.7 -p 14022 -i ~/.ssh/id_ed25519");
    assert_eq!(tcp(&pod, &wiring), [(22, Ok("194.26.1.7:14022".to_owned()))]);
}

#[test]
fn a_symmetrical_port_is_told_where_it_can_be_no_other() {
    let wires = vec![wire(22, "194.26.1.7", 14022), wire(41_234, "194.26.1.7", 41_234)];
    let ways = |ports: &str, wires: &[PortMapping]| tcp(&running(ports), &wiring(wires.to_vec()));
    assert_eq!(ways("22/tcp,70000/tcp", &wires)[1], (70_000, Ok("194.26.1.7:41234".to_owned())));
    assert!(ways("22/tcp,70000/tcp", &wires[..1])[1].1.is_err(), "it is not chosen yet");
    let two = [&wires[..], &[wire(41_235, "194.26.1.7", 41_235)]].concat();
    assert!(
        ways("70000/tcp,70001/tcp", &two)
            .iter()
            .all(|(_, way)| way.as_ref().is_err_and(|why| why.contains("RUNPOD_TCP_PORT_")))
    );
}

#[test]
fn where_there_is_no_way_in_it_is_said_why() {
    let why = |pod: &Pod, wiring: &PodNetwork| ssh_directly(pod, wiring).unwrap_err();
    let open = running("22/tcp");
    let stopped = Pod { status: Status::Stopped, runtime: None, ..open.clone() };
    let pulling = Pod { runtime: None, ..open.clone() };
    let wired = wiring(vec![wire(22, "194.26.1.7", 14022)]);
    assert!(why(&running("8188/http"), &wired).contains("needs the port 22/tcp"));
    assert_eq!(why(&stopped, &wired), "It is stopped: start it first.");
    assert_eq!(why(&pulling, &wired), "It has not started yet.");
    assert!(why(&open, &wiring(vec![])).contains("not wired its ports yet"));
    assert!(why(&open, &wiring(vec![wire(8188, "1.2.3.4", 9)])).contains("probably has no public address"));
    let inner = PortMapping { is_public: false, ..wire(22, "100.65.1.1", 9) };
    assert_eq!(why(&open, &wiring(vec![inner])), "Its machine has no public address.");
    assert!(why(&open, &wiring(vec![wire(22, "1.2.3.4;reboot", 9)])).contains("that is none"));
    assert!(ssh_by_proxy(&stopped, &wired).is_err() && ssh_by_proxy(&pulling, &wired).is_err());
    assert!(ssh_by_proxy(&open, &PodNetwork::default()).unwrap_err().contains("does not say"));
}

#[test]
fn the_http_side_of_a_port_is_no_address() {
    let proxied = PortMapping { is_tcp: false, ..wire(22, "1.2.3.4", 9) };
    assert!(ssh_directly(&running("22/tcp"), &wiring(vec![proxied])).is_err());
}

#[test]
fn open_links_and_the_public_login_are_warned_of() {
    assert_eq!(warnings(&running("22/tcp")).len(), 0);
    assert_eq!(warnings(&running("8188/http")).len(), 1);
    let both = warnings(&running("8188/http,8080/http"));
    assert!(both.iter().any(|warning| warning.contains("FileBrowser")
        && warning.contains("the image's own page tells it. Sign in and change the password first")));
    assert!(has_jupyter(&running("8888/http")) && !has_jupyter(&running("8888/tcp")));
}

/// What a shell reads as itself in a word.
fn is_tame(command: &str) -> bool {
    command.bytes().all(|byte| byte.is_ascii_alphanumeric() || b" @.-_:/~".contains(&byte))
}

proptest! {
    #[test]
    fn whatever_runpod_tells_a_command_is_the_documented_one_or_none(
        host in "\\PC{0,90}|-oProxyCommand=[a-z]{1,5}|[a-z0-9]{1,14}-[0-9a-f]{8}|[a-z0-9]{1,9}[;&|$`'\"\\n ][a-z]{0,9}",
        ip in "\\PC{0,30}|([0-9]{1,3}\\.){3}[0-9]{1,4}|1\\.2\\.3\\.4[;&|$`'\"\\n -][a-z]{0,9}",
        public: u16,
    ) {
        let wiring = PodNetwork { host_id: Some(host), ..wiring(vec![wire(22, &ip, public)]) };
        let pod = running("22/tcp");
        if let Ok(command) = ssh_by_proxy(&pod, &wiring) {
            prop_assert!(is_tame(&command));
            let words: Vec<&str> = command.split(' ').collect();
            prop_assert_eq!(words.len(), 4);
            prop_assert!(words[1].ends_with("@ssh.runpod.io") && !words[1].starts_with('-'));
        }
        if let Ok(command) = ssh_directly(&pod, &wiring) {
            prop_assert!(is_tame(&command));
            prop_assert_eq!(command.split(' ').count(), 6);
            let port = format!(" -p {public} ");
            prop_assert!(public > 0 && command.contains(&port));
        }
        for address in tcp(&pod, &wiring).into_iter().filter_map(|(_, way)| way.ok()) {
            prop_assert!(address.bytes().all(|byte| byte.is_ascii_digit() || b".:".contains(&byte)));
        }
    }
}
