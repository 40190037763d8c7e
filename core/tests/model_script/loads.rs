//! What is loaded is whole, checked, in its folder, and never half there.

use std::fs;
use std::time::Duration;

use launchpod_core::auto_stop::{Beside, PodTimer, StopAction};
use launchpod_core::models::Folder;
use launchpod_core::models::Model;
use launchpod_core::models::start::OwnStart;

use super::pod::{Pod, bytes, model, sized};
use super::server::{How, Server, TOKEN};

#[test]
fn all_are_loaded_into_their_folders_with_a_timer_beside_them_or_without() {
    for timer in [None, PodTimer::new(Duration::from_secs(3600), StopAction::Terminate)] {
        let (server, body) = (Server::start(), bytes(300_000));
        server.serve("/a/one.safetensors?x=1", How::Whole, &body);
        server.serve("/a/two.pt", How::Login, &body);
        let one = Model { file: "one.safetensors".into(), ..sized(model("/a/one.safetensors?x=1"), &body) };
        let two = Model { folder: Folder::Checkpoints, ..model("/a/two.pt") };
        let pod = Pod::new(&[one.clone(), two.clone()])
            .started_by(OwnStart { timer, beside: Beside { models: true, notices: true } });
        let said = pod.runs(&server);
        assert_eq!(said.first().unwrap(), "1/2 one.safetensors at 0 300000");
        assert!(said.contains(&"1/2 one.safetensors checking".to_owned()), "{said:?}");
        assert!(said.contains(&"1/2 one.safetensors done 300000".to_owned()), "{said:?}");
        assert_eq!(said.last().unwrap(), "2/2 two.pt done 300000");
        assert!(fs::read(pod.place(&one)).unwrap() == body && fs::read(pod.place(&two)).unwrap() == body);
        assert!(!pod.part(&two).exists());
        assert!(server.asked().iter().all(|asked| asked.token == Some(format!("Bearer {TOKEN}"))));
    }
}

#[test]
fn comfyuis_folder_is_waited_for_and_never_made() {
    let (server, body) = (Server::start(), bytes(1_000));
    server.serve("/a/one.safetensors", How::Whole, &body);
    let one = model("/a/one.safetensors");
    let pod = Pod::new(std::slice::from_ref(&one)).with("INSTALLS", "1");
    let said = pod.runs(&server);
    assert!(said.contains(&"1/1 one.safetensors waiting".to_owned()), "{said:?}");
    assert_eq!(fs::read(pod.place(&one)).unwrap(), body, "the image has installed ComfyUI all the same");
}

#[test]
fn what_broke_off_goes_on_where_it_was_by_curl_and_by_wget() {
    for without in [&[][..], &["curl"]] {
        let (server, body) = (Server::start(), bytes(200_000));
        server.serve("/a/one.safetensors", How::Cut, &body);
        let one = sized(model("/a/one.safetensors"), &body);
        let pod = Pod::new(std::slice::from_ref(&one)).without(without);
        let said = pod.runs(&server);
        let ranges: Vec<_> = server.asked().into_iter().map(|asked| asked.range).collect();
        assert_eq!(ranges, [None, Some("bytes=100000-".to_owned())], "{said:?}");
        assert!(said.iter().any(|line| line.starts_with("1/1 one.safetensors again ")), "{said:?}");
        assert!(said.contains(&"1/1 one.safetensors at 100000 200000".to_owned()), "{said:?}");
        assert_eq!(fs::read(pod.place(&one)).unwrap(), body);
    }
}

#[test]
fn a_server_without_ranges_begins_anew() {
    let (server, body) = (Server::start(), bytes(200_000));
    server.serve("/a/one.safetensors", How::CutWithoutRanges, &body);
    let one = sized(model("/a/one.safetensors"), &body);
    let pod = Pod::new(std::slice::from_ref(&one));
    let said = pod.runs(&server);
    assert_eq!(said.last().unwrap(), "1/1 one.safetensors done 200000", "{said:?}");
    assert_eq!(fs::read(pod.place(&one)).unwrap(), body);
}

