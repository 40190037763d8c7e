//! What each GPU type is, in words for people who know none by name. RunPod says no more than a name and gigabytes.
//!
//! Ids and memory: RunPod's list of GPU types (docs, 2026-02, and the catalog as seen in 2026-08). Generations: the makers.

use launchpod_words::{Message, catalog};

use crate::types::ids::GpuTypeId;
use Generation::{Ada, Ampere, Blackwell, Cdna3, Cdna4, Hopper, Volta};
use Remark::{Fast, FastWithImages, FasterThan, Frugal, Linked, LittleSlowerThan, Nothing, Slice, SlowerThan, Usual};

/// The maker's name for a family of GPUs, the oldest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Generation {
    /// NVIDIA, 2017.
    Volta,
    /// NVIDIA, 2020.
    Ampere,
    /// NVIDIA, 2022.
    Ada,
    /// NVIDIA, 2022, for data centers.
    Hopper,
    /// AMD, 2023.
    Cdna3,
    /// NVIDIA, 2024.
    Blackwell,
    /// AMD, 2025.
    Cdna4,
}

impl Generation {
    /// The maker's name for it.
    pub const fn describe(self) -> &'static str {
        match self {
            Volta => "Volta",
            Ampere => "Ampere",
            Ada => "Ada",
            Hopper => "Hopper",
            Cdna3 => "CDNA 3",
            Cdna4 => "CDNA 4",
            Blackwell => "Blackwell",
        }
    }

    /// What one must know before one takes any of them; empty for most.
    fn caution(self) -> &'static str {
        match self {
            Volta => catalog::software_leaves_it_out(),
            Cdna3 | Cdna4 => catalog::needs_rocm(),
            Blackwell => catalog::needs_cuda_12_8(),
            Ampere | Ada | Hopper => "",
        }
    }
}

/// What a GPU type has over others of its memory, or lacks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Remark {
    /// Most have nothing.
    Nothing,
    /// They are linked to each other, so that several work as one.
    Linked,
    /// A part of a larger card.
    Slice,
    /// Saves power, at the cost of speed.
    Frugal,
    /// Slower than the GPU of this name.
    SlowerThan(&'static str),
    /// A little slower than the GPU of this name.
    LittleSlowerThan(&'static str),
    /// Faster than the GPU of this name.
    FasterThan(&'static str),
    /// What most take for ComfyUI.
    Usual,
    /// Fast.
    Fast,
    /// Fast with images and video.
    FastWithImages,
}

impl Remark {
    /// In words; empty for nothing.
    fn describe(self) -> String {
        match self {
            Nothing => String::new(),
            Linked => catalog::linked().to_owned(),
            Slice => catalog::slice().to_owned(),
            Frugal => catalog::frugal().to_owned(),
            SlowerThan(gpu) => catalog::slower_than(gpu),
            LittleSlowerThan(gpu) => catalog::a_little_slower_than(gpu),
            FasterThan(gpu) => catalog::faster_than(gpu),
            Usual => catalog::usual_for_comfyui().to_owned(),
            Fast => catalog::fast().to_owned(),
            FastWithImages => catalog::fast_with_images().to_owned(),
        }
    }
}

/// What we know of a GPU type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GpuDescription {
    /// Gigabytes of its memory.
    pub memory_gb: u32,
    /// Its family.
    pub generation: Generation,
    /// What it has over others of its memory, or lacks.
    pub remark: Remark,
}

impl GpuDescription {
    /// Its generation, what it is good for, and what to look out for: one line.
    pub fn line(&self) -> String {
        let facts = [good_for(self.memory_gb).to_owned(), self.remark.describe(), self.generation.caution().to_owned()];
        let facts = facts.into_iter().filter(|fact| !fact.is_empty());
        let facts = facts.reduce(catalog::facts).unwrap_or_default();
        catalog::gpu_line(self.generation.describe(), facts)
    }
}

/// What we know of the GPU type with this id; `None` for one that is newer than this page.
pub fn gpu_text(id: &GpuTypeId) -> Option<GpuDescription> {
    let known = TABLE.iter().find(|(known, ..)| *known == id.as_str())?;
    let (_, memory_gb, generation, remark) = *known;
    Some(GpuDescription { memory_gb: memory_gb.into(), generation, remark })
}

/// The line for any GPU type: what we know of it, or what its memory (as RunPod tells it) is enough for. Empty where
/// neither is known.
pub fn gpu_line(id: &GpuTypeId, memory_gb: u32) -> String {
    gpu_text(id).map_or_else(|| good_for(memory_gb).to_owned(), |words| words.line())
}

/// What this much memory is enough for; empty for none.
pub fn good_for(memory_gb: u32) -> &'static str {
    let class = CLASSES.iter().find(|(least, _)| memory_gb >= u32::from(*least));
    class.map_or("", |(_, words)| words())
}

