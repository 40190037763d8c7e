//! A form for somebody else: without secrets and without what belongs to one account, in a link whose order stands behind
//! the # and so reaches no server. A link fills a form in; it never launches, and can't hide what it runs.

use launchpod_words::{launch_advanced, launch_fields, list_plain, order as say};

use crate::account::NetworkVolume;
use crate::catalog::{Cloud, CloudFilter};
use crate::order::serialization::{Broken, Reading, plain};
use crate::order::validation::dollars;
use crate::order::{Field, OWN_IMAGE, OrderForm, TEMPLATE};
use crate::pods::port::{Port, Protocol};

/// What the address of such a form begins with.
const BEGINS: &str = "#/launch?order=";
/// The longest code, four letters for three bytes of the longest form.
const MAX_CODE: usize = 88 * 1024;
const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// What RunPod puts into each pod by itself, and what would open the pod to whoever wrote the link.
pub fn is_of_the_pod(variable: &str) -> bool {
    let name = variable.trim().to_ascii_uppercase();
    let own = ["PUBLIC_KEY", "SSH_PUBLIC_KEY", "JUPYTER_PASSWORD", "JUPYTER_TOKEN"];
    own.contains(&name.as_str()) || name.starts_with("RUNPOD_") || name.starts_with("LAUNCHPOD_")
}

impl OrderForm {
    /// The same for somebody else, and the names of what was left out. A network volume leaves its data center behind.
    pub fn for_others(&self, volumes: &[NetworkVolume]) -> (Self, Vec<String>) {
        let (mut raw, mut left_out) = self.without_secrets();
        if let Some(volume) = self.volume(volumes) {
            raw.set(Field::Place, volume.data_center.as_str());
        }
        // A template may bring a start command that the form does not show; a ceiling is a promise of one's own money; who
        // takes somebody's address along would be heard there.
        for field in [Field::NetworkVolume, Field::Registry, Field::Template, Field::Ceiling, Field::Notify] {
            if !raw.get(field).is_empty() {
                raw.set(field, "");
                left_out.push(field.describe());
            }
        }
        if raw.get(Field::Image) == TEMPLATE {
            raw.set(Field::Image, OWN_IMAGE);
        }
        raw.env.retain(|variable| {
            let own = is_of_the_pod(&variable.key);
            if own && !left_out.contains(&variable.key) {
                left_out.push(plain(&variable.key, 40));
            }
            !own
        });
        (raw, left_out)
    }

    /// The address of this form for somebody else, from its # on, and the names of what is not in it. `None` if the form
    /// holds more than a link can.
    pub fn link(&self, volumes: &[NetworkVolume]) -> Option<(String, Vec<String>)> {
        let (raw, left_out) = self.for_others(volumes);
        Some((BEGINS.to_owned() + &encode(raw.write()?.as_bytes()), left_out))
    }

    /// What would run, in texts that show all that can be seen: image, start command, environment; and what of the rest may
    /// cost or expose more than a person expects.
    pub fn what_runs(&self) -> Vec<(&'static str, String)> {
        let image = self.ready_made().map_or(self.get(Field::OwnImage), |image| image.image);
        let env: Vec<String> = self.env.iter().map(|own| format!("{}={}", own.key, own.value)).collect();
        let lines = [
            (say::runs_image(), image.to_owned()),
            (say::runs_start_command(), self.get(Field::StartCommand).to_owned()),
            (say::runs_environment(), env.join(" ")),
        ];
        let lines = lines.into_iter().chain(self.what_costs()).chain(self.what_is_open());
        let shown = |(label, text): (&'static str, String)| (label, plain(&text, usize::MAX));
        lines.map(shown).filter(|(_, text)| !text.is_empty()).collect()
    }

    /// How it is rented, how many GPUs, a volume that is paid for while the pod is stopped, and a timer that is not the usual.
    fn what_costs(&self) -> Vec<(&'static str, String)> {
        let untouched = Self::default();
        let mut lines = vec![];
        if self.is_spot() {
            let bid = dollars(self, Field::Bid).ok().flatten();
            lines.push((
                launch_fields::rent(),
                bid.map_or_else(|| say::runs_spot_unpriced().to_owned(), say::runs_spot),
            ));
        }
        let cloud = match self.clouds() {
            CloudFilter::Secure => "",
            CloudFilter::Community => Cloud::Community.describe(),
            CloudFilter::All => launch_advanced::either_cloud(),
        };
        lines.push((launch_fields::cloud(), cloud.to_owned()));
        let changed = |field| Some(self.get(field)).filter(|text| *text != untouched.get(field)).unwrap_or_default();
        if !self.is_cpu() {
            lines.push((launch_fields::gpu_count(), changed(Field::GpuCount).to_owned()));
        }
        lines.push((launch_fields::container_disk(), changed(Field::ContainerDisk).to_owned()));
        lines.push((launch_fields::pod_volume(), self.pod_volume().to_owned()));
        let timer = match self.given(Field::EndAfter) {
            None => say::runs_untimed(),
            Some(_) => changed(Field::EndAfter),
        };
        lines.push((launch_fields::end_after(), timer.to_owned()));
        lines
    }

    /// The ports that others than the person can reach.
    fn what_is_open(&self) -> [(&'static str, String); 2] {
        let ports = Port::parse_list(self.get(Field::Ports));
        let of = |protocol| {
            let ports = ports.iter().filter(|port| port.protocol == protocol).map(|port| port.number.to_string());
            list_plain(&ports.collect::<Vec<String>>())
        };
        [(say::runs_open(), of(Protocol::Http)), (say::runs_open_to_all(), of(Protocol::Tcp))]
    }
}

/// The code of the order in an address' # part, if there is one.
pub fn code_in(hash: &str) -> Option<&str> {
    let code = hash.strip_prefix(BEGINS)?;
    Some(code.split('&').next().unwrap_or_default())
}

/// The form that a link's code carries, without what a link must not carry.
///
/// # Errors
/// [`Broken`], if nothing of it can be used.
pub fn open(code: &str) -> Result<Reading, Broken> {
    if code.len() > MAX_CODE {
        return Err(Broken::TooLarge);
    }
    let bytes = decode(code.trim().trim_end_matches("%3D").trim_end_matches('=')).ok_or(Broken::Damaged)?;
    let mut reading = OrderForm::read(&String::from_utf8(bytes).map_err(|_| Broken::Damaged)?)?;
    (reading.raw, reading.left_out) = reading.raw.for_others(&[]);
    Ok(reading)
}

/// Base64 as addresses take it, without padding.
fn encode(bytes: &[u8]) -> String {
    let mut code = String::new();
    for three in bytes.chunks(3) {
        let whole = three.iter().chain([&0, &0]).take(3).fold(0, |sum, byte| sum << 8 | u32::from(*byte));
        let letter = |at: usize| LETTERS.get((whole >> (18 - 6 * at)) as usize & 63).map(|letter| char::from(*letter));
        code.extend((0..=three.len()).filter_map(letter));
    }
    code
}

fn decode(code: &str) -> Option<Vec<u8>> {
    let mut bytes = vec![];
    for four in code.as_bytes().chunks(4) {
        let mut whole = 0;
        for letter in four {
            let value = LETTERS.iter().position(|known| known == letter)?;
            whole = whole << 6 | u32::try_from(value).ok()?;
        }
        let whole = whole << (6 * (4 - four.len()));
        let count = four.len().checked_sub(1).filter(|count| *count > 0)?;
        bytes.extend(whole.to_be_bytes().into_iter().skip(1).take(count));
    }
    Some(bytes)
}

#[cfg(test)]
mod tests;
