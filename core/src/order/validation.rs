//! What each field of the form may hold. One function a field; what it refuses, it refuses in words.

use launchpod_words::order_problems;

use crate::account::NetworkVolume;
use crate::catalog::image_reference::fault;
use crate::order::key_in_pod::refuse_key;
use crate::order::{Field, Mount, Order, OrderForm, Problem};
use crate::pods::port::{Port, Protocol};
use crate::types::api_key::ApiKey;
use crate::types::money::{GpuRate, HourlyRate};
use crate::types::number_input::{is_unseen, plain_digits};
use crate::types::sort::sort_by_rank;

mod env;
mod hardware;
mod models;
mod notify;
mod timer;

pub(super) use env::env;
pub use env::is_secret;
pub(super) use hardware::{check_availability, hardware, scope, written};
pub(super) use models::models;
pub(super) use notify::notify;
pub(super) use timer::{timer, typed as typed_hours};

/// The longest pod name that the page takes. RunPod names no limit.
const MAX_NAME: usize = 60;
/// The longest image reference: Docker's registry name, path and tag at their longest.
const MAX_IMAGE: usize = 512;
/// GB. RunPod documents no top; this is the largest disk that it documents for anything.
pub(super) const MAX_DISK_GB: u32 = 4096;
/// GB. RunPod makes no smaller volume (its docs, 2026-08).
pub(super) const MIN_VOLUME_GB: u32 = 10;
/// RunPod proxies at most ten HTTP ports of a pod.
const MAX_HTTP_PORTS: usize = 10;
/// The longest variable and start command that the page takes. RunPod names no limit.
pub(super) const MAX_TEXT: usize = 8_000;
/// Bytes of a request that RunPod takes, whichever API it goes to (REST v2 says so, 2026-09).
const MOST_BYTES: usize = 102_400;
/// Bytes that are kept free for the order's short fields.
const SHORT_FIELDS: usize = 4_096;
/// vCPUs and GB of memory: no machine has more.
const MOST_OF_A_MACHINE: u32 = 10_000;

type Note<'a> = &'a mut dyn FnMut(Problem);

pub(super) fn name(text: &str) -> Result<String, Problem> {
    let name = text.trim();
    let problem = |text: String| Err(Problem::new(Field::Name, text));
    if name.is_empty() {
        return problem(order_problems::name_missing().into());
    }
    if name.chars().count() > MAX_NAME {
        return problem(order_problems::name_too_long(MAX_NAME));
    }
    match unseen_in_name(name) {
        Some(odd) => problem(order_problems::name_unseen(number(odd))),
        None => Ok(name.to_owned()),
    }
}

/// The first character of a name that breaks the line, turns the direction of reading, or is nothing to see. Joiners and
/// variants stay behind the letters and pictures that need them, and those are never ASCII.
pub(super) fn unseen_in_name(name: &str) -> Option<char> {
    let mut before = ' ';
    name.chars().find(|c| {
        let joins = matches!(c, '\u{200c}' | '\u{200d}' | '\u{fe00}'..='\u{fe0f}') && !before.is_ascii();
        before = *c;
        is_unseen(*c) && !joins
    })
}

/// Its number, since there is nothing to see.
fn number(odd: char) -> String {
    format!("{:04X}", u32::from(odd))
}

pub(super) fn mount(raw: &OrderForm, volumes: &[NetworkVolume]) -> Result<Option<Mount>, Problem> {
    if !raw.has_network_volume() {
        return Ok(None);
    }
    let Some(volume) = raw.volume(volumes) else {
        return Err(Problem::new(Field::NetworkVolume, order_problems::volume_gone()));
    };
    Ok(Some(Mount { volume: volume.id.clone(), data_center: volume.data_center.clone() }))
}

/// Where a volume appears, if there is one.
pub(super) fn mount_path(raw: &OrderForm) -> Result<String, Problem> {
    if !raw.has_network_volume() && raw.pod_volume().is_empty() {
        return Ok(String::new());
    }
    let text = raw.get(Field::MountPath).trim();
    let path = text.trim_end_matches('/');
    let problem = |text: &str| Err(Problem::new(Field::MountPath, text));
    if !text.starts_with('/') {
        return problem(order_problems::path_not_absolute());
    }
    if path.is_empty() {
        return problem(order_problems::path_is_root());
    }
    if path.split('/').skip(1).any(|part| part.is_empty() || part == "." || part == "..") {
        return problem(order_problems::path_not_plain());
    }
    match path.chars().all(|c| c.is_ascii_alphanumeric() || "/-_.".contains(c)) {
        true => Ok(path.to_owned()),
        false => problem(order_problems::path_odd_characters()),
    }
}

pub(super) fn pod_volume(raw: &OrderForm) -> Result<u32, Problem> {
    let gb = whole(raw.pod_volume(), Field::PodVolume, MAX_DISK_GB)?.unwrap_or(0);
    match gb > 0 && gb < MIN_VOLUME_GB {
        true => Err(Problem::new(Field::PodVolume, order_problems::volume_too_small(MIN_VOLUME_GB))),
        false => Ok(gb),
    }
}