/// From so many gigabytes on. A model needs 2 GB for each billion of its parameters in full (16 bits), 1 in 8 bits, a
/// little over a half in 4 bits, and room to work. Flux has 12 billion, SDXL 3, the usual video models up to 14.
const CLASSES: [(u16, Message); 11] = [
    (256, catalog::enough_256),
    (180, catalog::enough_180),
    (140, catalog::enough_140),
    (80, catalog::enough_80),
    (48, catalog::enough_48),
    (40, catalog::enough_40),
    (32, catalog::enough_32),
    (24, catalog::enough_24),
    (16, catalog::enough_16),
    (12, catalog::enough_12),
    (1, catalog::enough_1),
];

/// RunPod's id, gigabytes, generation, remark.
#[rustfmt::skip]
const TABLE: &[(&str, u16, Generation, Remark)] = &[
    ("AMD Instinct MI300X OAM", 192, Cdna3, Linked),
    ("AMD Instinct MI350 OAM", 294, Cdna4, Linked),
    ("NVIDIA A100 80GB PCIe", 80, Ampere, LittleSlowerThan("A100 SXM")),
    ("NVIDIA A100-SXM4-40GB", 40, Ampere, Linked),
    ("NVIDIA A100-SXM4-80GB", 80, Ampere, Linked),
    ("NVIDIA A30", 24, Ampere, Nothing),
    ("NVIDIA A40", 48, Ampere, SlowerThan("L40S")),
    ("NVIDIA B200", 180, Blackwell, Linked),
    ("NVIDIA B300 SXM6 AC", 288, Blackwell, Linked),
    ("NVIDIA B300 SXM6 AC MIG 1g.34gb", 34, Blackwell, Slice),
    ("NVIDIA GeForce RTX 3070", 8, Ampere, Nothing),
    ("NVIDIA GeForce RTX 3080", 10, Ampere, Nothing),
    ("NVIDIA GeForce RTX 3080 Ti", 12, Ampere, Nothing),
    ("NVIDIA GeForce RTX 3090", 24, Ampere, SlowerThan("RTX 4090")),
    ("NVIDIA GeForce RTX 3090 Ti", 24, Ampere, SlowerThan("RTX 4090")),
    ("NVIDIA GeForce RTX 4070 Ti", 12, Ada, Nothing),
    ("NVIDIA GeForce RTX 4080", 16, Ada, Nothing),
    ("NVIDIA GeForce RTX 4080 SUPER", 16, Ada, Nothing),
    ("NVIDIA GeForce RTX 4090", 24, Ada, Usual),
    ("NVIDIA GeForce RTX 5080", 16, Blackwell, Fast),
    ("NVIDIA GeForce RTX 5090", 32, Blackwell, FasterThan("RTX 4090")),
    ("NVIDIA H100 80GB HBM3", 80, Hopper, Linked),
    ("NVIDIA H100 NVL", 94, Hopper, Nothing),
    ("NVIDIA H100 PCIe", 80, Hopper, SlowerThan("H100 SXM")),
    ("NVIDIA H200", 141, Hopper, Linked),
    ("NVIDIA H200 NVL", 143, Hopper, Nothing),
    ("NVIDIA L4", 24, Ada, Frugal),
    ("NVIDIA L40", 48, Ada, SlowerThan("L40S")),
    ("NVIDIA L40S", 48, Ada, FastWithImages),
    ("NVIDIA RTX 2000 Ada Generation", 16, Ada, Frugal),
    ("NVIDIA RTX 4000 Ada Generation", 20, Ada, Nothing),
    ("NVIDIA RTX 4000 SFF Ada Generation", 20, Ada, Frugal),
    ("NVIDIA RTX 5000 Ada Generation", 32, Ada, Nothing),
    ("NVIDIA RTX 6000 Ada Generation", 48, Ada, FastWithImages),
    ("NVIDIA RTX A2000", 6, Ampere, Nothing),
    ("NVIDIA RTX A4000", 16, Ampere, Nothing),
    ("NVIDIA RTX A4500", 20, Ampere, Nothing),
    ("NVIDIA RTX A5000", 24, Ampere, SlowerThan("RTX 3090")),
    ("NVIDIA RTX A6000", 48, Ampere, SlowerThan("L40S")),
    ("NVIDIA RTX PRO 4000 Blackwell", 24, Blackwell, Nothing),
    ("NVIDIA RTX PRO 4500 Blackwell", 32, Blackwell, SlowerThan("RTX 5090")),
    ("NVIDIA RTX PRO 4500 Blackwell Server Edition", 32, Blackwell, SlowerThan("RTX 5090")),
    ("NVIDIA RTX PRO 5000 Blackwell", 48, Blackwell, Nothing),
    ("NVIDIA RTX PRO 6000 Blackwell Max-Q Workstation Edition", 96, Blackwell, Frugal),
    ("NVIDIA RTX PRO 6000 Blackwell Server Edition", 96, Blackwell, FastWithImages),
    ("NVIDIA RTX PRO 6000 Blackwell Server Edition MIG 1g.24gb", 24, Blackwell, Slice),
    ("NVIDIA RTX PRO 6000 Blackwell Server Edition MIG 2g.48gb", 48, Blackwell, Slice),
    ("NVIDIA RTX PRO 6000 Blackwell Workstation Edition", 96, Blackwell, FastWithImages),
    ("Tesla V100-FHHL-16GB", 16, Volta, Nothing),
    ("Tesla V100-PCIE-16GB", 16, Volta, Nothing),
    ("Tesla V100-SXM2-16GB", 16, Volta, Nothing),
    ("Tesla V100-SXM2-32GB", 32, Volta, Nothing),
];

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Value;
    use std::collections::HashSet;

    fn describe(id: &str) -> Option<GpuDescription> {
        gpu_text(&GpuTypeId::new(id))
    }

    #[test]
    fn no_id_stands_there_twice() {
        assert_eq!(TABLE.iter().map(|(id, ..)| id).collect::<HashSet<_>>().len(), TABLE.len());
    }

    #[test]
    fn a_saved_catalog_of_the_live_api_has_words_and_agrees_on_the_memory() {
        let samples: Value = serde_json::from_str(include_str!("../../tests/fixtures/runpod-samples.json")).unwrap();
        let types = samples["graphql"]["gpuTypes_list_2025"]["body"]["data"]["gpuTypes"].as_array().unwrap();
        for gpu in types.iter().filter(|gpu| gpu["id"] != "unknown") {
            let known = describe(gpu["id"].as_str().unwrap()).unwrap_or_else(|| panic!("{gpu}"));
            assert_eq!(u64::from(known.memory_gb), gpu["memoryInGb"].as_u64().unwrap(), "{gpu}");
        }
    }

    #[test]
    fn those_that_runpods_docs_name_without_a_price_have_words() {
        let docs = [
            ("NVIDIA B300 SXM6 AC", 288),
            ("NVIDIA H200 NVL", 143),
            ("NVIDIA RTX PRO 4500 Blackwell", 32),
            ("NVIDIA RTX PRO 6000 Blackwell Server Edition", 96),
            ("NVIDIA RTX PRO 6000 Blackwell Server Edition MIG 1g.24gb", 24),
            ("NVIDIA RTX PRO 6000 Blackwell Server Edition MIG 2g.48gb", 48),
            ("NVIDIA RTX PRO 6000 Blackwell Max-Q Workstation Edition", 96),
            ("NVIDIA RTX 4000 SFF Ada Generation", 20),
            ("NVIDIA GeForce RTX 4080", 16),
        ];
        for (id, memory_gb) in docs {
            assert_eq!(describe(id).map(|words| words.memory_gb), Some(memory_gb), "{id}");
        }
    }

    #[test]
    fn names_that_tell_their_memory_or_generation_agree_with_the_table() {
        for (id, memory_gb, generation, _) in TABLE {
            let told =
                id.split([' ', '-', '.']).filter_map(|part| part.to_ascii_lowercase().strip_suffix("gb")?.parse().ok());
            assert!(told.into_iter().all(|gb: u16| gb == *memory_gb), "{id}");
            for other in [Ada, Blackwell] {
                assert!(!id.contains(other.describe()) || other == *generation, "{id}");
            }
        }
    }

    #[test]
    fn each_line_is_one_line_and_says_something() {
        for (id, ..) in TABLE {
            let line = describe(id).unwrap().line();
            assert!((20..=160).contains(&line.chars().count()) && !line.contains('\n'), "{line}");
        }
        let line = describe("NVIDIA GeForce RTX 4090").unwrap().line();
        assert!(line.contains("compact Flux images") && line.ends_with("the usual choice for ComfyUI"), "{line}");
        assert!(describe("NVIDIA B200").unwrap().line().contains("CUDA 12.8"));
        assert!(describe("AMD Instinct MI300X OAM").unwrap().line().contains("ROCm"));
    }

    #[test]
    fn an_unknown_type_is_told_by_its_memory() {
        let rubin = GpuTypeId::new("NVIDIA R100");
        assert_eq!(gpu_text(&rubin), None);
        assert_eq!(gpu_line(&rubin, 288), good_for(288));
        assert_eq!(gpu_line(&rubin, 0), "");
        assert!(good_for(25).contains("compact Flux images"));
    }

    #[test]
    fn classes_stand_with_the_largest_first() {
        assert!(CLASSES.is_sorted_by(|one, next| one.0 > next.0));
    }
}
