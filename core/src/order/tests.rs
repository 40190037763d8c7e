use proptest::prelude::*;

use super::*;
use crate::catalog::template::{Kind, Template};
use crate::catalog::{AvailabilityQuery, CloudOffer, GpuType, Stock};
use crate::order::validation::MAX_DISK_GB;
use crate::types::money::{GpuRate, HourlyRate};
use crate::types::time::Timestamp;

fn shelf(stock: Stock, max_count: u32) -> Option<CloudOffer> {
    Some(CloudOffer {
        price: GpuRate::from_micros(690_000),
        spot: Some(GpuRate::from_micros(350_000)),
        stock,
        max_count,
    })
}

fn gpu(id: &str, secure: Option<CloudOffer>, community: Option<CloudOffer>) -> GpuType {
    GpuType { id: GpuTypeId::new(id), name: id.into(), memory_gb: 24, secure, community }
}

fn catalog() -> Catalog {
    Catalog {
        scope: AvailabilityQuery { data_center: Some(DataCenterId::new("EU-RO-1")), ..AvailabilityQuery::default() },
        gpu_types: vec![
            gpu("RTX 4090", shelf(Stock::High, 8), shelf(Stock::Low, 4)),
            gpu("A100", shelf(Stock::Out, 8), None),
            gpu("V100", None, shelf(Stock::Low, 4)),
        ],
        as_of: Timestamp::default(),
    }
}

fn volumes() -> Vec<NetworkVolume> {
    vec![NetworkVolume {
        id: NetworkVolumeId::new("vol1"),
        name: "models".into(),
        size_gb: 100,
        data_center: DataCenterId::new("EU-RO-1"),
        volume_type: None,
    }]
}

fn filled() -> OrderForm {
    OrderForm::default().choosing(vec![GpuChoiceForm::of("RTX 4090")]).with(Field::NetworkVolume, "vol1")
}

fn with(fields: &[(Field, &str)]) -> OrderForm {
    fields.iter().fold(filled(), |raw, (field, text)| raw.with(*field, text))
}

fn choosing(gpu_type: &str) -> OrderForm {
    filled().choosing(vec![GpuChoiceForm::of(gpu_type)])
}

fn key() -> ApiKey {
    ApiKey::read("rpa_EXAMPLE0123456789").unwrap()
}

fn read(raw: &OrderForm) -> Result<Order, Vec<Problem>> {
    let cpu = CpuOffer {
        instance_id: "cpu3c-2-4".into(),
        flavor: "Compute-Optimized".into(),
        vcpus: 2,
        most_disk_gb: Some(60),
        ram_gb: 4,
        price: HourlyRate::from_micros(60_000),
        stock: Stock::High,
    };
    Order::read(
        raw,
        OrderContext { catalog: &catalog(), cpus: &[cpu], volumes: &volumes(), template: None, key: &key() },
    )
}

fn fields(raw: &OrderForm) -> Vec<Field> {
    read(raw).err().unwrap_or_default().into_iter().map(|problem| problem.field).collect()
}

#[test]
fn a_filled_in_form_becomes_an_order() {
    let order = read(&filled()).unwrap();
    assert_eq!(order.clouds, CloudFilter::Secure);
    assert_eq!(order.mount_path, "/workspace");
    assert_eq!(order.image, "runpod/comfyui:cuda12.8");
    assert_eq!(order.ports.len(), 4);
    assert_eq!(order.min_cuda.as_deref(), Some("12.8"));
    assert_eq!(order.scope.data_center, Some(DataCenterId::new("EU-RO-1")));
}

#[test]
fn the_form_is_launchable_as_it_comes() {
    assert!(read(&OrderForm::default()).is_ok());
}

#[test]
fn a_volume_fixes_the_secure_cloud_and_the_place() {
    let raw = with(&[(Field::Cloud, "COMMUNITY"), (Field::Place, "US-KS-2"), (Field::PodVolume, "nonsense")]);
    let order = read(&raw).unwrap();
    assert_eq!((order.clouds, order.volume_gb), (CloudFilter::Secure, 0));
    assert_eq!(order.scope.data_center, Some(DataCenterId::new("EU-RO-1")));
    let order = read(&raw.with(Field::NetworkVolume, "").with(Field::PodVolume, "40")).unwrap();
    assert_eq!((order.clouds, order.volume_gb), (CloudFilter::Community, 40));
    assert_eq!(order.scope.data_center, Some(DataCenterId::new("US-KS-2")));
    let order = read(&with(&[(Field::NetworkVolume, ""), (Field::Place, "ro")])).unwrap();
    assert_eq!((order.scope.data_center, order.scope.country.as_deref()), (None, Some("RO")));
}

