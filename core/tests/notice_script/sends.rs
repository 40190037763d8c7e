//! What is sent, when, and to whom.

use std::time::Duration;

use launchpod_core::auto_stop::{PodTimer, StopAction};
use launchpod_core::notices::{address, to_env};
use launchpod_core::pods::port::Port;

use super::pod::Pod;
use super::server::Server;

const IN_15: &str = "models: its timer ends it in 15 minutes. What is not on a volume is lost then.";
const IN_5: &str = "models: its timer ends it in 5 minutes. What is not on a volume is lost then.";
const NOW: &str = "models: its time is up, its timer ends it now.";
const LATE: &str = "models still runs and costs money: its timer could not end it. End it yourself.";

/// A server whose service answers well at once.
fn plain() -> Server {
    Server::start(&[])
}

#[test]
fn the_timers_end_is_told_15_and_5_minutes_before_it_and_just_before_it() {
    let server = plain();
    let timer = PodTimer::new(Duration::from_secs(960), StopAction::Terminate).unwrap();
    let seen = Pod::until(1_000).timed(timer).runs(&server);
    assert_eq!(server.texts(), [IN_15, IN_5, NOW]);
    assert!(seen.timer.first().is_some_and(|(at, call)| *at >= 960 && call.contains("terminate")), "{:?}", seen.timer);
    let notice = &server.notices()[0];
    assert_eq!(notice.path, "/my-pods");
    for header in ["title: launchpod", "content-type: text/plain; charset=utf-8", "user-agent: launchpod"] {
        assert!(notice.headers.iter().any(|own| own.to_ascii_lowercase() == header), "{header}: {:?}", notice.headers);
    }
}

#[test]
fn it_is_told_in_time_and_once() {
    for (until, texts) in [(95, &[][..]), (105, &[IN_15]), (695, &[IN_15]), (705, &[IN_15, IN_5])] {
        let server = plain();
        Pod::until(until).ends_file(0, "1000").runs(&server);
        assert_eq!(server.texts(), texts, "{until}");
    }
    for (until, texts) in [(380, &[][..]), (390, &[NOW]), (690, &[NOW]), (705, &[NOW, LATE]), (900, &[NOW, LATE])] {
        let server = plain();
        Pod::until(until).ends_file(0, "0400").ends_file(200, "400").ends_file(105, "260").runs(&server);
        let texts: Vec<&str> = texts.to_vec();
        let told: Vec<String> = server.texts().into_iter().filter(|text| text != IN_5).collect();
        assert_eq!(told, texts, "{until}");
    }
}

#[test]
fn a_timer_that_is_moved_is_told_anew_and_what_was_said_is_taken_back() {
    let server = plain();
    Pod::until(1_010).ends_file(0, "400").ends_file(150, "1300").runs(&server);
    assert_eq!(server.texts(), [IN_5, IN_15, IN_5], "moved by 15 minutes after the first");
    let server = plain();
    Pod::until(400).ends_file(0, "100").ends_file(95, "1290").runs(&server);
    assert_eq!(server.texts(), [NOW, "models goes on: its timer was moved, 20 minutes left.", IN_15]);
}

#[test]
fn nothing_is_told_where_no_time_stands() {
    for text in ["", "\n", "soon", "-5", "5x", "99999999999999999999"] {
        let server = plain();
        Pod::until(60).ends_file(0, text).runs(&server);
        assert_eq!(server.texts(), [""; 0], "{text:?}");
    }
    let server = plain();
    Pod::until(60).runs(&server);
    let cancelled = Pod::until(500).ends_file(0, "1000").ends_file(50, "");
    cancelled.runs(&server);
    assert_eq!(server.texts(), [""; 0]);
}

#[test]
fn a_number_that_looks_octal_is_read_as_what_it_is() {
    let server = plain();
    let seen = Pod::until(75).ends_file(0, "080").runs(&server);
    assert_eq!((server.texts(), seen.log.as_str()), (vec![NOW.to_owned()], ""));
}

#[test]
fn ready_is_told_once_when_the_service_answers_by_curl_and_by_wget() {
    for without in [&[][..], &["curl"]] {
        let server = Server::start(&[502, 503, 404]);
        let of = format!("{}|https://ntfy.example/my-pods|models", server.port);
        let pod = Pod::until(40).without(without).variable(&of);
        let ready = format!("models is ready: it answers on port {}.", server.port);
        assert_eq!((pod.runs(&server).log.as_str(), server.texts()), ("", vec![ready.clone()]), "{without:?}");
        assert_eq!(server.notices()[0].path, "/my-pods");
        pod.runs(&server);
        assert_eq!(server.texts(), [ready], "a container that RunPod starts again says it no second time");
    }
}

#[test]
fn a_service_that_does_not_answer_is_not_ready() {
    let (server, nobody) = (Server::start(&[502; 40]), Server::default());
    for port in [server.port, nobody.port] {
        Pod::until(60).variable(&format!("{port}|https://ntfy.example/my-pods|models")).runs(&server);
        assert_eq!(server.texts(), [""; 0]);
    }
}

#[test]
fn any_address_that_is_taken_and_any_name_arrive_as_they_are() {
    let names = ["a $(touch x) `b` \"c\" 'd'", "@/etc/passwd", "-d x", "ünï|文 \\n %s & <e> *"];
    let paths = ["/a-b_c.d~e", "/a:b/c?d=e&f=g,h%20i+j", "/-x", "/?--data=x"];
    for without in [&[][..], &["curl"]] {
        for (name, path) in names.iter().zip(paths) {
            let server = plain();
            let address = address::read(&format!("https://ntfy.example{path}")).unwrap();
            let value = to_env("runpod/comfyui", &Port::parse_list("22/tcp"), &address, name);
            let seen = Pod::until(30).variable(&value).without(without).ends_file(0, "20").runs(&server);
            assert_eq!(server.texts(), [NOW.replace("models", name)]);
            assert_eq!((server.notices()[0].path.as_str(), seen.log.as_str()), (path, ""), "{without:?}");
        }
    }
}

#[test]
fn what_is_not_taken_is_sent_again_or_told_in_the_log_without_the_address() {
    let server = plain().answers(&[503]);
    assert_eq!(Pod::until(30).ends_file(0, "20").runs(&server).log, "");
    assert_eq!(server.texts(), [NOW, NOW]);
    for (without, status) in [(&[][..], 403), (&[][..], 302), (&["curl"], 403), (&["curl"], 302)] {
        let server = plain().answers(&[status; 5]);
        let seen = Pod::until(30).without(without).ends_file(0, "20").runs(&server);
        assert_eq!(seen.log, format!("launchpod: a notice could not be sent ({status})\n"));
        assert!(server.notices().iter().all(|notice| notice.path == "/my-pods"), "it goes nowhere else");
    }
}

#[test]
fn without_a_timer_the_container_ends_with_the_images_start_as_it_would_without_notices() {
    let server = plain();
    let started = std::time::Instant::now();
    Pod::until(100_000).with("BREAKS", "1").runs(&server);
    assert!(started.elapsed() < Duration::from_secs(30), "{:?}", started.elapsed());
}

#[test]
fn without_an_address_nothing_runs() {
    let server = plain();
    let seen = Pod::until(100_000).variable("").with("BREAKS", "1").runs(&server);
    assert_eq!((server.texts(), seen.log.as_str()), (vec![], ""));
}
