//! The GPU types RunPod rents out, as a live catalogue of October 2026 has them. Prices in cents per hour.

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
    /// The most on one machine: secure, community. A cloud whose flag is true and whose number is 0 has none.
    pub max_counts: [i32; 2],
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
    GpuModel { id: "AMD Instinct MI300X OAM", name: "MI300X", memory: 192, max_counts: [8, 0], secure: true, community: false, cents: [239, 50, 149, 0] },
    GpuModel { id: "AMD Instinct MI350 OAM", name: "MI350X", memory: 294, max_counts: [8, 0], secure: true, community: false, cents: [549, 50, 274, 0] },
    GpuModel { id: "NVIDIA A100 80GB PCIe", name: "A100 PCIe", memory: 80, max_counts: [8, 6], secure: true, community: true, cents: [159, 119, 82, 60] },
    GpuModel { id: "NVIDIA A100-SXM4-40GB", name: "A100 SXM 40GB", memory: 40, max_counts: [0, 2], secure: false, community: true, cents: [0, 100, 0, 50] },
    GpuModel { id: "NVIDIA A100-SXM4-80GB", name: "A100 SXM", memory: 80, max_counts: [8, 8], secure: true, community: true, cents: [159, 139, 95, 79] },
    GpuModel { id: "NVIDIA A40", name: "A40", memory: 48, max_counts: [10, 1], secure: true, community: false, cents: [49, 35, 28, 24] },
    GpuModel { id: "NVIDIA B200", name: "B200", memory: 180, max_counts: [8, 0], secure: true, community: true, cents: [679, 598, 0, 0] },
    GpuModel { id: "NVIDIA B300 SXM6 AC", name: "B300", memory: 288, max_counts: [8, 0], secure: true, community: true, cents: [789, 694, 394, 347] },
    GpuModel { id: "NVIDIA B300 SXM6 AC MIG 1g.34gb", name: "B300 MIG 34GB", memory: 34, max_counts: [56, 0], secure: true, community: false, cents: [50, 50, 25, 0] },
    GpuModel { id: "NVIDIA GeForce RTX 3070", name: "RTX 3070", memory: 8, max_counts: [0, 8], secure: false, community: true, cents: [0, 13, 0, 7] },
    GpuModel { id: "NVIDIA GeForce RTX 3080", name: "RTX 3080", memory: 10, max_counts: [0, 2], secure: false, community: true, cents: [0, 17, 0, 9] },
    GpuModel { id: "NVIDIA GeForce RTX 3080 Ti", name: "RTX 3080 Ti", memory: 12, max_counts: [0, 4], secure: false, community: true, cents: [0, 18, 0, 9] },
    GpuModel { id: "NVIDIA GeForce RTX 3090", name: "RTX 3090", memory: 24, max_counts: [8, 8], secure: true, community: true, cents: [50, 22, 22, 11] },
    GpuModel { id: "NVIDIA GeForce RTX 3090 Ti", name: "RTX 3090 Ti", memory: 24, max_counts: [0, 4], secure: false, community: true, cents: [46, 27, 0, 14] },
    GpuModel { id: "NVIDIA GeForce RTX 4070 Ti", name: "RTX 4070 Ti", memory: 12, max_counts: [0, 5], secure: false, community: true, cents: [50, 19, 0, 10] },
    GpuModel { id: "NVIDIA GeForce RTX 4080", name: "RTX 4080", memory: 16, max_counts: [0, 2], secure: false, community: true, cents: [50, 27, 0, 13] },
    GpuModel { id: "NVIDIA GeForce RTX 4080 SUPER", name: "RTX 4080 SUPER", memory: 16, max_counts: [0, 4], secure: false, community: true, cents: [50, 28, 0, 17] },
    GpuModel { id: "NVIDIA GeForce RTX 4090", name: "RTX 4090", memory: 24, max_counts: [8, 8], secure: true, community: true, cents: [74, 34, 35, 20] },
    GpuModel { id: "NVIDIA GeForce RTX 5080", name: "RTX 5080", memory: 16, max_counts: [0, 8], secure: false, community: true, cents: [59, 39, 30, 25] },
    GpuModel { id: "NVIDIA GeForce RTX 5090", name: "RTX 5090", memory: 32, max_counts: [8, 8], secure: true, community: true, cents: [99, 69, 0, 0] },
    GpuModel { id: "NVIDIA H100 80GB HBM3", name: "H100 SXM", memory: 80, max_counts: [8, 1], secure: true, community: true, cents: [349, 269, 175, 150] },
    GpuModel { id: "NVIDIA H100 NVL", name: "H100 NVL", memory: 94, max_counts: [8, 10], secure: true, community: true, cents: [319, 259, 165, 140] },
    GpuModel { id: "NVIDIA H100 PCIe", name: "H100 PCIe", memory: 80, max_counts: [8, 1], secure: true, community: true, cents: [289, 199, 125, 135] },
    GpuModel { id: "NVIDIA H200", name: "H200 SXM", memory: 141, max_counts: [8, 8], secure: true, community: true, cents: [459, 359, 0, 0] },
    GpuModel { id: "NVIDIA H200 NVL", name: "H200 NVL", memory: 143, max_counts: [8, 0], secure: true, community: false, cents: [379, 50, 189, 0] },
    GpuModel { id: "NVIDIA L4", name: "L4", memory: 24, max_counts: [9, 1], secure: true, community: false, cents: [49, 44, 22, 0] },
    GpuModel { id: "NVIDIA L40", name: "L40", memory: 48, max_counts: [8, 10], secure: true, community: true, cents: [82, 69, 50, 0] },
    GpuModel { id: "NVIDIA L40S", name: "L40S", memory: 48, max_counts: [8, 8], secure: true, community: true, cents: [109, 79, 43, 40] },
    GpuModel { id: "NVIDIA RTX 2000 Ada Generation", name: "RTX 2000 Ada", memory: 16, max_counts: [8, 0], secure: true, community: false, cents: [24, 50, 14, 0] },
    GpuModel { id: "NVIDIA RTX 4000 Ada Generation", name: "RTX 4000 Ada", memory: 20, max_counts: [8, 8], secure: true, community: true, cents: [28, 20, 19, 10] },
    GpuModel { id: "NVIDIA RTX 4000 SFF Ada Generation", name: "RTX 4000 Ada SFF", memory: 20, max_counts: [0, 7], secure: false, community: true, cents: [44, 18, 0, 9] },
    GpuModel { id: "NVIDIA RTX 5000 Ada Generation", name: "RTX 5000 Ada", memory: 32, max_counts: [0, 4], secure: false, community: true, cents: [83, 49, 42, 25] },
    GpuModel { id: "NVIDIA RTX 6000 Ada Generation", name: "RTX 6000 Ada", memory: 48, max_counts: [8, 8], secure: true, community: true, cents: [84, 74, 39, 40] },
    GpuModel { id: "NVIDIA RTX A2000", name: "RTX A2000", memory: 6, max_counts: [0, 4], secure: false, community: true, cents: [50, 12, 0, 6] },
    GpuModel { id: "NVIDIA RTX A4000", name: "RTX A4000", memory: 16, max_counts: [8, 8], secure: true, community: true, cents: [25, 17, 16, 9] },
    GpuModel { id: "NVIDIA RTX A4500", name: "RTX A4500", memory: 20, max_counts: [4, 4], secure: true, community: true, cents: [25, 19, 18, 10] },
    GpuModel { id: "NVIDIA RTX A5000", name: "RTX A5000", memory: 24, max_counts: [10, 10], secure: true, community: true, cents: [27, 16, 14, 11] },
    GpuModel { id: "NVIDIA RTX A6000", name: "RTX A6000", memory: 48, max_counts: [10, 3], secure: true, community: true, cents: [53, 33, 33, 25] },
    GpuModel { id: "NVIDIA RTX PRO 4000 Blackwell", name: "RTX PRO 4000", memory: 24, max_counts: [4, 0], secure: true, community: false, cents: [57, 50, 28, 0] },
    GpuModel { id: "NVIDIA RTX PRO 4500 Blackwell", name: "RTX PRO 4500", memory: 32, max_counts: [8, 0], secure: true, community: false, cents: [72, 34, 0, 0] },
    GpuModel { id: "NVIDIA RTX PRO 4500 Blackwell Server Edition", name: "RTX PRO 4500 SE", memory: 32, max_counts: [8, 0], secure: true, community: false, cents: [72, 50, 36, 0] },
    GpuModel { id: "NVIDIA RTX PRO 5000 Blackwell", name: "RTX PRO 5000", memory: 48, max_counts: [0, 8], secure: true, community: true, cents: [96, 82, 48, 41] },
    GpuModel { id: "NVIDIA RTX PRO 6000 Blackwell Max-Q Workstation Edition", name: "RTX PRO 6000 MaxQ", memory: 96, max_counts: [0, 2], secure: false, community: true, cents: [50, 164, 0, 82] },
    GpuModel { id: "NVIDIA RTX PRO 6000 Blackwell Server Edition", name: "RTX PRO 6000", memory: 96, max_counts: [9, 9], secure: true, community: true, cents: [209, 169, 104, 84] },
    GpuModel { id: "NVIDIA RTX PRO 6000 Blackwell Server Edition MIG 1g.24gb", name: "PRO 6000 MIG 24GB", memory: 24, max_counts: [32, 0], secure: true, community: false, cents: [59, 50, 29, 0] },
    GpuModel { id: "NVIDIA RTX PRO 6000 Blackwell Server Edition MIG 2g.48gb", name: "PRO 6000 MIG 48GB", memory: 48, max_counts: [16, 0], secure: true, community: false, cents: [109, 100, 54, 0] },
    GpuModel { id: "NVIDIA RTX PRO 6000 Blackwell Workstation Edition", name: "RTX PRO 6000 WK", memory: 96, max_counts: [8, 4], secure: true, community: true, cents: [219, 169, 0, 0] },
    GpuModel { id: "Tesla V100-PCIE-16GB", name: "Tesla V100", memory: 16, max_counts: [0, 8], secure: false, community: true, cents: [0, 19, 0, 10] },
    GpuModel { id: "Tesla V100-SXM2-16GB", name: "V100 SXM2", memory: 16, max_counts: [0, 8], secure: false, community: true, cents: [0, 23, 0, 12] },
    GpuModel { id: "unknown", name: "unknown", memory: 0, max_counts: [1, 1], secure: false, community: false, cents: [0, 0, 0, 0] },
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

    /// Whether that cloud has any at all.
    #[must_use]
    pub fn offered(&self, secure: bool) -> bool {
        let flag = if secure { self.secure } else { self.community };
        flag && self.max_count(secure) > 0
    }

    /// The most on one machine of that cloud.
    #[must_use]
    pub fn max_count(&self, secure: bool) -> i32 {
        let [in_secure, in_community] = self.max_counts;
        if secure { in_secure } else { in_community }
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
