//! What the page's client reads of what there is to choose from: this simulator's own answers, through its own client.
#![allow(clippy::expect_used, clippy::indexing_slicing, reason = "a test may")]

mod common;

use std::rc::Rc;

use common::House;
use common::direct::{self, Direct};
use launchpod_core::catalog::Stock;
use launchpod_core::catalog::cpu::sizes;
use launchpod_core::catalog::gpu_descriptions::gpu_text;
use launchpod_core::catalog::template::{Kind, search};
use launchpod_core::pods::port::Port;
use launchpod_core::runpod::client::Client;
use launchpod_core::runpod::error::ErrorKind as Failed;
use launchpod_core::types::ids::{DataCenterId, GpuTypeId, TemplateId};
use launchpod_core::types::money::HourlyRate;
use launchpod_simulator::PRACTICE_KEY;

fn client() -> Client<Direct> {
    direct::client(&Rc::new(House::new()), PRACTICE_KEY)
}

#[tokio::test]
async fn every_gpu_type_has_words_and_agrees_on_the_memory() {
    let listed = House::new().data("{ gpuTypes { id memoryInGb } }").await;
    let types: Vec<_> =
        listed["gpuTypes"].as_array().expect("a list").iter().filter(|gpu| gpu["id"] != "unknown").collect();
    assert!(types.len() > 30);
    for gpu in types {
        let id = gpu["id"].as_str().expect("an id");
        let words = gpu_text(&GpuTypeId::new(id)).expect(id);
        assert_eq!(Some(u64::from(words.memory_gb)), gpu["memoryInGb"].as_u64(), "{id}");
    }
}

#[tokio::test]
async fn own_official_and_community_templates_come_at_once_with_the_logins() {
    let library = client().library().await.expect("a library");
    assert!(library.complete);
    let kinds: Vec<_> = library.templates.iter().map(|template| template.kind).collect();
    assert!(kinds.is_sorted() && [Kind::Own, Kind::Official, Kind::Community].iter().all(|kind| kinds.contains(kind)));
    let own = &library.templates[0];
    assert_eq!((own.name.as_str(), own.container_disk_gb), ("My ComfyUI with tools", 80));
    assert_eq!(own.env, [("HF_HUB_ENABLE_HF_TRANSFER".to_owned(), "1".to_owned())]);
    let comfy = library.template(&TemplateId::new("cw3nka7d08")).expect("RunPod's own");
    assert_eq!((comfy.image.as_str(), comfy.kind), ("runpod/comfyui:cuda12.8", Kind::Official));
    assert_eq!(comfy.ports, Port::parse_list("8188/http,8080/http,8888/http,22/tcp"));
    assert!(comfy.start_ssh && comfy.start_jupyter && comfy.readme.starts_with("# ComfyUI"));
    assert_eq!(comfy.mount_path.as_deref(), Some("/workspace"));
    let names: Vec<_> = library.registries.iter().map(|registry| registry.name.as_str()).collect();
    assert_eq!(names, ["ghcr-practice"]);
    let found = search(&library.templates, "comfyui", 2);
    let names: Vec<_> = found.shown.iter().map(|template| template.name.as_str()).collect();
    assert_eq!((names, found.rest), (vec!["My ComfyUI with tools", "ComfyUI"], 1));
}

#[tokio::test]
async fn a_template_that_is_saved_is_there_the_next_time() {
    let save = r#"mutation { saveTemplate(input: { name: "Saved", imageName: "x/y:1", dockerArgs: "sleep 1",
        containerDiskInGb: 5, volumeInGb: 0, ports: "80/http", env: [{ key: "A", value: "b" }] }) { id } }"#;
    let serverless = save.replace("Saved", "Endpoint").replace("ports:", "isServerless: true, ports:");
    let house = House::new();
    house.data(save).await;
    house.data(&serverless).await;
    let saved = direct::client(&Rc::new(house), PRACTICE_KEY);
    let templates = saved.library().await.expect("a library").templates;
    let found = templates.iter().find(|template| template.name == "Saved").expect("it was saved");
    assert_eq!((found.kind, found.start_command.as_str()), (Kind::Own, "sleep 1"));
    assert!(templates.iter().all(|template| template.name != "Endpoint"), "serverless ones are for endpoints");
}

#[tokio::test]
async fn cpu_pods_have_sizes_prices_and_stock() {
    let client = client();
    let flavors = client.cpu_flavors().await.expect("flavors");
    assert_eq!(sizes(&flavors), [2, 4, 8, 16, 32]);
    for vcpus in sizes(&flavors) {
        let offers = client.cpu_offers(&flavors, vcpus, None).await.expect("offers");
        assert_eq!(offers.len(), flavors.len(), "{vcpus}");
        let general = offers.iter().find(|offer| offer.instance_id.starts_with("cpu3g-")).expect("cpu3g");
        assert_eq!(general.instance_id, format!("cpu3g-{vcpus}-{}", 4 * vcpus));
        assert_eq!((general.vcpus, general.ram_gb), (vcpus, 4 * vcpus));
        assert_eq!(general.price, HourlyRate::from_micros(40_000).times(vcpus));
    }
    let offers = client.cpu_offers(&flavors, 2, None).await.expect("offers");
    assert!(offers.iter().any(|offer| offer.stock.is_some()));
    let nowhere = client.cpu_offers(&flavors, 2, Some(&DataCenterId::new("XX-NO-1"))).await.expect("offers");
    assert!(nowhere.iter().all(|offer| offer.stock == Stock::Out));
}

#[tokio::test]
async fn every_country_has_a_name() {
    let countries = client().countries().await.expect("countries");
    assert!(countries.len() > 10 && countries.iter().all(|country| country.name() != country.code));
    assert!(countries.iter().any(|country| country.name() == "Argentina"));
}

#[tokio::test]
async fn a_wrong_key_is_told() {
    let failure =
        direct::client(&Rc::new(House::new()), "rpa_NOBODYSKEY0123456789").library().await.expect_err("nobody's");
    assert_eq!(failure.kind, Failed::WrongKey);
}
