//! What fails is told, leaves nothing broken behind, and keeps no other model from being loaded.

use std::fs;

use launchpod_core::models::Model;
use launchpod_core::models::progress::{Cause, ModelLog, PREFIX};

use super::pod::{Pod, bytes, model, sha256, sized};
use super::server::{How, Server};

/// The first of two models fails so, the second is loaded; how the page understands it.
fn fails(server: &Server, pod: impl FnOnce(Pod) -> Pod, first: &Model) -> (Vec<String>, Option<Cause>) {
    let body = bytes(2_000);
    server.serve("/a/second.safetensors", How::Whole, &body);
    let second = model("/a/second.safetensors");
    let pod = pod(Pod::new(&[first.clone(), second.clone()]));
    let said = pod.runs(server);
    assert_eq!(said.last().unwrap(), "2/2 second.safetensors done 2000", "{said:?}");
    assert_eq!(fs::read(pod.place(&second)).unwrap(), body);
    assert!(!pod.place(first).exists() && !pod.part(first).exists(), "nothing half is left");
    let mut log = ModelLog::default();
    assert!(said.iter().all(|line| log.hear(&format!("{PREFIX}{line}"))), "{said:?}");
    assert!(log.is_over());
    (said, log.failure())
}

fn plain(pod: Pod) -> Pod {
    pod
}

#[test]
fn a_login_that_is_refused_is_told() {
    let server = Server::start();
    for (how, says) in [
        (How::Login, "1/2 one.pt failed token 401"),
        (How::Status(403), "1/2 one.pt failed token 403"),
        (How::Page, "1/2 one.pt failed token page"),
    ] {
        server.serve("/a/one.pt", how, b"x");
        let (said, cause) = fails(&server, |pod| pod.with("HF_TOKEN", "hf_wrong"), &model("/a/one.pt"));
        assert!(said.contains(&says.to_owned()), "{said:?}");
        assert_eq!(cause, Some(Cause::Token));
    }
}

#[test]
fn wget_is_given_no_token() {
    let server = Server::start();
    server.serve("/a/one.pt", How::Login, b"x");
    let (said, cause) = fails(&server, |pod| pod.without(&["curl"]), &model("/a/one.pt"));
    assert!(said.contains(&"1/2 one.pt failed token 401".to_owned()), "{said:?}");
    assert_eq!(cause, Some(Cause::Token));
    assert!(server.asked().iter().all(|asked| asked.token.is_none()));
}

#[test]
fn what_is_gone_is_told() {
    let server = Server::start();
    for without in [&[][..], &["curl"]] {
        let (said, cause) = fails(&server, |pod| pod.without(without), &model("/a/gone.pt"));
        assert!(said.contains(&"1/2 gone.pt failed missing".to_owned()), "{said:?}");
        assert_eq!(cause, Some(Cause::Missing));
    }
}

#[test]
fn a_full_disk_is_told_and_freed_again() {
    for without in [&[][..], &["curl"]] {
        let (server, body) = (Server::start(), bytes(400_000));
        server.serve("/a/one.pt", How::Whole, &body);
        // No file may become larger than 100 KB: so a full disk looks to whoever writes.
        let (said, cause) = fails(&server, |pod| pod.without(without).with("LIMIT", "100"), &model("/a/one.pt"));
        assert!(said.contains(&"1/2 one.pt failed disk".to_owned()), "{said:?}");
        assert_eq!(cause, Some(Cause::Disk));
    }
}

#[test]
fn what_can_never_fit_is_not_begun() {
    let (server, body) = (Server::start(), bytes(400_000));
    server.serve("/a/one.pt", How::Whole, &body);
    let (said, cause) = fails(&server, |pod| pod.with("FREE_KB", "390"), &sized(model("/a/one.pt"), &body));
    assert_eq!((said[0].as_str(), cause), ("1/2 one.pt failed disk", Some(Cause::Disk)));
    assert!(server.asked().iter().all(|asked| asked.path != "/a/one.pt"));
    let fits = sized(model("/a/one.pt"), &body);
    assert_eq!(Pod::new(&[fits]).with("FREE_KB", "391").runs(&server).last().unwrap(), "1/1 one.pt done 400000");
}

#[test]
fn another_file_than_was_expected_is_not_kept() {
    let (server, body) = (Server::start(), bytes(3_000));
    server.serve("/a/one.pt", How::Whole, &body);
    let wrong = Model { sha256: Some(sha256(b"other")), ..sized(model("/a/one.pt"), &body) };
    let short = Model { bytes: Some(3_001), sha256: None, ..model("/a/one.pt") };
    let long = Model { bytes: Some(2_999), sha256: None, ..model("/a/one.pt") };
    for (model, says) in [(wrong, "failed sha256"), (short, "failed size 3000"), (long, "failed size 3000")] {
        let (said, cause) = fails(&server, plain, &model);
        assert!(said.contains(&format!("1/2 one.pt {says}")), "{said:?}");
        assert_eq!(cause, Some(Cause::Checksum));
    }
}

#[test]
fn a_file_of_the_persons_own_is_left_alone() {
    let (server, body) = (Server::start(), bytes(3_000));
    let one = sized(model("/a/one.pt"), &body);
    let pod = Pod::new(std::slice::from_ref(&one));
    fs::create_dir_all(pod.place(&one).parent().unwrap()).unwrap();
    fs::write(pod.place(&one), b"mine").unwrap();
    assert_eq!(pod.runs(&server), ["1/1 one.pt failed other"]);
    assert_eq!(fs::read(pod.place(&one)).unwrap(), b"mine");
    assert_eq!(server.asked(), []);
}

#[test]
fn a_host_that_never_answers_well_is_given_up_after_ten_times() {
    let server = Server::start();
    server.serve("/a/one.pt", How::Status(503), b"");
    let (said, cause) = fails(&server, plain, &model("/a/one.pt"));
    let tries = server.asked().iter().filter(|asked| asked.path == "/a/one.pt").count();
    assert_eq!((tries, cause), (10, Some(Cause::Net)));
    assert!(said.contains(&"1/2 one.pt failed net 22 503".to_owned()), "{said:?}");
}
