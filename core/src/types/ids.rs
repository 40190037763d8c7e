//! Names that RunPod gives to things, each a type of its own, so that a pod's id cannot be passed for a volume's.

use std::cmp::Ordering;
use std::hash::{Hash, Hasher};

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        id!(
            $(#[$doc])*
            #[derive(PartialEq, Eq, PartialOrd, Ord, Hash)]
            $name but for how two are compared
        );
    };
    ($(#[$doc:meta])* $name:ident but for how two are compared) => {
        $(#[$doc])*
        #[derive(Clone, Debug)]
        pub struct $name(String);

        impl $name {
            /// From RunPod's own text.
            pub fn new(text: impl Into<String>) -> Self {
                Self(text.into())
            }

            /// RunPod's own text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

id!(
    /// A pod, like `5xpma5eg46tqjq`. Its case does not matter, as it does not to RunPod.
    PodId but for how two are compared
);
id!(
    /// A GPU type as `gpuTypeId` takes it, like `NVIDIA GeForce RTX 4090`.
    GpuTypeId
);
id!(
    /// A data center in upper case, like `EU-RO-1`.
    DataCenterId
);
id!(
    /// A network volume, like `grvtso8ftn`.
    NetworkVolumeId
);
id!(
    /// A template for pods, like `cw3nka7d08`.
    TemplateId
);
id!(
    /// A secret that RunPod keeps, like `2q9m7x4cavgd`.
    SecretId
);
id!(
    /// A login to an image registry that is stored with RunPod.
    RegistryId
);
id!(
    /// The mark of one launch, unique, which RunPod gives back in the pod's environment as [`LaunchTag::ENV`].
    LaunchTag
);

impl LaunchTag {
    /// The environment variable that carries the tag.
    pub const ENV: &'static str = "LAUNCHPOD_TAG";

    /// From 128 random bits. Letters and digits alone.
    pub fn from_random(random: u128) -> Self {
        // Not by format!: printing 128 bits as a number brings a division of 128 bits along.
        let digit = |at: u32| char::from_digit((random >> (4 * at)) as u32 & 0xf, 16);
        Self((0..32).rev().filter_map(digit).collect())
    }
}

impl PartialEq for PodId {
    fn eq(&self, other: &Self) -> bool {
        self.0.eq_ignore_ascii_case(&other.0)
    }
}

impl Eq for PodId {}

impl Ord for PodId {
    fn cmp(&self, other: &Self) -> Ordering {
        self.in_lower_case().cmp(other.in_lower_case())
    }
}

impl PartialOrd for PodId {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Hash for PodId {
    fn hash<H: Hasher>(&self, state: &mut H) {
        for byte in self.in_lower_case() {
            state.write_u8(byte);
        }
        state.write_u8(0xff);
    }
}

impl PodId {
    fn in_lower_case(&self) -> impl Iterator<Item = u8> + '_ {
        self.0.bytes().map(|byte| byte.to_ascii_lowercase())
    }

    /// Whether the text is one that may stand in a host name: lower-case letters and digits alone. An id that is not
    /// gets no links and no probe.
    pub fn is_plain(&self) -> bool {
        (1..=32).contains(&self.0.len()) && self.0.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
    }
}
