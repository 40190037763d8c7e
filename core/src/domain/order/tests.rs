use proptest::prelude::*;

use super::rules::MAX_DISK_GB;
use super::*;
use crate::domain::catalog::{GpuType, Scope, Shelf, Stock};
use crate::domain::money::HourlyRate;
use crate::domain::time::Timestamp;

fn shelf(stock: Stock, max_count: u32) -> Option<Shelf> {
    Some(Shelf { price: HourlyRate::from_micros(690_000), stock, max_count })
}

fn gpu(id: &str, secure: Option<Shelf>, community: Option<Shelf>) -> GpuType {
    GpuType { id: GpuTypeId::new(id), name: id.into(), memory_gb: 24, secure, community }
}

fn catalog() -> Catalog {
    Catalog {
        scope: Scope { gpu_count: 1, data_center: Some(DataCenterId::new("EU-RO-1")), cuda: &[] },
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
    }]
}

fn filled() -> RawOrder {
    RawOrder { gpu_type: "RTX 4090".into(), network_volume: "vol1".into(), ..RawOrder::default() }
}

fn read(raw: &RawOrder) -> Result<Order, Vec<Problem>> {
    Order::read(raw, &catalog(), &volumes())
}

fn fields(raw: &RawOrder) -> Vec<Field> {
    read(raw).err().unwrap_or_default().into_iter().map(|problem| problem.field).collect()
}

#[test]
fn a_filled_in_form_becomes_an_order() {
    let order = read(&filled()).unwrap();
    assert_eq!(order.cloud, Cloud::Secure);
    assert_eq!(order.mount.unwrap().path, "/workspace");
    assert_eq!(order.image, "runpod/comfyui:cuda12.8");
    assert_eq!(order.ports.len(), 4);
}

#[test]
fn a_volume_fixes_the_secure_cloud() {
    let order = read(&RawOrder { cloud: "COMMUNITY".into(), ..filled() }).unwrap();
    assert_eq!(order.cloud, Cloud::Secure);
    let without = RawOrder { cloud: "COMMUNITY".into(), network_volume: String::new(), ..filled() };
    assert_eq!(read(&without).unwrap().cloud, Cloud::Community);
}

#[test]
fn without_a_volume_the_mount_path_does_not_matter() {
    let raw = RawOrder { network_volume: String::new(), mount_path: "nonsense".into(), ..filled() };
    assert_eq!(read(&raw).unwrap().mount, None);
}

#[test]
fn all_problems_are_told_at_once_in_the_order_of_the_form() {
    let raw = RawOrder {
        name: " ".into(),
        mount_path: "workspace".into(),
        gpu_type: String::new(),
        gpu_count: "0".into(),
        image: OWN_IMAGE.into(),
        own_image: "my image".into(),
        own_ports: "8888".into(),
        container_disk: "0".into(),
        ..filled()
    };
    let all = [
        Field::Name,
        Field::MountPath,
        Field::GpuType,
        Field::GpuCount,
        Field::OwnImage,
        Field::Ports,
        Field::ContainerDisk,
    ];
    assert_eq!(fields(&raw), all);
}

type Set = fn(&mut RawOrder, &str);

#[test]
fn bad_input_is_refused_beside_its_field() {
    let cases: [(Field, Set, &[&str]); 7] = [
        (Field::Name, |raw, text| raw.name = text.into(), &["", "   ", "🦊", "<b>x</b>", "a\u{0}b", "a\u{200b}b"]),
        (
            Field::ContainerDisk,
            |raw, text| raw.container_disk = text.into(),
            &["", "0", "-5", "1.5", "1e3", "99999", "99999999999999999999", "fifty", "+5"],
        ),
        (
            Field::MountPath,
            |raw, text| raw.mount_path = text.into(),
            &["", "workspace", "/", "//", "/a/../b", "/a//b", "/a b", "/ü", "C:\\x"],
        ),
        (Field::GpuCount, |raw, text| raw.gpu_count = text.into(), &["", "0", "-1", "1.5", "9", "many", "99999999999"]),
        (
            Field::OwnImage,
            |raw, text| (raw.image, raw.own_image) = (OWN_IMAGE.into(), text.into()),
            &["", "a b", "https://x/y", "-x", "x:", "ünïcode", "a\"b", "<img>"],
        ),
        (
            Field::Ports,
            |raw, text| (raw.image, raw.own_image, raw.own_ports) = (OWN_IMAGE.into(), "a/b".into(), text.into()),
            &["8888", "0/http", "70000/tcp", "80/udp", "80/http,80/http", "http/80"],
        ),
        (Field::GpuType, |raw, text| raw.gpu_type = text.into(), &["", "A100", "V100", "GTX 1"]),
    ];
    for (field, set, texts) in cases {
        for text in texts {
            let mut raw = filled();
            set(&mut raw, text);
            assert_eq!(fields(&raw), [field], "{field:?} {text:?}");
        }
    }
}

#[test]
fn an_images_disk_and_name_go_with_it_and_what_was_typed_stays() {
    let mut raw = RawOrder::default();
    raw.choose_image("pytorch");
    assert_eq!((raw.name.as_str(), raw.container_disk.as_str()), ("pytorch", "30"));
    raw.name = "mine".into();
    raw.container_disk = "77".into();
    raw.choose_image("comfyui");
    assert_eq!((raw.name.as_str(), raw.container_disk.as_str()), ("mine", "77"));
}

#[test]
fn a_volume_that_is_gone_is_said() {
    assert_eq!(fields(&RawOrder { network_volume: "old".into(), ..filled() }), [Field::NetworkVolume]);
}

#[test]
fn too_many_gpus_is_a_problem_of_the_count_and_not_of_the_stock() {
    assert_eq!(fields(&RawOrder { gpu_type: "A100".into(), gpu_count: "99".into(), ..filled() }), [Field::GpuCount]);
}

#[test]
fn stock_that_is_out_names_the_data_center() {
    let problems = read(&RawOrder { gpu_type: "A100".into(), ..filled() }).unwrap_err();
    assert!(problems[0].text.contains("EU-RO-1"), "{}", problems[0].text);
}

proptest! {
    #[test]
    fn no_text_panics_and_every_refusal_names_a_field(
        name in ".*", count in ".*", disk in ".*", path in ".*", image in ".*", ports in ".*", gpu in ".*",
    ) {
        let raw = RawOrder {
            name, gpu_count: count, container_disk: disk, mount_path: path, image: OWN_IMAGE.into(), own_image: image,
            own_ports: ports, gpu_type: gpu, ..filled()
        };
        if let Err(problems) = read(&raw) {
            prop_assert!(!problems.is_empty());
        }
    }

    #[test]
    fn what_is_let_through_keeps_the_limits(count in "[0-9]{1,3}", disk in "[0-9]{1,6}", path in "/[a-z/.]{0,12}") {
        let raw = RawOrder { gpu_count: count, container_disk: disk, mount_path: path, ..filled() };
        if let Ok(order) = read(&raw) {
            prop_assert!((1..=8).contains(&order.gpu_count));
            prop_assert!((1..=MAX_DISK_GB).contains(&order.container_disk_gb));
            let path = order.mount.unwrap().path;
            prop_assert!(path.len() > 1 && !path.ends_with('/') && !path.contains("//") && !path.contains("/../"));
        }
    }
}
