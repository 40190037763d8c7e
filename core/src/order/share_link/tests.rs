use proptest::prelude::*;

use super::*;
use crate::order::{OWN_IMAGE, Variable};
use crate::types::ids::{DataCenterId, NetworkVolumeId};

fn volumes() -> Vec<NetworkVolume> {
    vec![NetworkVolume {
        id: NetworkVolumeId::new("vol1"),
        name: "models".into(),
        size_gb: 100,
        data_center: DataCenterId::new("EU-RO-1"),
        volume_type: None,
    }]
}

fn variable(key: &str, value: &str) -> Variable {
    Variable { key: key.into(), value: value.into() }
}

fn shared(raw: &OrderForm) -> (Reading, Vec<String>) {
    let (link, left_out) = raw.link(&volumes()).unwrap();
    (open(code_in(&link).unwrap()).unwrap(), left_out)
}

#[test]
fn a_link_carries_the_form_and_nothing_of_the_account() {
    let raw = OrderForm::default()
        .with(Field::Name, "für Anna")
        .with(Field::NetworkVolume, "vol1")
        .with(Field::Registry, "cm1")
        .with(Field::Template, "cw3nka7d08")
        .with(Field::Ceiling, "9")
        .with_env(vec![
            variable("MODEL", "flux"),
            variable("HF_TOKEN", "hf_abcdefghijklmnop"),
            variable("PUBLIC_KEY", "ssh-ed25519 AAAA"),
            variable("S3", "{{ RUNPOD_SECRET_s3 }}"),
        ]);
    let (reading, left_out) = shared(&raw);
    assert_eq!(left_out, ["HF_TOKEN", "PUBLIC_KEY", "network volume", "registry", "template", "ceiling"]);
    let env = vec![variable("MODEL", "flux"), variable("HF_TOKEN", ""), variable("S3", "{{ RUNPOD_SECRET_s3 }}")];
    let expected = OrderForm::default().with(Field::Name, "für Anna").with(Field::Place, "EU-RO-1").with_env(env);
    assert_eq!(reading, Reading::of(expected));
}

#[test]
fn an_address_for_notices_is_in_no_link_and_comes_out_of_none() {
    let raw = OrderForm::default().with(Field::Notify, "https://ntfy.sh/my-pods");
    let (link, left_out) = raw.link(&volumes()).unwrap();
    assert_eq!(left_out, ["address for notices"]);
    assert_eq!(open(code_in(&link).unwrap()).unwrap().raw, OrderForm::default());
    let evil = r#"{"launchpod":1,"notify":"https://ntfy.sh/theirs","env":[{"key":"LAUNCHPOD_NOTIFY","value":"x"}]}"#;
    let reading = open(&encode(evil.as_bytes())).unwrap();
    assert_eq!((reading.raw, reading.left_out.len()), (OrderForm::default(), 2));
}

#[test]
fn a_link_that_somebody_made_by_hand_carries_no_more() {
    let evil = r#"{"launchpod":1,"network-volume":"vol1","template":"evil","registry":"cm1","ceiling":"99",
        "env":[{"key":"PUBLIC_KEY","value":"ssh-ed25519 AAAA"},{"key":"runpod_api_key","value":"x"},{"key":"JUPYTER_PASSWORD","value":"x"}]}"#;
    let reading = open(&encode(evil.as_bytes())).unwrap();
    assert_eq!(reading.raw, OrderForm::default());
    assert_eq!(reading.left_out.len(), 7);
}

#[test]
fn what_runs_is_shown_whole() {
    let command = format!("/start.sh{}&& evil", "\n ".repeat(500));
    let raw = OrderForm::default()
        .with(Field::Image, OWN_IMAGE)
        .with(Field::OwnImage, "a/b")
        .with(Field::StartCommand, &command)
        .with_env(vec![variable("A", "1"), variable("B", "2")]);
    let first = [("Image", "a/b"), ("Start command", "/start.sh && evil"), ("Environment", "A=1 B=2")];
    assert_eq!(said(&raw)[..3], first.map(|(label, text)| (label, text.to_owned())));
}

