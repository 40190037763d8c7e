//! Where models go, and whether there is room.

use crate::account::NetworkVolume;
use crate::models::Model;
use crate::order::{Field, OrderForm};
use crate::types::number_input::plain_digits;

/// GB that ComfyUI and what it installs take themselves, about: an estimate, no figure of RunPod's.
pub const COMFY_GB: u32 = 15;
/// ComfyUI of the images that take models lies below it.
const WORKSPACE: &str = "/workspace";
const GB: u64 = 1_000_000_000;

/// What models are put on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// A network volume: they stay when the pod ends. What is on it already is not told.
    NetworkVolume(u32),
    /// The pod's own volume: they stay while it is stopped.
    PodVolume(u32),
    /// The container disk: they are gone with the pod.
    ContainerDisk(u32),
    /// Nobody knows: its size can't be read.
    NotKnown,
}

/// Whether something fits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fit {
    /// There is room.
    Fits,
    /// There is none.
    TooLarge,
    /// The free room, or the size, is not known.
    NotKnown,
}

impl Place {
    /// Where models of this form would go.
    pub fn of(raw: &OrderForm, volumes: &[NetworkVolume]) -> Self {
        let gb = |text: &str| plain_digits(text).trim().parse::<u32>().ok().filter(|gb| *gb > 0);
        let is_workspace = raw.get(Field::MountPath).trim().trim_end_matches('/') == WORKSPACE;
        if is_workspace && raw.has_network_volume() {
            return raw.volume(volumes).map_or(Self::NotKnown, |volume| Self::NetworkVolume(volume.size_gb));
        }
        if is_workspace && !matches!(raw.pod_volume(), "" | "0") {
            return gb(raw.pod_volume()).map_or(Self::NotKnown, Self::PodVolume);
        }
        gb(raw.get(Field::ContainerDisk)).map_or(Self::NotKnown, Self::ContainerDisk)
    }

    /// Whether so many bytes of models fit beside ComfyUI; `None` where their size is not known.
    pub fn fits(self, bytes: Option<u64>) -> Fit {
        let (gb, is_new) = match self {
            Self::NetworkVolume(gb) => (gb, false),
            Self::PodVolume(gb) | Self::ContainerDisk(gb) => (gb, true),
            Self::NotKnown => return Fit::NotKnown,
        };
        let Some(bytes) = bytes else { return Fit::NotKnown };
        let free = u64::from(gb.saturating_sub(COMFY_GB)) * GB;
        match (bytes > free, is_new) {
            (true, _) => Fit::TooLarge,
            (false, true) => Fit::Fits,
            // What lies on it already is not told.
            (false, false) => Fit::NotKnown,
        }
    }
}

/// The bytes of all of them; `None` where the size of one is not known.
pub fn total(models: &[Model]) -> Option<u64> {
    models.iter().try_fold(0_u64, |sum, model| sum.checked_add(model.bytes?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::models::known::KNOWN_MODELS;
    use crate::types::ids::{DataCenterId, NetworkVolumeId};

    fn volume(gb: u32) -> NetworkVolume {
        NetworkVolume {
            id: NetworkVolumeId::new("v1"),
            name: "models".into(),
            size_gb: gb,
            data_center: DataCenterId::new("EU-RO-1"),
            volume_type: None,
        }
    }

    #[test]
    fn they_go_where_workspace_lies() {
        let raw = OrderForm::default();
        assert_eq!(Place::of(&raw, &[]), Place::ContainerDisk(50));
        let own = raw.clone().with(Field::PodVolume, "40");
        assert_eq!(Place::of(&own, &[]), Place::PodVolume(40));
        assert_eq!(Place::of(&own.clone().with(Field::MountPath, "/data"), &[]), Place::ContainerDisk(50));
        let network = own.with(Field::NetworkVolume, "v1").with(Field::MountPath, "/workspace/");
        assert_eq!(Place::of(&network, &[volume(100)]), Place::NetworkVolume(100));
        assert_eq!(Place::of(&network, &[]), Place::NotKnown);
        assert_eq!(Place::of(&raw.with(Field::ContainerDisk, "x"), &[]), Place::NotKnown);
    }

    #[test]
    fn room_is_counted_beside_comfyui_and_a_used_volume_is_not_guessed_at() {
        let flux = Some(17_246_524_772);
        assert_eq!(Place::ContainerDisk(33).fits(flux), Fit::Fits);
        assert_eq!(Place::ContainerDisk(32).fits(flux), Fit::TooLarge);
        assert_eq!(Place::PodVolume(10).fits(Some(1)), Fit::TooLarge);
        assert_eq!(Place::NetworkVolume(20).fits(flux), Fit::TooLarge);
        assert_eq!(Place::NetworkVolume(4_000).fits(flux), Fit::NotKnown);
        assert_eq!((Place::ContainerDisk(500).fits(None), Place::NotKnown.fits(flux)), (Fit::NotKnown, Fit::NotKnown));
    }

    #[test]
    fn sizes_add_up_where_all_are_known() {
        let models: Vec<Model> = KNOWN_MODELS.iter().map(|known| known.model()).collect();
        assert_eq!(total(&models), Some(17_246_524_772 + 6_938_078_334 + 4_265_146_304));
        let odd = Model { bytes: None, ..models[0].clone() };
        assert_eq!((total(&[odd]), total(&[])), (None, Some(0)));
    }
}
