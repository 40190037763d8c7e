//! What RunPod refuses is taken back to the field of the form that it belongs to, as far as its words tell.

use crate::order::Field;
use crate::runpod::error::{ApiError, ErrorKind};

/// Where REST v2 finds fault with a create's body, in lower case, and the field that it comes from; the first beginning that
/// fits counts.
const PATHS: [(&str, Field); 22] = [
    ("mounts.network[0].path", Field::MountPath),
    ("mounts.network", Field::NetworkVolume),
    ("mounts.persistent.path", Field::MountPath),
    ("mounts.persistent", Field::PodVolume),
    ("mounts", Field::NetworkVolume),
    ("gpu.count", Field::GpuCount),
    ("gpu.allowedcuda", Field::Cuda),
    ("gpu.mincuda", Field::Cuda),
    ("gpu.minram", Field::MinMemory),
    ("gpu.minvcpu", Field::MinVcpu),
    ("gpu", Field::GpuType),
    ("cpu", Field::Cpu),
    ("datacenterids", Field::Place),
    ("templateid", Field::Template),
    ("registry", Field::Registry),
    ("image", Field::OwnImage),
    ("name", Field::Name),
    ("disk", Field::ContainerDisk),
    ("args", Field::StartCommand),
    ("ports", Field::Ports),
    ("env", Field::Env),
    ("cloud", Field::Cloud),
];

/// Words of RunPod's, in lower case, and the field that they are about; the first that fits counts. Most are the names of
/// its inputs, which its refusals and those of its schema hold.
const WORDS: [(&str, Field); 31] = [
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
    ("mounts.persistent", Field::PodVolume),
    ("mounts.network", Field::NetworkVolume),
    ("cpu.vcpucount", Field::Cpu),
    ("args ", Field::StartCommand),
    // What its client refuses before any request.
    ("takes no country", Field::Place),
    ("rents no spot", Field::Rent),
    // A body of more than 102,400 bytes: no other field can be so long.
    ("request body exceeds", Field::Env),
];

impl ApiError {
    /// The field that this refusal of a launch is about, if its words tell.
    pub fn field(&self) -> Option<Field> {
        if !matches!(self.kind, ErrorKind::Refused | ErrorKind::SchemaMismatch | ErrorKind::NoCapacity) {
            return None;
        }
        let text = self.raw.to_ascii_lowercase();
        let named = || WORDS.into_iter().find(|(word, _)| text.contains(word)).map(|(_, field)| field);
        field_at_path(&text)
            .or_else(named)
            .or_else(|| text.contains("ports").then_some(Field::Ports))
            .or_else(|| text.contains("env").then_some(Field::Env))
    }
}

/// The field at which REST v2 finds fault first: `$.gpu.count: minimum: got 0, want 1`, or `$: missing property 'image'`.
fn field_at_path(text: &str) -> Option<Field> {
    let (path, fault) = text.split_once('$')?.1.split_once(':')?;
    let path = match path.strip_prefix('.') {
        Some(path) => path,
        None if path.is_empty() => fault.split('\'').nth(1)?,
        // A dollar sign of another sentence, such as a price.
        None => return None,
    };
    PATHS.into_iter().find(|(beginning, _)| path.starts_with(beginning)).map(|(_, field)| field)
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

    #[test]
    fn what_rest_v2_names_by_its_path_finds_its_field() {
        let cases = [
            ("$.disk: minimum: got 0, want 1", Some(Field::ContainerDisk)),
            ("$.mounts.network[0].path: minLength: got 0, want 1", Some(Field::MountPath)),
            ("$.mounts.network[0].volumeId: got null, want string", Some(Field::NetworkVolume)),
            ("$.mounts.persistent.size: minimum: got 5, want 10", Some(Field::PodVolume)),
            ("$.gpu.count: minimum: got 0, want 1", Some(Field::GpuCount)),
            ("$.gpu.id: got null, want string", Some(Field::GpuType)),
            ("$.gpu: additional properties 'cuda' not allowed", Some(Field::GpuType)),
            ("$.gpu.minVcpuCountPerGpu: maximum: got 9999, want 64", Some(Field::MinVcpu)),
            ("$.cpu.vcpuCount: minimum: got 1, want 2", Some(Field::Cpu)),
            ("$.env.A: got null, want string", Some(Field::Env)),
            ("$.args: maxLength: got 9000, want 8000", Some(Field::StartCommand)),
            ("$: missing property 'image'", Some(Field::OwnImage)),
            (
                "$: additional properties 'disk', 'x' not allowed; $.name: minLength: got 0, want 1",
                Some(Field::ContainerDisk),
            ),
            ("$: minProperties: got 0, want 1", None),
            ("$", None),
            ("It costs $5: a 'name' and an 'image' are missing", None),
        ];
        for (said, field) in cases {
            let error =
                ApiError::new(ErrorKind::SchemaMismatch, format!("HTTP 422: Request validation failed. {said}"));
            assert_eq!(error.field(), field, "{said}");
        }
        let told = [
            ("HTTP 400: mounts.persistent is not supported on CPU pods", Field::PodVolume),
            ("HTTP 400: cpu.vcpuCount must be a power of two", Field::Cpu),
            ("HTTP 400: gpu.allowedCudaVersions and gpu.minCudaVersion are mutually exclusive", Field::Cuda),
            ("HTTP 400: args describes another command than entrypoint and cmd", Field::StartCommand),
            ("HTTP 413: request body exceeds 102400 bytes", Field::Env),
        ];
        for (said, field) in told {
            assert_eq!(ApiError::new(ErrorKind::SchemaMismatch, said).field(), Some(field), "{said}");
        }
    }
}
