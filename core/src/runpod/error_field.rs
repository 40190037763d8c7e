//! What RunPod refuses is taken back to the field of the form that it belongs to, as far as its words tell.

use crate::order::Field;
use crate::runpod::error::{ApiError, ErrorKind};

/// Words of RunPod's, in lower case, and the field that they are about; the first that fits counts. Most are the names of
/// its inputs, which its refusals and those of its schema hold.
const WORDS: [(&str, Field); 24] = [
    ("containerregistryauth", Field::Registry),
    // It goes on about an "optional registry prefix".
    ("image name", Field::OwnImage),
    ("imagename", Field::OwnImage),
    ("container image", Field::OwnImage),
    ("registry", Field::Registry),
    ("networkvolume", Field::NetworkVolume),
    ("network volume", Field::NetworkVolume),
    ("template", Field::Template),
    ("containerdisk", Field::ContainerDisk),
    ("container disk", Field::ContainerDisk),
    ("disk space", Field::ContainerDisk),
    ("volumemountpath", Field::MountPath),
    ("volumeingb", Field::PodVolume),
    ("dockerargs", Field::StartCommand),
    ("bid", Field::Bid),
    ("instanceid", Field::Cpu),
    ("gpucount", Field::GpuCount),
    ("gputypeid", Field::GpuType),
    ("datacenter", Field::Place),
    ("countrycode", Field::Place),
    ("cudaversion", Field::Cuda),
    ("minvcpu", Field::MinVcpu),
    ("minmemory", Field::MinMemory),
    ("http ports", Field::Ports),
];

impl ApiError {
    /// The field that this refusal of a launch is about, if its words tell.
    pub fn field(&self) -> Option<Field> {
        if !matches!(self.kind, ErrorKind::Refused | ErrorKind::SchemaMismatch | ErrorKind::NoCapacity) {
            return None;
        }
        let text = self.raw.to_ascii_lowercase();
        let named = WORDS.into_iter().find(|(word, _)| text.contains(word)).map(|(_, field)| field);
        named
            .or_else(|| text.contains("ports").then_some(Field::Ports))
            .or_else(|| text.contains("env").then_some(Field::Env))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refusals_find_their_fields() {
        let cases = [
            ("containerDiskInGb must be at least 1", Some(Field::ContainerDisk)),
            ("Container Disk must be less than or equal to 40", Some(Field::ContainerDisk)),
            ("There are no longer any instances available with enough disk space.", Some(Field::ContainerDisk)),
            ("volumeInGb must be 0 or at least 10", Some(Field::PodVolume)),
            ("Invalid ports: expected for example 8888/http,22/tcp", Some(Field::Ports)),
            ("Network volume not found", Some(Field::NetworkVolume)),
            (
                "invalid container image name: expected name[:tag] with an optional registry prefix",
                Some(Field::OwnImage),
            ),
            ("imageName is required, with its registry", Some(Field::OwnImage)),
            ("Registry credentials not found", Some(Field::Registry)),
            ("containerRegistryAuthId is not valid", Some(Field::Registry)),
            ("Template not found", Some(Field::Template)),
            ("A pod can expose at most 10 HTTP ports", Some(Field::Ports)),
            ("Something went wrong. Please try again later or contact support.", None),
        ];
        for (said, field) in cases {
            assert_eq!(ApiError::new(ErrorKind::Refused, said).field(), field, "{said}");
        }
        assert_eq!(ApiError::new(ErrorKind::Balance, "template").field(), None);
    }
}
