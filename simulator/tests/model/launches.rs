//! One order, one pod: whatever becomes of the create's answer, and whatever the list says, the tag finds the pod.

use std::time::Duration;

use launchpod_core::catalog::{AvailabilityQuery, Cloud, CloudFilter};
use launchpod_core::launch::Answer;
use launchpod_core::order::offers::{Machine, Selection};
use launchpod_core::order::{Hardware, Order, RentalMode, WhenSoldOut};
use launchpod_core::pods::port::Port;
use launchpod_core::runpod::error::ApiError;
use launchpod_core::types::ids::{GpuTypeId, LaunchTag};
use launchpod_core::types::money::HourlyRate;

use crate::tab::Tab;
use crate::world::{World, play};

/// All that can come in place of a create's answer.
pub const ANSWER_FAULTS: [&str; 16] = [
    r#"{"name":"act-then-drop","operation":"podFindAndDeployOnDemand"}"#,
    r#"{"name":"act-then-drop","operation":"podFindAndDeployOnDemand","times":0}"#,
    r#"{"name":"act-then-drop","operation":"podFindAndDeployOnDemand","afterBytes":1}"#,
    r#"{"name":"act-then-drop","operation":"podFindAndDeployOnDemand","delayMs":90000}"#,
    r#"{"name":"drop-then-act","operation":"podFindAndDeployOnDemand"}"#,
    r#"{"name":"drop-then-act","operation":"podFindAndDeployOnDemand","delayMs":70000}"#,
    r#"{"name":"error-before","operation":"podFindAndDeployOnDemand"}"#,
    r#"{"name":"error-after","operation":"podFindAndDeployOnDemand"}"#,
    r#"{"name":"error-after","operation":"podFindAndDeployOnDemand","bare":true}"#,
    r#"{"name":"bad-gateway","operation":"podFindAndDeployOnDemand"}"#,
    r#"{"name":"bad-gateway","operation":"podFindAndDeployOnDemand","after":true}"#,
    r#"{"name":"rate-limit","operation":"podFindAndDeployOnDemand","retryAfter":7}"#,
    r#"{"name":"unauthorized","operation":"podFindAndDeployOnDemand"}"#,
    r#"{"name":"maintenance","operation":"podFindAndDeployOnDemand","after":true}"#,
    r#"{"name":"nonsense","operation":"podFindAndDeployOnDemand","after":true}"#,
    r#"{"name":"delay","operation":"podFindAndDeployOnDemand","delayMs":90000}"#,
];

/// What every seed has in stock.
pub const IN_STOCK: &str = "NVIDIA GeForce RTX 4090";
/// What no seed has.
pub const SOLD_OUT: [&str; 2] = ["NVIDIA of yesterday", "NVIDIA of tomorrow"];

/// An order of what every seed has in stock.
pub fn order() -> (Order, Selection) {
    let order = Order {
        name: "comfy".into(),
        hardware: Hardware::Gpus { choices: vec![], count: 1, rent: RentalMode::OnDemand },
        clouds: CloudFilter::Secure,
        scope: AvailabilityQuery::default(),
        mount: None,
        volume_gb: 0,
        mount_path: String::new(),
        image: "runpod/comfyui:cuda12.8".into(),
        template: None,
        ports: Port::parse_list("8188/http,22/tcp"),
        env: vec![],
        start_command: String::new(),
        timer: None,
        models: vec![],
        notify: None,
        start_ssh: true,
        start_jupyter: true,
        registry: None,
        container_disk_gb: 50,
        min_cuda: None,
        cuda: vec![],
        ceiling: None,
        when_sold_out: WhenSoldOut::Stop,
    };
    (order, pick(IN_STOCK))
}

fn pick(gpu_type: &str) -> Selection {
    let on = Machine::Gpus { gpu_type: GpuTypeId::new(gpu_type), count: 1, bid: None };
    Selection { on, name: gpu_type.into(), memory_gb: 24, cloud: Cloud::Secure, rate: HourlyRate::ZERO }
}

pub fn tag() -> LaunchTag {
    LaunchTag::from_random(7)
}

/// The pods with the tag, as the list has them. It is asked for again until it can be had.
pub async fn listed(world: &World, tab: &Tab, tag: &LaunchTag) -> Vec<String> {
    loop {
        if let Ok(roster) = tab.client().pods(&|| world.now()).await {
            let ours = roster.pods.into_iter().filter(|pod| pod.tag.as_ref() == Some(tag));
            return ours.map(|pod| pod.id.to_string()).collect();
        }
        world.pass(Duration::from_secs(4)).await;
    }
}

/// Launches once under that fault, waits for what comes late, and holds the list against what is so.
async fn launch_under(fault: &str, seed: u64, repeats: f64) -> (World, Answer<ApiError>) {
    let world = World::new(seed);
    world.net.change(|weather| weather.repeats = repeats);
    world.fault(fault);
    let tab = world.tab("tab");
    let (order, pick) = order();
    let answer = tab.client().launch(&order, &pick, &tag(), &|| world.now()).await.answer;
    world.pass(Duration::from_secs(120)).await;
    let there: Vec<String> = world.truth().tagged(tag().as_str()).into_iter().map(|pod| pod.id).collect();
    assert_eq!(listed(&world, &tab, &tag()).await, there, "{fault}");
    (world, answer)
}

#[test]
fn no_lost_answer_makes_a_second_pod() {
    for fault in ANSWER_FAULTS {
        let (world, answer) = play(async || launch_under(fault, 1, 0.0).await);
        let made = world.truth().creates();
        match answer {
            Answer::Made(_) => assert_eq!(made, 1, "{fault}\n{}", world.journal()),
            Answer::Refused(_) => assert_eq!(made, 0, "{fault}\n{}", world.journal()),
            Answer::Unclear(_) => assert!(made <= 1, "{fault}\n{}", world.journal()),
        }
    }
}

#[test]
fn a_browser_that_sends_again_makes_one_pod_each_time() {
    let mut most = 0;
    for fault in ANSWER_FAULTS {
        for seed in 0..8 {
            let (world, _) = play(async || launch_under(fault, seed, 0.5).await);
            let made = world.truth().creates();
            assert!(made <= 1 + world.journal().repeats(), "{fault}, seed {seed}\n{}", world.journal());
            most = most.max(made);
        }
    }
    assert!(most > 1, "the harm is done in some run, or this proves nothing");
}