fn said(raw: &OrderForm) -> Vec<(&'static str, String)> {
    raw.what_runs()
}

#[test]
fn what_costs_and_what_is_open_is_shown_where_it_is_not_as_usual() {
    let shown =
        |raw: OrderForm| said(&raw).into_iter().map(|(label, text)| format!("{label}: {text}")).collect::<Vec<_>>();
    let open = ["Ports open to anyone who has their links: 8188, 8080, 8888", "Ports open to the internet: 22"];
    assert_eq!(shown(OrderForm::default()), ["Image: runpod/comfyui:cuda12.8", open[0], open[1]]);
    let raw = OrderForm::default()
        .with(Field::Rent, "spot")
        .with(Field::Bid, "0.35")
        .with(Field::Cloud, "COMMUNITY")
        .with(Field::GpuCount, "4")
        .with(Field::ContainerDisk, "900")
        .with(Field::PodVolume, "400")
        .with(Field::EndAfter, "")
        .with(Field::Ports, "11434/http, 70000/tcp, odd");
    let expected = [
        "Image: runpod/comfyui:cuda12.8",
        "How to rent: spot, for a bid of $0.35/h for each GPU: RunPod stops it when somebody bids more",
        "Cloud: Community Cloud",
        "Number of GPUs: 4",
        "Container disk (GB): 900",
        "Pod volume (GB): 400",
        "End automatically after (hours): never",
        "Ports open to anyone who has their links: 11434",
        "Ports open to the internet: 70000",
    ];
    assert_eq!(shown(raw.clone()), expected);
    let bidless = shown(raw.with(Field::Bid, "").with(Field::EndAfter, "96"));
    assert_eq!(bidless[1], "How to rent: spot: RunPod stops it when somebody bids more");
    assert!(bidless.contains(&"End automatically after (hours): 96".to_owned()));
}

#[test]
fn an_address_has_a_code_or_none() {
    assert_eq!(code_in("#/launch?order=abc&utm=1"), Some("abc"));
    for hash in ["", "#/launch", "#/launch?name=x", "#/pods?order=abc"] {
        assert_eq!(code_in(hash), None, "{hash}");
    }
    assert_eq!(code_in("#/launch?order="), Some(""));
    assert_eq!(open(""), Err(Broken::Damaged));
    assert_eq!(open("AAA!"), Err(Broken::Damaged));
    assert_eq!(open(&"A".repeat(MAX_CODE + 1)), Err(Broken::TooLarge));
    let padded = format!("{}=", encode(b"{\"launchpod\":1}"));
    assert_eq!(open(&padded), Ok(Reading::of(OrderForm::default())));
}

proptest! {
    #[test]
    fn bytes_come_back_from_their_code(bytes: Vec<u8>) {
        let code = encode(&bytes);
        prop_assert!(code.bytes().all(|letter| LETTERS.contains(&letter)));
        prop_assert_eq!(decode(&code), Some(bytes));
    }

    #[test]
    fn no_code_and_no_bytes_panic(text in ".*", code in "[A-Za-z0-9_-]{0,60}", bytes: Vec<u8>) {
        let _ = (code_in(&text), open(&text), open(&code), open(&encode(&bytes)));
    }

    #[test]
    fn what_is_for_others_stays_so_on_its_way(name in "[A-Z_]{1,12}", value in "[ -~]{0,40}", command in "[ -~]{0,60}", volume: bool) {
        let volume = if volume { "vol1" } else { "" };
        let raw = OrderForm::default().with(Field::StartCommand, &command).with(Field::NetworkVolume, volume);
        let raw = raw.with_env(vec![variable(&name, &value)]);
        let (reading, _) = shared(&raw);
        prop_assert_eq!(&reading.left_out, &Vec::<String>::new());
        prop_assert_eq!(reading.raw, raw.for_others(&volumes()).0);
    }
}