#[test]
fn without_a_volume_the_mount_path_does_not_matter() {
    let raw = with(&[(Field::NetworkVolume, ""), (Field::MountPath, "nonsense")]);
    let order = read(&raw).unwrap();
    assert_eq!((order.mount, order.mount_path.as_str()), (None, ""));
    assert_eq!(fields(&raw.with(Field::PodVolume, "40")), [Field::MountPath]);
}

#[test]
fn all_problems_are_told_at_once_in_the_order_of_the_form() {
    let raw = with(&[
        (Field::Name, " "),
        (Field::MountPath, "workspace"),
        (Field::GpuCount, "0"),
        (Field::Image, OWN_IMAGE),
        (Field::OwnImage, "my image"),
        (Field::Ports, "8888"),
        (Field::ContainerDisk, "0"),
        (Field::Rent, "spot"),
        (Field::MinVcpu, "-1"),
        (Field::MinMemory, "much"),
        (Field::Cuda, "new"),
        (Field::Ceiling, "free"),
    ]);
    let all = [
        Field::OwnImage,
        Field::GpuType,
        Field::ContainerDisk,
        Field::Name,
        Field::Bid,
        Field::Ceiling,
        Field::GpuCount,
        Field::Cuda,
        Field::MinVcpu,
        Field::MinMemory,
        Field::MountPath,
        Field::Ports,
        Field::Env,
    ];
    let env =
        vec![Variable { key: "1A".into(), value: "x".into() }, Variable { key: String::new(), value: "y".into() }];
    assert_eq!(fields(&raw.choosing(vec![]).with_env(env)), all);
}

#[test]
fn bad_input_is_refused_beside_its_field() {
    type Texts = &'static [(Field, &'static str)];
    let own: Texts = &[(Field::Image, OWN_IMAGE), (Field::OwnImage, "a/b")];
    let spot: Texts = &[(Field::Rent, "spot")];
    let no_volume: Texts = &[(Field::NetworkVolume, "")];
    let cases: [(Field, Texts, &[&str]); 15] = [
        (
            Field::Name,
            &[],
            &[
                "",
                "   ",
                "a\u{0}b",
                "a\nb",
                "a\u{200b}b",
                "a\u{202e}b",
                "a\u{2066}b",
                "a\u{200d}b",
                "\u{200d}",
                "\u{3164}",
            ],
        ),
        (Field::ContainerDisk, &[], &["", "0", "-5", "1.5", "1e3", "99999", "99999999999999999999", "fifty", "+5"]),
        (Field::PodVolume, no_volume, &["9", "-5", "1.5", "99999", "some"]),
        (Field::MountPath, &[], &["", "workspace", "/", "//", "/a/../b", "/a//b", "/a b", "/ü", "C:\\x"]),
        (Field::GpuCount, &[], &["", "0", "-1", "1.5", "9", "many", "99999999999"]),
        (Field::OwnImage, own, &["", "a b", "https://x/y", "-x", "x:", "ünïcode", "a\"b", "<img>"]),
        (Field::Ports, own, &["8888", "0/http", "65536/http", "66000/tcp", "80/udp", "80/http,80/http", "http/80"]),
        (Field::Bid, spot, &["", "0", "-1", "cheap", "0.1"]),
        (Field::Place, no_volume, &["<b>", "EU RO", "a very long data center"]),
        (Field::MinVcpu, &[], &["-1", "1.5", "99999"]),
        (Field::MinMemory, &[], &["-1", "1 TB", "99999"]),
        (Field::Cuda, &[], &["12", "new", "12.8.1"]),
        (Field::Ceiling, &[], &["0", "-1", "free", "0.01"]),
        (Field::StartCommand, &[], &["a\u{0}b", "\u{1b}[31m"]),
        (Field::NetworkVolume, &[], &["old"]),
    ];
    for (field, and, texts) in cases {
        for text in texts {
            assert_eq!(fields(&with(and).with(field, text)), [field], "{field:?} {text:?}");
        }
    }
    for gpu_type in ["A100", "V100", "GTX 1"] {
        assert_eq!(fields(&choosing(gpu_type)), [Field::GpuType], "{gpu_type}");
    }
    for (memory, at_most) in [("", ""), ("many", ""), ("24", "cheap"), ("24", "0"), ("2000", ""), ("24", "0.10")] {
        let raw = filled().choosing(vec![GpuChoiceForm::any(memory, at_most)]);
        assert_eq!(fields(&raw), [Field::GpuType], "{memory} {at_most}");
    }
}