/// What is bid per GPU and hour; `None` where nothing is bid.
pub(super) fn bid(raw: &OrderForm) -> Result<Option<GpuRate>, Problem> {
    if !raw.is_spot() {
        return Ok(None);
    }
    Ok(dollars(raw, Field::Bid)?.map(|bid| GpuRate::of_pod(bid, 1)))
}

/// A price in a field that may be left empty.
pub(super) fn dollars(raw: &OrderForm, field: Field) -> Result<Option<HourlyRate>, Problem> {
    let text = raw.get(field).trim();
    if text.is_empty() {
        return Ok(None);
    }
    match HourlyRate::parse(text) {
        Some(rate) if !rate.is_zero() => Ok(Some(rate)),
        _ => Err(Problem::new(field, order_problems::no_price())),
    }
}

/// In the order of the form, one for each field.
pub(super) fn in_order(problems: Vec<Problem>) -> Vec<Problem> {
    let mut problems = sort_by_rank(problems, |problem| (problem.field as u64, 0));
    problems.dedup_by_key(|problem| problem.field);
    problems
}

pub(super) fn image(raw: &OrderForm) -> Result<String, Problem> {
    if let Some(known) = raw.ready_made() {
        return Ok(known.image.to_owned());
    }
    let image = raw.get(Field::OwnImage).trim();
    let problem = |text: String| Err(Problem::new(Field::OwnImage, text));
    if image.is_empty() {
        return problem(order_problems::image_missing().into());
    }
    if image.chars().any(char::is_whitespace) {
        return problem(order_problems::image_has_spaces().into());
    }
    if image.contains("://") {
        return problem(order_problems::image_is_address().into());
    }
    if image.len() > MAX_IMAGE {
        return problem(order_problems::image_too_long(MAX_IMAGE));
    }
    if !image.chars().all(|c| c.is_ascii_alphanumeric() || "._-/:@".contains(c)) {
        return problem(order_problems::image_odd_characters().into());
    }
    match fault(image) {
        Some(text) => problem(text),
        None => Ok(image.to_owned()),
    }
}

pub(super) fn ports(raw: &OrderForm) -> Result<Vec<Port>, Problem> {
    let problem = |text: String| Err(Problem::new(Field::Ports, text));
    let mut ports = Vec::new();
    for part in plain_digits(raw.get(Field::Ports)).split(',').map(str::trim).filter(|part| !part.is_empty()) {
        match Port::parse(part) {
            Some(port) if ports.contains(&port) => return problem(order_problems::listed_twice(port)),
            Some(port) => ports.push(port),
            None => return problem(order_problems::no_port(part)),
        }
    }
    let http = ports.iter().filter(|port| port.protocol == Protocol::Http).count();
    match http > MAX_HTTP_PORTS {
        true => problem(order_problems::too_many_http_ports(MAX_HTTP_PORTS)),
        false => Ok(ports),
    }
}

pub(super) fn start_command(raw: &OrderForm, key: &ApiKey) -> Result<String, Problem> {
    let text = raw.get(Field::StartCommand).trim();
    refuse_key(Field::StartCommand, order_problems::start_command_has_key(), text, key)?;
    let odd = |c: char| c.is_control() && !"\n\r\t".contains(c);
    match text.len() > MAX_TEXT || text.contains(odd) {
        true => Err(Problem::new(Field::StartCommand, order_problems::start_command_odd())),
        false => Ok(text.to_owned()),
    }
}

/// Why all variables and the start command together are too much for one request, beside the one that takes most of it.
pub(super) fn size(order: &Order) -> Option<Problem> {
    let start = written_bytes(&order.start());
    let env: usize = order.env.iter().map(|own| written_bytes(&own.key) + written_bytes(&own.value)).sum();
    let field = if env > start { Field::Env } else { Field::StartCommand };
    (start + env > MOST_BYTES - SHORT_FIELDS).then(|| {
        let kb = (start + env).div_ceil(1_000);
        Problem::new(field, order_problems::too_large_together(kb))
    })
}

/// How long a text is in JSON.
fn written_bytes(text: &str) -> usize {
    text.chars().map(|c| if c.is_control() { 6 } else { c.len_utf8() + usize::from(matches!(c, '"' | '\\')) }).sum()
}

pub(super) fn disk(text: &str) -> Result<u32, Problem> {
    let problem = |text: String| Err(Problem::new(Field::ContainerDisk, text));
    let digits = plain_digits(text).trim().bytes().all(|byte| byte.is_ascii_digit());
    match whole(text, Field::ContainerDisk, MAX_DISK_GB) {
        Ok(Some(0)) => problem(order_problems::disk_too_small().into()),
        Ok(Some(gb)) => Ok(gb),
        Err(_) if digits => problem(order_problems::disk_too_large(MAX_DISK_GB)),
        Ok(None) | Err(_) => problem(order_problems::disk_missing().into()),
    }
}

/// A whole number up to `most`; `None` where nothing stands.
fn whole(text: &str, field: Field, most: u32) -> Result<Option<u32>, Problem> {
    let text = plain_digits(text);
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    if !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(Problem::new(field, order_problems::no_whole_number()));
    }
    match text.parse::<u32>() {
        Ok(number) if number <= most => Ok(Some(number)),
        _ => Err(Problem::new(field, order_problems::more_than_there_is(most))),
    }
}
