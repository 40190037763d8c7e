use super::*;
use crate::catalog::image_reference::fault;
use crate::pods::pod::Pod;
use crate::pods::pod::tests::pod;
use crate::pods::port::Port;
use crate::pods::services::{main_service, services};

fn pod_of(app: &App) -> Pod {
    Pod { image: app.image.into(), ports: Port::parse_list(app.ports), ..pod("a") }
}

/// What is wrong with a row, in words.
fn wrong(app: &App) -> Vec<String> {
    let pod = pod_of(app);
    let mut wrong = vec![];
    let mut note = |holds: bool, what: &str| {
        if !holds {
            wrong.push(format!("{}: {what}", app.key));
        }
    };
    let plain = |c: char| c.is_ascii_lowercase() || c == '-';
    note(!app.key.is_empty() && app.key.chars().all(plain), "the key is no plain word");
    note(fault(app.image).is_none(), "the image is no name of an image");
    note(app.image.contains(':'), "the image has no tag");
    let declared: Vec<String> = pod.ports.iter().map(ToString::to_string).collect();
    note(declared.join(",") == app.ports, "a port is none");
    let named: Vec<Option<&str>> = services(&pod).map(|service| service.name).collect();
    let said: Vec<Option<&str>> = app.services.iter().copied().map(Some).collect();
    note(named == said, "`pods::services` knows other programs behind its ports");
    let ready = main_service(&pod);
    note(ready.is_some_and(|service| service.port == app.ready_port), "another port says that it is ready");
    note(ready.is_some_and(|service| service.name.is_some()), "nobody knows how it is asked");
    note((10..=100).contains(&app.container_disk_gb), "the disk needs machines with more than the usual room");
    note(app.mount_path.starts_with('/') && app.mount_path.len() > 1, "a volume has no place");
    note((1..=80).contains(&app.least_memory_gb), "no single GPU is so large, or it needs none");
    note(app.image.contains("rocm") == (app.software == Software::Rocm), "offers for it are of the other maker");
    note(app.software == Software::Rocm || !app.cuda().is_empty(), "no CUDA version suits it");
    let (from, to) = app.ready_minutes;
    note(from > 0 && from < to, "the time until it is ready runs backwards");
    note(!app.models || app.services.contains(&"ComfyUI"), "models are for a ComfyUI");
    let lines = [(app.purpose)(), app.label];
    note(lines.iter().all(|line| !line.is_empty() && !line.contains('\n') && line.len() <= 80), "a line is too long");
    wrong
}

#[test]
fn each_row_hangs_together() {
    let all: Vec<String> = APPS.iter().flat_map(wrong).collect();
    assert_eq!(all, Vec::<String>::new());
}

#[test]
fn a_row_that_does_not_is_found() {
    let spoilt = [
        App { key: "Two Words", ..APPS[0] },
        App { image: "Runpod/comfyui", ..APPS[0] },
        App { ports: "8188/udp", ..APPS[0] },
        App { services: &["Jupyter"], ..APPS[0] },
        App { ready_port: 8080, ..APPS[0] },
        App { image: "a/b:1", ports: "9000/http", services: &[], ready_port: 9000, ..APPS[0] },
        App { container_disk_gb: 500, ..APPS[0] },
        App { mount_path: "", ..APPS[0] },
        App { least_memory_gb: 0, ..APPS[0] },
        App { software: Software::Rocm, ..APPS[0] },
        App { software: Software::Cuda(&[]), ..APPS[0] },
        App { ready_minutes: (9, 3), ..APPS[0] },
        App { models: true, ..APPS[4] },
    ];
    for row in spoilt {
        assert!(!wrong(&row).is_empty(), "{row:?}");
    }
}

#[test]
fn keys_tell_rows_apart_and_an_image_has_one_that_stands_for_it() {
    let keys: Vec<&str> = APPS.iter().map(|app| app.key).collect();
    for (at, key) in keys.iter().enumerate() {
        assert_eq!(keys.iter().position(|other| other == key), Some(at), "{key}");
        assert_eq!(app(key).map(|app| app.key), Some(*key));
    }
    assert_eq!(app("own").map(|app| app.key), None);
    assert_eq!(of_image("runpod/comfyui:cuda12.8").map(|app| app.key), Some("comfyui"));
    assert_eq!(of_image("ubuntu").map(|app| app.key), None);
}