#[test]
fn a_name_is_any_text_that_can_be_seen() {
    let long = "ü".repeat(60);
    for name in [
        "Mu\u{308}ller",
        "ทดสอบ",
        "हिन्दी",
        "mike's pod #2",
        "क्\u{200d}ष",
        "🦊",
        "👩\u{200d}🔬",
        "❤\u{fe0f}",
        "<b>x</b>",
        long.as_str(),
    ] {
        let raw = filled().with(Field::Name, name);
        assert_eq!(read(&raw).unwrap().name, name);
        assert_eq!(OrderForm::read(&raw.write().unwrap()).unwrap().raw, raw, "and a preset keeps it");
    }
}

#[test]
fn numbers_may_be_typed_in_digits_of_other_scripts() {
    let raw = with(&[
        (Field::ContainerDisk, "５０"),
        (Field::GpuCount, "２"),
        (Field::MinVcpu, "１６"),
        (Field::Cuda, "１２．８"),
        (Field::Ports, "８１８８/http"),
        (Field::Ceiling, "９．５"),
    ]);
    let order = read(&raw).unwrap();
    assert_eq!((order.container_disk_gb, order.scope.gpu_count, order.scope.min_vcpu), (50, 2, 16));
    assert_eq!((order.ports, order.cuda), (Port::parse_list("8188/http"), vec!["12.8".to_owned()]));
    assert_eq!(order.ceiling, Some(HourlyRate::from_micros(9_500_000)));
}

#[test]
fn the_environment_is_checked_and_empty_rows_are_none() {
    let env = |rows: &[(&str, &str)]| {
        let rows = rows.iter().map(|(key, value)| Variable { key: (*key).into(), value: (*value).into() });
        filled().with_env(rows.collect())
    };
    let good = env(&[("HF_TOKEN", "{{ RUNPOD_SECRET_hf }}"), ("", ""), (" A ", "b=c {x}")]);
    let keys: Vec<String> = read(&good).unwrap().env.into_iter().map(|variable| variable.key).collect();
    assert_eq!(keys, ["HF_TOKEN", "A"]);
    let bad: [&[(&str, &str)]; 8] = [
        &[("", "value")],
        &[("1A", "")],
        &[("A B", "")],
        &[("A", "1"), ("A", "2")],
        &[("LAUNCHPOD_TAG", "x")],
        &[("A", "{{ SECRET }}")],
        &[("RUNPOD_API_KEY", "rpa_EXAMPLE0123456789")],
        &[("rpa_EXAMPLE0123456789", "")],
    ];
    for rows in bad {
        assert_eq!(fields(&env(rows)), [Field::Env], "{rows:?}");
    }
    let many: Vec<String> = (0..50).map(|n| format!("A{n}")).collect();
    assert_eq!(fields(&env(&many.iter().map(|key| (key.as_str(), "")).collect::<Vec<_>>())), [Field::Env]);
}

#[test]
fn what_is_too_long_for_one_request_is_refused_beside_what_takes_most_of_it() {
    let variables = |count: usize, value: &str| {
        let one = |at| Variable { key: format!("A{at}"), value: value.to_owned() };
        filled().with_env((0..count).map(one).collect())
    };
    assert!(read(&variables(11, &"x".repeat(8_000))).is_ok());
    assert_eq!(fields(&variables(13, &"x".repeat(8_000))), [Field::Env]);
    // A quotation mark takes two bytes of the request, and a control character six.
    assert_eq!(fields(&variables(7, &"\"".repeat(8_000))), [Field::Env]);
    assert_eq!(fields(&variables(3, &"\u{7}".repeat(8_000))), [Field::Env]);
    let problem = &read(&variables(13, &"x".repeat(8_000))).unwrap_err()[0];
    assert!(problem.text.starts_with("The variables and the start command are 106 KB together."), "{}", problem.text);
}

