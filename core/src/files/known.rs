//! What is known of the files that die with a pod.

use launchpod_words::{files as say, list_plain, pod_list, sentences};

use crate::files::FileKind;
use crate::files::history::MadeFiles;
use crate::pods::bulk_actions::{self, data_loss_gb};
use crate::pods::pod::Pod;
use crate::types::ids::PodId;
use crate::types::time::Timestamp;

/// How much ComfyUI has made, when it was last asked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MadeCount {
    /// All files.
    pub files: usize,
    /// Those of them that are pictures.
    pub pictures: usize,
}

impl From<&MadeFiles> for MadeCount {
    fn from(made: &MadeFiles) -> Self {
        let pictures = made.files.iter().filter(|file| file.kind == FileKind::Picture).count();
        Self { files: made.files.len(), pictures }
    }
}

impl MadeCount {
    /// As a sentence; `None` if there are none.
    fn describe(self) -> Option<String> {
        self.choose(say::pictures_on_pod, say::files_on_pod)
    }

    /// As a few words; `None` if there are none.
    fn name(self) -> Option<String> {
        self.choose(say::pictures, say::files)
    }

    fn choose(self, of_pictures: fn(usize) -> String, of_files: fn(usize) -> String) -> Option<String> {
        match self {
            Self { files: 0, .. } => None,
            Self { files, pictures } if files == pictures => Some(of_pictures(pictures)),
            Self { files, .. } => Some(of_files(files)),
        }
    }
}

/// What was read of the pods whose pages were open.
#[derive(Clone, Debug, Default)]
pub struct KnownFiles(Vec<(PodId, Option<Timestamp>, MadeCount)>);

impl KnownFiles {
    /// ComfyUI in this pod has told so much.
    pub fn note(&mut self, pod: &Pod, made: MadeCount) {
        self.0.retain(|(id, ..)| *id != pod.id);
        self.0.push((pod.id.clone(), pod.started, made));
    }

    /// What is known of this pod; nothing since it was stopped or started anew.
    pub fn of(&self, pod: &Pod) -> Option<MadeCount> {
        let known = self.0.iter().find(|(id, started, _)| *id == pod.id && *started == pod.started);
        known.map(|(.., made)| *made).filter(|_| pod.status.bills_gpu())
    }

    /// What is asked before this pod is ended, where files would die that nothing brings back; `None` where no file is
    /// known that would.
    pub fn question(&self, pod: &Pod) -> Option<String> {
        let volume = data_loss_gb(pod).map(pod_list::loses_volume);
        let made = self.dying(pod).and_then(MadeCount::describe);
        let lost = match (&made, volume) {
            (None, None) => return None,
            (_, Some(volume)) => volume,
            (Some(_), None) => say::no_volume_end().to_owned(),
        };
        Some(sentences(&[made.unwrap_or_default(), lost]))
    }

    /// The same before several are ended, with the pods' names.
    pub fn question_of_all(&self, pods: &[&Pod]) -> Option<String> {
        let without_volume = pods.iter().filter(|pod| data_loss_gb(pod).is_none());
        let made = without_volume.filter_map(|pod| Some(say::made_on(&pod.name, self.dying(pod)?.name()?)));
        let made: Vec<String> = made.collect();
        let files = (!made.is_empty()).then(|| say::bulk_deleted(list_plain(&made)));
        let parts: Vec<String> = bulk_actions::question(pods).into_iter().chain(files).collect();
        (!parts.is_empty()).then(|| sentences(&parts))
    }

    /// What is known of files that die with this pod.
    fn dying(&self, pod: &Pod) -> Option<MadeCount> {
        self.of(pod).filter(|_| pod.network_volume.is_none())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pods::pod::Status;
    use crate::pods::pod::tests::pod;
    use crate::types::ids::NetworkVolumeId;

    fn bare() -> Pod {
        Pod { network_volume: None, volume_gb: 0, started: Some(Timestamp::from_millis(1)), ..pod("a") }
    }

    fn known(pictures: usize, files: usize) -> KnownFiles {
        let mut known = KnownFiles::default();
        known.note(&bare(), MadeCount { files, pictures });
        known
    }

    #[test]
    fn pictures_on_a_pod_without_a_volume_are_asked_about() {
        assert_eq!(
            known(34, 34).question(&bare()).unwrap(),
            "ComfyUI has made 34 pictures on this pod. The pod has no volume: all its files will be deleted. End it?"
        );
        assert!(known(1, 1).question(&bare()).unwrap().starts_with("ComfyUI has made 1 picture on this pod."));
        assert!(known(3, 5).question(&bare()).unwrap().starts_with("ComfyUI has made 5 files on this pod."));
    }

    #[test]
    fn before_several_are_ended_each_with_files_is_named() {
        let (own, kept) = (
            Pod { volume_gb: 20, id: PodId::new("b"), ..bare() },
            Pod { network_volume: Some(NetworkVolumeId::new("v")), id: PodId::new("c"), ..bare() },
        );
        let mut known = known(34, 34);
        for pod in [&own, &kept] {
            known.note(pod, MadeCount { files: 2, pictures: 1 });
        }
        assert_eq!(
            known.question_of_all(&[&bare(), &kept]).unwrap(),
            "ComfyUI has made files on pods that have no volume, and they will be deleted: “pod a” (34 pictures)."
        );
        let words = known.question_of_all(&[&bare(), &own]).unwrap();
        assert_eq!(
            words,
            "A pod's own volume will be deleted with it: “pod a” (20 GB). ComfyUI has made files on pods that have no volume, and they \
             will be deleted: “pod a” (34 pictures)."
        );
        assert_eq!(known.question_of_all(&[&kept]), None);
    }

    #[test]
    fn where_nothing_is_known_nothing_is_said() {
        assert_eq!(KnownFiles::default().question(&bare()), None);
        assert_eq!(known(0, 0).question(&bare()), None);
        let own = Pod { volume_gb: 20, ..bare() };
        assert_eq!(KnownFiles::default().question(&own), Some(pod_list::loses_volume(20)));
        assert_eq!(
            known(2, 2).question(&own).unwrap(),
            "ComfyUI has made 2 pictures on this pod. Its own volume of 20 GB will be deleted. End it?"
        );
    }

    #[test]
    fn what_was_made_before_a_start_or_lies_on_a_network_volume_is_not_spoken_of() {
        let again = Pod { started: Some(Timestamp::from_millis(2)), ..bare() };
        let stopped = Pod { status: Status::Stopped, ..bare() };
        let kept = Pod { network_volume: Some(NetworkVolumeId::new("v")), ..bare() };
        for pod in [again, stopped, kept, Pod { id: PodId::new("b"), ..bare() }] {
            assert_eq!(known(34, 34).question(&pod), None);
        }
        let mut anew = known(34, 34);
        anew.note(&bare(), MadeCount::default());
        assert_eq!(anew.question(&bare()), None, "the last answer counts");
    }
}
