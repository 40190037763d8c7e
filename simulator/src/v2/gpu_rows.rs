//! What REST v2's catalogue of October 2026 says of a GPU type beyond what GraphQL says, its contradictions included.

/// A row that contradicts itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quirk {
    None,
    /// It has stock and names no data center.
    NoPlaces,
    /// It says it has none, and names data centers that have some.
    SaysNone,
}

/// One type's row: id, pool of serverless workers, CUDA versions of its hosts, and what is odd.
type Row = (&'static str, &'static str, &'static str, Quirk);

#[rustfmt::skip]
const ROWS: &[Row] = &[
    ("AMD Instinct MI350 OAM", "", "", Quirk::NoPlaces),
    ("NVIDIA A100 80GB PCIe", "AMPERE_80", "12.4 12.8 13.0 13.2", Quirk::NoPlaces),
    ("NVIDIA A100-SXM4-40GB", "", "13.1", Quirk::NoPlaces),
    ("NVIDIA A100-SXM4-80GB", "AMPERE_80", "12.8 13.0 13.1 13.2", Quirk::None),
    ("NVIDIA A40", "AMPERE_48", "12.8 13.0 13.2", Quirk::None),
    ("NVIDIA B200", "BLACKWELL_180", "13.0 13.2", Quirk::None),
    ("NVIDIA B300 SXM6 AC", "BLACKWELL_288", "13.0 13.2", Quirk::None),
    ("NVIDIA B300 SXM6 AC MIG 1g.34gb", "BLACKWELL_32", "13.2", Quirk::SaysNone),
    ("NVIDIA GeForce RTX 3070", "", "12.9 13.0 13.1", Quirk::None),
    ("NVIDIA GeForce RTX 3080", "", "13.0", Quirk::None),
    ("NVIDIA GeForce RTX 3080 Ti", "", "12.8 13.0", Quirk::None),
    ("NVIDIA GeForce RTX 3090", "AMPERE_24", "12.4 12.5 12.7 12.8 12.9 13.0 13.2 13.3", Quirk::None),
    ("NVIDIA GeForce RTX 3090 Ti", "", "13.0", Quirk::NoPlaces),
    ("NVIDIA GeForce RTX 4070 Ti", "", "13.0", Quirk::None),
    ("NVIDIA GeForce RTX 4080", "", "13.0", Quirk::None),
    ("NVIDIA GeForce RTX 4080 SUPER", "", "12.8 13.0", Quirk::None),
    ("NVIDIA GeForce RTX 4090", "ADA_24", "12.2 12.4 12.6 12.8 12.9 13.0 13.2 13.3", Quirk::None),
    ("NVIDIA GeForce RTX 5080", "", "13.0", Quirk::NoPlaces),
    ("NVIDIA GeForce RTX 5090", "ADA_32_PRO", "12.8 12.9 13.0 13.1 13.2 13.3", Quirk::NoPlaces),
    ("NVIDIA H100 80GB HBM3", "ADA_80_PRO", "12.8 13.0 13.2", Quirk::None),
    ("NVIDIA H100 NVL", "ADA_80_PRO", "12.8 13.0", Quirk::None),
    ("NVIDIA H100 PCIe", "ADA_80_PRO", "13.0", Quirk::None),
    ("NVIDIA H200", "HOPPER_141", "12.8 12.9 13.0 13.2", Quirk::None),
    ("NVIDIA H200 NVL", "", "13.0", Quirk::None),
    ("NVIDIA L4", "AMPERE_24", "12.8 13.0 13.2", Quirk::None),
    ("NVIDIA L40", "ADA_48_PRO", "12.4 12.8 13.0 13.2", Quirk::None),
    ("NVIDIA L40S", "ADA_48_PRO", "12.4 12.8 13.0 13.2", Quirk::None),
    ("NVIDIA RTX 2000 Ada Generation", "AMPERE_16", "12.8 13.0 13.2", Quirk::None),
    ("NVIDIA RTX 4000 Ada Generation", "AMPERE_16", "12.6 12.7 12.8 13.0 13.2", Quirk::None),
    ("NVIDIA RTX 4000 SFF Ada Generation", "", "12.6", Quirk::None),
    ("NVIDIA RTX 5000 Ada Generation", "", "13.1", Quirk::None),
    ("NVIDIA RTX 6000 Ada Generation", "ADA_48_PRO", "12.4 12.8 13.0 13.2", Quirk::None),
    ("NVIDIA RTX A2000", "", "12.4", Quirk::None),
    ("NVIDIA RTX A4000", "AMPERE_16", "12.4 12.6 13.0 13.1 13.2", Quirk::None),
    ("NVIDIA RTX A4500", "AMPERE_16", "12.4 12.8 13.0 13.1 13.2", Quirk::None),
    ("NVIDIA RTX A5000", "AMPERE_24", "12.4 12.8 13.0 13.1 13.2", Quirk::None),
    ("NVIDIA RTX A6000", "AMPERE_48", "12.8 13.0 13.2", Quirk::None),
    ("NVIDIA RTX PRO 4000 Blackwell", "", "13.0 13.2", Quirk::None),
    ("NVIDIA RTX PRO 4500 Blackwell", "BLACKWELL_32", "13.0 13.2", Quirk::None),
    ("NVIDIA RTX PRO 4500 Blackwell Server Edition", "", "13.0", Quirk::None),
    ("NVIDIA RTX PRO 5000 Blackwell", "", "13.2", Quirk::NoPlaces),
    ("NVIDIA RTX PRO 6000 Blackwell Max-Q Workstation Edition", "BLACKWELL_96", "13.0 13.1", Quirk::None),
    ("NVIDIA RTX PRO 6000 Blackwell Server Edition", "BLACKWELL_96", "13.0 13.2 13.3 13.4", Quirk::None),
    ("NVIDIA RTX PRO 6000 Blackwell Server Edition MIG 1g.24gb", "AMPERE_24", "13.0", Quirk::None),
    ("NVIDIA RTX PRO 6000 Blackwell Server Edition MIG 2g.48gb", "ADA_48_PRO", "13.0 13.2", Quirk::None),
    ("NVIDIA RTX PRO 6000 Blackwell Workstation Edition", "BLACKWELL_96", "12.8 13.0 13.2 13.3", Quirk::None),
    ("Tesla V100-PCIE-16GB", "", "12.6", Quirk::None),
    ("Tesla V100-SXM2-16GB", "", "12.4", Quirk::None),
];

/// Cents per hour of a serverless worker, by pool.
const POOLS: &[(&str, i64)] = &[
    ("ADA_24", 110),
    ("ADA_32_PRO", 158),
    ("ADA_48_PRO", 175),
    ("ADA_80_PRO", 479),
    ("AMPERE_16", 58),
    ("AMPERE_24", 69),
    ("AMPERE_48", 122),
    ("AMPERE_80", 272),
    ("BLACKWELL_180", 864),
    ("BLACKWELL_288", 1065),
    ("BLACKWELL_32", 115),
    ("BLACKWELL_96", 349),
    ("HOPPER_141", 593),
];

fn row(id: &str) -> Option<&'static Row> {
    ROWS.iter().find(|row| row.0 == id)
}

/// The pool that a type is in, if it is in any.
pub fn pool(id: &str) -> Option<&'static str> {
    row(id).map(|row| row.1).filter(|pool| !pool.is_empty())
}

/// Cents per hour of a serverless worker.
pub fn serverless_cents(id: &str) -> Option<i64> {
    let pool = pool(id)?;
    POOLS.iter().find(|(name, _)| *name == pool).map(|(_, cents)| *cents)
}

/// Those that the type's hosts have been seen with, the oldest first. Newer ones than images know are among them.
pub fn cuda_versions(id: &str) -> impl Iterator<Item = &'static str> {
    row(id).map_or("", |row| row.2).split_whitespace()
}

pub fn quirk(id: &str) -> Quirk {
    row(id).map_or(Quirk::None, |row| row.3)
}