#[test]
fn a_name_and_a_value_may_come_together() {
    let typed = |before: &str, text: &str| {
        let mut variable = Variable { key: String::new(), value: before.into() };
        let both = variable.type_name(text);
        (variable.key, variable.value, both)
    };
    assert_eq!(typed("", "HF_TOKEN"), ("HF_TOKEN".into(), String::new(), false));
    assert_eq!(typed("", "HF_TOKEN="), ("HF_TOKEN".into(), String::new(), true));
    assert_eq!(typed("", "ARGS=--a=1"), ("ARGS".into(), "--a=1".into(), true));
    assert_eq!(typed("kept", "A=b"), ("A=b".into(), "kept".into(), false), "no value is replaced unseen");
}

#[test]
fn a_value_of_several_lines_is_kept_as_it_was_pasted() {
    let key = "-----BEGIN KEY-----\nb3Bl\n-----END KEY-----\n";
    let mut variable = Variable { key: "RCLONE".into(), value: String::new() };
    variable.paste(0, 0, &key.replace('\n', "\r\n"));
    assert_eq!((variable.value.as_str(), variable.lines()), (key, Some(3)));
    let raw = filled().with_env(vec![variable.clone()]);
    assert_eq!(read(&raw).unwrap().env, [variable.clone()]);
    for (from, to, value) in
        [(0, 0, "+a🦊b"), (1, 3, "a+b"), (3, 4, "a🦊+"), (2, 1, "a\u{fffd}+\u{fffd}b"), (9, 99, "a🦊b+")]
    {
        variable.value = "a🦊b".into();
        variable.paste(from, to, "+");
        assert_eq!((variable.value.as_str(), variable.lines()), (value, None));
    }
}

#[test]
fn a_pod_without_a_gpu_needs_a_machine_and_no_gpu_type() {
    let raw = filled().choosing(vec![]).with(Field::Compute, "cpu");
    assert_eq!(fields(&raw), [Field::Cpu]);
    let raw = raw.with(Field::Cpu, "cpu3c-2-4").with(Field::Rent, "spot").with(Field::MinVcpu, "x");
    let order = read(&raw.clone().with(Field::ContainerDisk, "60")).unwrap();
    assert!(matches!(order.hardware, Hardware::Cpu(cpu) if cpu.instance_id == "cpu3c-2-4"));
    let problems = read(&raw.with(Field::ContainerDisk, "61")).unwrap_err();
    assert_eq!(problems.len(), 1);
    assert!(problems[0].field == Field::ContainerDisk && problems[0].text.contains("at most 60 GB"), "{problems:?}");
}

#[test]
fn an_images_disk_and_name_go_with_it_and_what_was_typed_stays() {
    let mut raw = OrderForm::default();
    raw.choose_image("pytorch");
    assert_eq!((raw.get(Field::Name), raw.get(Field::ContainerDisk)), ("pytorch", "30"));
    let mut raw = raw.with(Field::Name, "mine").with(Field::ContainerDisk, "77");
    raw.choose_image("comfyui");
    assert_eq!((raw.get(Field::Name), raw.get(Field::ContainerDisk)), ("mine", "77"));
    assert_eq!(raw.get(Field::Ports), "8188/http,8080/http,8888/http,22/tcp");
}

fn template() -> Template {
    Template {
        id: TemplateId::new("t1"),
        name: "theirs".into(),
        image: "someone/thing:1".into(),
        start_command: "run".into(),
        container_disk_gb: 20,
        volume_gb: 30,
        mount_path: Some("/data".into()),
        ports: Port::parse_list("3000/http"),
        unread_ports: vec![],
        env: vec![("A".into(), "1".into())],
        readme: String::new(),
        kind: Kind::Official,
        start_jupyter: false,
        start_ssh: true,
        registry_auth: None,
    }
}

