//! The GPU types RunPod rents out, as a saved answer of 2025 has them. Prices in cents per hour.

/// One type of GPU. A price counts only where its cloud flag is true: the rest are fillers, as in
/// the real answer, and a client that believes them is wrong.
#[derive(Debug)]
pub struct GpuModel {
    /// What `gpuTypeId` takes.
    pub id: &'static str,
    /// What people call it.
    pub name: &'static str,
    /// GB of its own memory.
    pub memory: i32,
    /// The most on one machine.
    pub max_count: i32,
    /// Offered in the secure cloud.
    pub secure: bool,
    /// Offered in the community cloud.
    pub community: bool,
    /// Cents per hour: secure, community, secure spot, community spot. 0 is none.
    pub cents: [i64; 4],
}

/// Every type, the odd entry "unknown" included.
#[rustfmt::skip]
pub const GPU_MODELS: &[GpuModel] = &[
    GpuModel { id: "AMD Instinct MI300X OAM", name: "MI300X", memory: 192, max_count: 8, secure: true, community: false, cents: [249, 50, 149, 0] },
    GpuModel { id: "NVIDIA A100 80GB PCIe", name: "A100 PCIe", memory: 80, max_count: 8, secure: true, community: true, cents: [164, 119, 82, 60] },
    GpuModel { id: "NVIDIA A100-SXM4-80GB", name: "A100 SXM", memory: 80, max_count: 8, secure: true, community: true, cents: [174, 139, 95, 79] },
    GpuModel { id: "NVIDIA A30", name: "A30", memory: 24, max_count: 4, secure: false, community: true, cents: [41, 22, 21, 11] },
    GpuModel { id: "NVIDIA A40", name: "A40", memory: 48, max_count: 10, secure: true, community: false, cents: [40, 35, 28, 24] },
    GpuModel { id: "NVIDIA B200", name: "B200", memory: 180, max_count: 8, secure: true, community: false, cents: [639, 50, 0, 0] },
    GpuModel { id: "NVIDIA GeForce RTX 3070", name: "RTX 3070", memory: 8, max_count: 8, secure: false, community: true, cents: [0, 13, 0, 7] },
    GpuModel { id: "NVIDIA GeForce RTX 3080", name: "RTX 3080", memory: 10, max_count: 2, secure: false, community: true, cents: [0, 17, 0, 9] },
    GpuModel { id: "NVIDIA GeForce RTX 3080 Ti", name: "RTX 3080 Ti", memory: 12, max_count: 4, secure: false, community: true, cents: [0, 18, 0, 9] },
    GpuModel { id: "NVIDIA GeForce RTX 3090", name: "RTX 3090", memory: 24, max_count: 9, secure: true, community: true, cents: [46, 22, 22, 11] },
    GpuModel { id: "NVIDIA GeForce RTX 3090 Ti", name: "RTX 3090 Ti", memory: 24, max_count: 2, secure: false, community: true, cents: [46, 27, 0, 14] },
    GpuModel { id: "NVIDIA GeForce RTX 4070 Ti", name: "RTX 4070 Ti", memory: 12, max_count: 2, secure: false, community: true, cents: [50, 19, 0, 10] },
    GpuModel { id: "NVIDIA GeForce RTX 4080 SUPER", name: "RTX 4080 SUPER", memory: 16, max_count: 6, secure: false, community: true, cents: [50, 28, 0, 17] },
    GpuModel { id: "NVIDIA GeForce RTX 4090", name: "RTX 4090", memory: 24, max_count: 9, secure: true, community: true, cents: [69, 34, 35, 20] },
    GpuModel { id: "NVIDIA GeForce RTX 5080", name: "RTX 5080", memory: 16, max_count: 4, secure: false, community: true, cents: [59, 49, 30, 25] },
    GpuModel { id: "NVIDIA GeForce RTX 5090", name: "RTX 5090", memory: 32, max_count: 8, secure: true, community: true, cents: [94, 69, 0, 0] },
    GpuModel { id: "NVIDIA H100 80GB HBM3", name: "H100 SXM", memory: 80, max_count: 8, secure: true, community: true, cents: [299, 269, 175, 150] },
    GpuModel { id: "NVIDIA H100 NVL", name: "H100 NVL", memory: 94, max_count: 10, secure: true, community: true, cents: [279, 259, 165, 140] },
    GpuModel { id: "NVIDIA H100 PCIe", name: "H100 PCIe", memory: 80, max_count: 8, secure: true, community: true, cents: [219, 199, 125, 135] },
    GpuModel { id: "NVIDIA H200", name: "H200 SXM", memory: 141, max_count: 8, secure: true, community: true, cents: [399, 359, 0, 0] },
    GpuModel { id: "NVIDIA L4", name: "L4", memory: 24, max_count: 10, secure: true, community: false, cents: [43, 50, 22, 0] },
    GpuModel { id: "NVIDIA L40", name: "L40", memory: 48, max_count: 10, secure: true, community: true, cents: [99, 69, 50, 0] },
    GpuModel { id: "NVIDIA L40S", name: "L40S", memory: 48, max_count: 8, secure: true, community: true, cents: [86, 79, 43, 40] },
    GpuModel { id: "NVIDIA RTX 2000 Ada Generation", name: "RTX 2000 Ada", memory: 16, max_count: 8, secure: true, community: false, cents: [23, 50, 14, 0] },
    GpuModel { id: "NVIDIA RTX 4000 Ada Generation", name: "RTX 4000 Ada", memory: 20, max_count: 8, secure: true, community: true, cents: [26, 20, 19, 10] },
    GpuModel { id: "NVIDIA RTX 5000 Ada Generation", name: "RTX 5000 Ada", memory: 32, max_count: 8, secure: false, community: true, cents: [83, 49, 42, 25] },
    GpuModel { id: "NVIDIA RTX 6000 Ada Generation", name: "RTX 6000 Ada", memory: 48, max_count: 8, secure: true, community: true, cents: [77, 74, 39, 40] },
    GpuModel { id: "NVIDIA RTX A2000", name: "RTX A2000", memory: 6, max_count: 4, secure: false, community: true, cents: [50, 12, 0, 6] },
    GpuModel { id: "NVIDIA RTX A4000", name: "RTX A4000", memory: 16, max_count: 12, secure: true, community: true, cents: [24, 17, 16, 9] },
    GpuModel { id: "NVIDIA RTX A4500", name: "RTX A4500", memory: 20, max_count: 4, secure: true, community: true, cents: [25, 19, 18, 10] },
    GpuModel { id: "NVIDIA RTX A5000", name: "RTX A5000", memory: 24, max_count: 10, secure: true, community: true, cents: [26, 16, 14, 11] },
    GpuModel { id: "NVIDIA RTX A6000", name: "RTX A6000", memory: 48, max_count: 10, secure: true, community: true, cents: [49, 33, 33, 25] },
    GpuModel { id: "NVIDIA RTX PRO 4500 Blackwell", name: "RTX PRO 4500", memory: 32, max_count: 8, secure: true, community: false, cents: [72, 50, 0, 0] },
    GpuModel { id: "NVIDIA RTX PRO 6000 Blackwell Workstation Edition", name: "RTX PRO 6000", memory: 96, max_count: 4, secure: true, community: false, cents: [179, 50, 0, 0] },
    GpuModel { id: "Tesla V100-FHHL-16GB", name: "V100 FHHL", memory: 16, max_count: 8, secure: false, community: true, cents: [0, 19, 0, 10] },
    GpuModel { id: "Tesla V100-PCIE-16GB", name: "Tesla V100", memory: 16, max_count: 8, secure: false, community: true, cents: [0, 19, 0, 10] },
    GpuModel { id: "Tesla V100-SXM2-16GB", name: "V100 SXM2", memory: 16, max_count: 8, secure: false, community: true, cents: [0, 23, 0, 12] },
    GpuModel { id: "Tesla V100-SXM2-32GB", name: "V100 SXM2 32GB", memory: 32, max_count: 4, secure: false, community: true, cents: [49, 33, 25, 17] },
    GpuModel { id: "unknown", name: "unknown", memory: 0, max_count: 1, secure: false, community: false, cents: [0, 0, 0, 0] },
];

/// The type with that id.
#[must_use]
pub fn gpu_model(id: &str) -> Option<&'static GpuModel> {
    GPU_MODELS.iter().find(|model| model.id == id)
}

impl GpuModel {
    /// Who made it, as the API spells it.
    #[must_use]
    pub fn manufacturer(&self) -> &'static str {
        if self.id.starts_with("AMD") { "AMD" } else { "Nvidia" }
    }

    /// Whether that cloud offers it at all.
    #[must_use]
    pub fn offered(&self, secure: bool) -> bool {
        if secure { self.secure } else { self.community }
    }

    /// Cents per hour in that cloud, on demand.
    #[must_use]
    pub fn on_demand_cents(&self, secure: bool) -> i64 {
        let [in_secure, in_community, ..] = self.cents;
        if secure { in_secure } else { in_community }
    }

    /// Cents per hour that a spot bid must reach in that cloud, if it sells spot.
    #[must_use]
    pub fn spot_cents(&self, secure: bool) -> Option<i64> {
        let [_, _, in_secure, in_community] = self.cents;
        Some(if secure { in_secure } else { in_community }).filter(|cents| *cents > 0)
    }
}