#[test]
fn a_new_start_of_the_container_goes_on_and_loads_nothing_twice() {
    let (server, body) = (Server::start(), bytes(50_000));
    server.serve("/a/one.safetensors", How::Whole, &body);
    let one = sized(model("/a/one.safetensors"), &body);
    let pod = Pod::new(std::slice::from_ref(&one));
    fs::create_dir_all(pod.part(&one).parent().unwrap()).unwrap();
    // An earlier start was ended in the middle, a while ago.
    fs::write(pod.part(&one), &body[..20_000]).unwrap();
    let old = std::time::SystemTime::now() - Duration::from_secs(300);
    fs::File::options().write(true).open(pod.part(&one)).unwrap().set_modified(old).unwrap();
    let said = pod.runs(&server);
    assert_eq!(said[0], "1/1 one.safetensors at 20000 50000");
    assert_eq!(server.asked()[0].range.as_deref(), Some("bytes=20000-"));
    assert_eq!(fs::read(pod.place(&one)).unwrap(), body);
    let again = Pod::new(std::slice::from_ref(&one));
    fs::create_dir_all(again.place(&one).parent().unwrap()).unwrap();
    fs::write(again.place(&one), &body).unwrap();
    assert_eq!(again.runs(&server), ["1/1 one.safetensors there"]);
    assert_eq!(server.asked().len(), 1);
}

#[test]
fn a_file_of_unknown_size_that_is_whole_already_is_taken_as_it_is() {
    let (server, body) = (Server::start(), bytes(5_000));
    server.serve("/a/one.safetensors", How::Whole, &body);
    let one = model("/a/one.safetensors");
    let pod = Pod::new(std::slice::from_ref(&one));
    fs::create_dir_all(pod.part(&one).parent().unwrap()).unwrap();
    fs::write(pod.part(&one), &body).unwrap();
    let old = std::time::SystemTime::now() - Duration::from_secs(300);
    fs::File::options().write(true).open(pod.part(&one)).unwrap().set_modified(old).unwrap();
    let said = pod.runs(&server);
    assert_eq!(said.last().unwrap(), "1/1 one.safetensors done 5000", "{said:?}");
}

#[test]
fn what_another_pod_loads_onto_the_same_volume_is_waited_for() {
    let server = Server::start();
    let one = model("/a/one.safetensors");
    let pod = Pod::new(std::slice::from_ref(&one));
    fs::create_dir_all(pod.part(&one).parent().unwrap()).unwrap();
    fs::write(pod.part(&one), b"half").unwrap();
    let (part, place) = (pod.part(&one), pod.place(&one));
    let other = std::thread::spawn(move || {
        std::thread::sleep(Duration::from_millis(700));
        fs::create_dir_all(place.parent().unwrap()).unwrap();
        fs::rename(part, place).unwrap();
    });
    let said = pod.runs(&server);
    other.join().unwrap();
    assert_eq!(
        (said[0].as_str(), said.last().unwrap().as_str()),
        ("1/1 one.safetensors busy", "1/1 one.safetensors there")
    );
    assert_eq!(server.asked(), []);
}

#[test]
fn a_token_goes_to_its_own_host_alone() {
    let (server, body) = (Server::start(), bytes(5_000));
    server.serve("/a/one.safetensors", How::Elsewhere, &body);
    server.serve("/other/a/one.safetensors", How::Whole, &body);
    let one = model("/a/one.safetensors");
    let said = Pod::new(std::slice::from_ref(&one)).runs(&server);
    assert_eq!(said.last().unwrap(), "1/1 one.safetensors done 5000", "{said:?}");
    let asked = server.asked();
    assert_eq!(asked.len(), 2, "{asked:?}");
    assert!(asked[0].token.is_some() && asked[0].host.starts_with("127.0.0.1"));
    assert!(asked[1].token.is_none() && asked[1].host.starts_with("localhost"), "{asked:?}");
    // A host without logins is sent none at all.
    let github = Model { address: "https://huggingface.co.example/x".into(), ..one };
    assert!(github.token_host().is_none());
}