#[test]
fn a_template_fills_the_form_in_and_what_came_from_it_is_known() {
    let template = template();
    let mut raw = filled().with(Field::NetworkVolume, "");
    raw.take_template(&template);
    let from =
        |raw: &OrderForm| Field::ALL.into_iter().filter(|field| raw.is_from(&template, *field)).collect::<Vec<_>>();
    let mut all = vec![
        Field::OwnImage,
        Field::ContainerDisk,
        Field::MountPath,
        Field::StartCommand,
        Field::Ports,
        Field::Ssh,
        Field::Env,
    ];
    assert_eq!(from(&raw), all);
    assert_eq!(from(&raw.clone().with(Field::Ports, "1/http")).len(), all.len() - 1);
    all.retain(|field| *field != Field::Env);
    assert_eq!(from(&raw.clone().with_env(vec![])), all);
    let read = |raw: &OrderForm| {
        Order::read(
            raw,
            OrderContext { catalog: &catalog(), cpus: &[], volumes: &[], template: Some(&template), key: &key() },
        )
        .unwrap()
    };
    let order = read(&raw);
    assert_eq!((order.image.as_str(), order.volume_gb, order.mount_path.as_str()), ("someone/thing:1", 30, "/data"));
    assert_eq!(order.template, Some(TemplateId::new("t1")));
    assert!(!order.start_jupyter);
    // RunPod would put back what was removed here.
    assert_eq!(read(&raw.clone().with_env(vec![])).template, None);
    assert_eq!(read(&raw.clone().with(Field::StartCommand, "")).template, None);
    assert_eq!(read(&raw.clone().with(Field::StartCommand, "other")).template, Some(TemplateId::new("t1")));
    raw.choose_image("comfyui");
    assert_eq!(read(&raw).template, None);
}

fn differing(one: &OrderForm, other: &OrderForm) -> Vec<Field> {
    Field::ALL.into_iter().filter(|field| one.get(*field) != other.get(*field)).collect()
}

#[test]
fn a_pod_that_is_gone_is_launched_again_as_it_was_asked_for() {
    let again = |raw: &OrderForm| {
        let text = read(raw).unwrap().wished().unwrap();
        assert!(is_whole_wish(&text), "{text}");
        Reading::of_kept(&text).unwrap()
    };
    let plain = filled().choosing(vec![GpuChoiceForm::any("24", "0.8")]).with(Field::EndAfter, "2.25").with_env(vec![]);
    let read_back = again(&plain);
    assert_eq!(differing(&read_back.raw, &plain), Vec::<Field>::new());
    assert!(read_back.left_out.is_empty() && read_back.odd.is_empty() && read_back.unknown.is_empty());
    let spot = with(&[(Field::NetworkVolume, ""), (Field::Rent, "spot"), (Field::Bid, "0.4"), (Field::Place, "RO")]);
    let spot = spot
        .choosing(vec![GpuChoiceForm::any("24", "")])
        .with_env(vec![Variable { key: "MODEL".into(), value: "flux".into() }]);
    let read_back = again(&spot);
    assert_eq!(differing(&read_back.raw, &spot), Vec::<Field>::new());
    assert_eq!(
        (read_back.raw.env, read_back.left_out),
        (vec![Variable { key: "MODEL".into(), value: String::new() }], vec!["MODEL".to_owned()])
    );
    assert!(!is_whole_wish(&OrderForm::default().write().unwrap()), "an earlier build kept less");
}

#[test]
fn what_a_pod_does_not_show_is_recalled_where_its_launch_is_known() {
    let choices = vec![GpuChoiceForm::of("RTX 4090"), GpuChoiceForm::any("24", "0.5"), GpuChoiceForm::any("16", "")];
    let read_back = |raw: &OrderForm, wished: &str| {
        // The pod shows one GPU type, and where it is.
        let mut again = Reading::of(raw.clone().choosing(vec![]).with(Field::Place, "US-KS-2"));
        again.odd = vec!["gpu type".into(), "env".into()];
        again.recall(wished);
        again
    };
    let raw = with(&[(Field::NetworkVolume, ""), (Field::Place, "ro")]).choosing(choices.clone());
    let again = read_back(&raw, &read(&raw).unwrap().wished().unwrap());
    assert_eq!((again.raw.choices, again.odd), (choices.clone(), vec!["env".to_owned()]));
    assert_eq!(read_back(&raw, &read(&raw).unwrap().wished().unwrap()).raw.get(Field::Place), "RO");
    let anywhere = raw.clone().with(Field::Place, "");
    assert_eq!(read_back(&raw, &read(&anywhere).unwrap().wished().unwrap()).raw.get(Field::Place), "");
    let there = filled().choosing(choices);
    assert!(!read(&there).unwrap().wished().unwrap().contains("EU-RO-1"), "the volume's place is not the person's");
    for text in ["", "{}", "nonsense"] {
        let again = read_back(&raw, text);
        assert_eq!((again.raw.choices, again.odd.len()), (vec![], 2));
    }
}

