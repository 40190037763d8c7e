//! What may stand behind the question mark. All else there is ignored, as RunPod does.

use super::asked::Asked;
use super::contract::{ANY_TEXT, CUDA, Kind, from, is_cuda, one_of};
use super::problem::{Answer, Problem};
use super::routes::Operation;
use crate::clock::Moment;

/// One of them. None is ever needed.
pub struct Parameter {
    pub name: &'static str,
    pub kind: Kind,
}

const fn may(name: &'static str, kind: Kind) -> Parameter {
    Parameter { name, kind }
}

/// `12` or `12.8`
fn is_cuda_or_major(text: &str) -> bool {
    is_cuda(text) || (!text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()))
}

fn is_country(text: &str) -> bool {
    text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_uppercase())
}

const MOST: usize = usize::MAX;
const COUNTRY: Kind = Kind::Formed(is_country, "^[A-Z]{2}$", MOST);
const LEAST_CUDA: Kind = Kind::Formed(is_cuda_or_major, "^\\d+(\\.\\d+)?$", MOST);
const STOCK: Kind = Kind::OneOf(&["AVAILABILITY"]);
const PRODUCT: Kind = Kind::OneOf(&["POD", "CLUSTER", "SERVERLESS"]);
const CPU_PRODUCT: Kind = Kind::OneOf(&["POD", "SERVERLESS"]);
const PLACE_STOCK: Kind = Kind::OneOf(&["GPU_AVAILABILITY", "CPU_AVAILABILITY"]);
const REGION: Kind = Kind::OneOf(&[
    "NORTH_AMERICA",
    "SOUTH_AMERICA",
    "EUROPE",
    "ASIA",
    "MIDDLE_EAST",
    "AFRICA",
    "OCEANIA",
    "ANTARCTICA",
    "UNKNOWN",
]);
const VOLUME: Kind = Kind::OneOf(&["STANDARD", "HIGH_PERFORMANCE"]);
const COMPLIANCE: Kind = Kind::OneOf(&[
    "GDPR",
    "ISO_IEC_27001",
    "ISO_14001",
    "PCI_DSS",
    "HITRUST",
    "SOC_1_TYPE_2",
    "SOC_2_TYPE_2",
    "SOC_3_TYPE_2",
    "ITAR",
    "FISMA_HIGH",
    "HIPAA",
    "RENEWABLE",
]);
const BUCKET: Kind = Kind::OneOf(&["hour", "day", "week", "month", "year"]);
const SOURCE: Kind = Kind::OneOf(&["official", "verified", "community"]);
const LOG_SOURCE: Kind = Kind::OneOf(&["container", "system"]);

const PODS: &[Parameter] =
    &[may("limit", Kind::Whole(1, 1_000)), may("cursor", ANY_TEXT), may("includeClusterPods", Kind::Flag)];
const TEMPLATES: &[Parameter] = &[may("limit", Kind::Whole(1, 1_000)), may("cursor", ANY_TEXT)];
const LOGS: &[Parameter] = &[may("source", LOG_SOURCE), may("tail", Kind::Whole(0, 5_000)), may("since", Kind::Time)];
const GPUS: &[Parameter] = &[
    may("include", Kind::List(&STOCK)),
    may("product", Kind::List(&PRODUCT)),
    may("count", from(1)),
    may("cloud", Kind::OneOf(&["SECURE", "COMMUNITY"])),
    may("countryCodes", Kind::List(&COUNTRY)),
    may("cudaVersions", Kind::List(&CUDA)),
    may("minCudaVersion", LEAST_CUDA),
];
const CPUS: &[Parameter] =
    &[may("include", Kind::List(&STOCK)), may("product", Kind::List(&CPU_PRODUCT)), may("vcpuCount", from(2))];
const PLACES: &[Parameter] = &[
    may("include", Kind::List(&PLACE_STOCK)),
    may("regions", Kind::List(&REGION)),
    may("networkVolumeTypes", Kind::List(&VOLUME)),
    may("compliance", Kind::List(&COMPLIANCE)),
    may("globalNetwork", Kind::Flag),
];
const PLACE: &[Parameter] = &[may("include", Kind::List(&PLACE_STOCK))];
const PUBLIC_TEMPLATES: &[Parameter] = &[may("source", SOURCE)];

macro_rules! bills {
    ($($id:literal)?) => {
        &[
            may("startTime", Kind::Time),
            may("endTime", Kind::Time),
            may("bucketSize", BUCKET),
            may("lastN", from(1)),
            $(may($id, ANY_TEXT),)?
        ]
    };
}

const BILLS: &[Parameter] = bills!();
const POD_BILLS: &[Parameter] = bills!("podId");
const VOLUME_BILLS: &[Parameter] = bills!("networkVolumeId");
const CLUSTER_BILLS: &[Parameter] = bills!("clusterId");

/// Those that an operation knows.
pub fn parameters(operation: Operation) -> &'static [Parameter] {
    match operation {
        Operation::ListPods => PODS,
        Operation::ListTemplates => TEMPLATES,
        Operation::GetPodLogs => LOGS,
        Operation::ListGpuTypes | Operation::GetGpuType => GPUS,
        Operation::ListCpuTypes | Operation::GetCpuType => CPUS,
        Operation::ListDataCenters => PLACES,
        Operation::GetDataCenter => PLACE,
        Operation::ListPublicTemplates => PUBLIC_TEMPLATES,
        Operation::ListPodBilling => POD_BILLS,
        Operation::ListNetworkVolumeBilling => VOLUME_BILLS,
        Operation::ListClusterBilling => CLUSTER_BILLS,
        Operation::ListBilling | Operation::ListServerlessBilling | Operation::ListEndpointBilling => BILLS,
        _ => &[],
    }
}

/// Whether each is what it may be.
pub fn check(asked: &Asked, operation: Operation) -> Answer<()> {
    let mut found = Vec::new();
    for Parameter { name, kind } in parameters(operation) {
        let texts = asked.parameters.iter().filter(|(known, _)| known == name).map(|(_, text)| text.as_str());
        found.extend(texts.filter_map(|text| fault(text, kind)).map(|fault| format!("{name}: {fault}")));
    }
    if found.is_empty() { Ok(()) } else { Err(Problem::invalid(found)) }
}

fn fault(text: &str, kind: &Kind) -> Option<String> {
    match kind {
        Kind::Whole(least, most) => {
            let is_whole = whole(text).is_some_and(|number| (*least..=*most).contains(&number));
            let end = if *most == i64::MAX { String::new() } else { format!(" to {most}") };
            (!is_whole).then(|| format!("must be a whole number from {least}{end}"))
        }
        Kind::Flag => (!matches!(text, "true" | "false")).then(|| "must be true or false".to_owned()),
        Kind::OneOf(words) => (!words.contains(&text)).then(|| one_of(words)),
        Kind::Formed(fits, form, _) => (!fits(text)).then(|| format!("'{text}' does not match pattern '{form}'")),
        Kind::Time => Moment::read(text).is_none().then(|| "must be a time of RFC 3339".to_owned()),
        Kind::List(kind) => text.split(',').filter(|part| !part.is_empty()).find_map(|part| fault(part, kind)),
        _ => None,
    }
}

/// Larger ones than can be counted are as large as can be.
pub fn whole(text: &str) -> Option<i64> {
    let is_long = || text.len() > 18 && text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().or_else(|| is_long().then_some(i64::MAX))
}