#[test]
fn too_many_gpus_is_a_problem_of_the_count_and_not_of_the_stock() {
    assert_eq!(fields(&choosing("A100").with(Field::GpuCount, "99")), [Field::GpuCount]);
}

#[test]
fn stock_that_is_out_names_the_data_center_and_may_be_waited_for() {
    let problems = read(&choosing("A100")).unwrap_err();
    assert!(problems[0].text.contains("A100 is out of stock in EU-RO-1"), "{}", problems[0].text);
    assert!(problems[0].waits, "a button beside it waits for it");
    assert!(read(&choosing("A100").with(Field::WhenSoldOut, "launch")).is_ok());
    let two = filled().choosing(vec![GpuChoiceForm::of("A100"), GpuChoiceForm::of("RTX 4090")]);
    assert!(read(&two).is_ok());
    assert!(!problems[0].text.contains("You ask for"), "{}", problems[0].text);
    let large = choosing("A100").with(Field::ContainerDisk, "4096").with(Field::MinMemory, "300");
    let text = read(&large).unwrap_err().remove(0).text;
    assert!(
        text.contains("You ask for 4,096 GB of container disk, 300 GB of memory: with less there may be some."),
        "{text}"
    );
}

#[test]
fn every_field_stands_at_its_own_place() {
    for (at, field) in Field::ALL.into_iter().enumerate() {
        assert_eq!(field as usize, at);
        let raw = OrderForm::default().with(field, "x");
        assert_eq!(Field::ALL.into_iter().filter(|other| raw.get(*other) == "x").collect::<Vec<_>>(), [field]);
    }
}

fn texts() -> impl Strategy<Value = Vec<(usize, String)>> {
    prop::collection::vec((0..Field::ALL.len(), prop_oneof![".*", "[0-9]{1,5}", "[a-z/.:,-]{0,12}"]), 0..8)
}

fn count_of(order: &Order) -> u32 {
    match order.hardware {
        Hardware::Gpus { count, .. } => count,
        Hardware::Cpu(_) => 1,
    }
}

proptest! {
    #[test]
    fn no_text_panics_and_every_refusal_names_a_field(
        texts in texts(), choice in (".*", ".*", ".*"), variable in (".*", ".*"),
    ) {
        let mut raw = texts.into_iter().fold(filled(), |raw, (field, text)| raw.with(Field::ALL[field], &text));
        raw.choices.push(GpuChoiceForm { gpu_type: choice.0, memory: choice.1, at_most: choice.2 });
        raw.env.push(Variable { key: variable.0, value: variable.1 });
        if let Err(problems) = read(&raw) {
            prop_assert!(!problems.is_empty());
            prop_assert!(problems.windows(2).all(|pair| pair[0].field < pair[1].field));
        }
    }

    #[test]
    fn what_is_let_through_keeps_the_limits(count in "[0-9]{1,3}", disk in "[0-9]{1,6}", path in "/[a-z/.]{0,12}") {
        let raw = with(&[(Field::GpuCount, &count), (Field::ContainerDisk, &disk), (Field::MountPath, &path)]);
        if let Ok(order) = read(&raw) {
            prop_assert!((1..=8).contains(&count_of(&order)));
            prop_assert!((1..=MAX_DISK_GB).contains(&order.container_disk_gb));
            let path = order.mount_path;
            prop_assert!(path.len() > 1 && !path.ends_with('/') && !path.contains("//") && !path.contains("/../"));
        }
    }
}
