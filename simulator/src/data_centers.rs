//! Data centers, countries, and the processors that stand there.

/// One data center.
#[derive(Debug)]
pub struct Place {
    /// What `dataCenterId` takes.
    pub id: &'static str,
    /// A country's name, as `dataCenters.location` has it.
    pub country: &'static str,
    /// A country's code, as `machine.location` has it.
    pub code: &'static str,
    /// Whether network volumes can be made here.
    pub volumes: bool,
    /// Far places cost more. How much is our guess; that prices differ by place is not.
    pub surcharge_percent: i64,
}

const fn place(id: &'static str, country: &'static str, code: &'static str, volumes: bool) -> Place {
    Place { id, country, code, volumes, surcharge_percent: 0 }
}

const fn far(id: &'static str, country: &'static str, code: &'static str, volumes: bool) -> Place {
    Place { id, country, code, volumes, surcharge_percent: 5 }
}

/// Every data center that the docs and other clients name, up to November 2026. Where nothing is known of volumes in a new one,
/// it takes none.
pub const PLACES: &[Place] = &[
    place("EU-RO-1", "Romania", "RO", true),
    place("EU-CZ-1", "Czech Republic", "CZ", false),
    place("EU-NL-1", "Netherlands", "NL", true),
    place("EU-SE-1", "Sweden", "SE", true),
    place("EU-FR-1", "France", "FR", true),
    place("EUR-IS-1", "Iceland", "IS", true),
    place("EUR-IS-2", "Iceland", "IS", false),
    place("EUR-IS-3", "Iceland", "IS", false),
    place("EUR-IS-4", "Iceland", "IS", false),
    place("EUR-IS-5", "Iceland", "IS", false),
    place("EUR-NO-1", "Norway", "NO", true),
    place("EUR-NO-2", "Norway", "NO", false),
    place("US-KS-2", "United States", "US", true),
    place("US-KS-3", "United States", "US", false),
    place("US-GA-1", "United States", "US", false),
    place("US-GA-2", "United States", "US", true),
    place("US-IL-1", "United States", "US", true),
    place("US-CA-2", "United States", "US", true),
    place("US-NC-1", "United States", "US", true),
    place("US-NC-2", "United States", "US", true),
    place("US-MO-1", "United States", "US", true),
    place("US-MO-2", "United States", "US", true),
    place("US-MD-1", "United States", "US", true),
    place("US-NE-1", "United States", "US", true),
    place("US-WA-1", "United States", "US", true),
    place("US-WA-2", "United States", "US", false),
    place("US-CO-1", "United States", "US", false),
    place("US-PA-1", "United States", "US", false),
    place("US-TX-1", "United States", "US", false),
    place("US-TX-3", "United States", "US", true),
    place("US-TX-4", "United States", "US", false),
    place("US-DE-1", "United States", "US", false),
    place("CA-MTL-1", "Canada", "CA", false),
    place("CA-MTL-2", "Canada", "CA", false),
    place("CA-MTL-3", "Canada", "CA", false),
    far("AP-JP-1", "Japan", "JP", true),
    far("AP-IN-1", "India", "IN", false),
    far("AP-IN-2", "India", "IN", false),
    far("OC-AU-1", "Australia", "AU", false),
];

impl Place {
    /// The one kind of network volume that it takes, if it takes any. EU-FR-1 alone has been seen to take the fast ones only.
    #[must_use]
    pub fn volume_kind(&self) -> Option<&'static str> {
        let kind = if self.id == "EU-FR-1" { "HIGH_PERFORMANCE" } else { "STANDARD" };
        self.volumes.then_some(kind)
    }
}

/// The data center with that id. Lower case is let through, as RunPod does.
#[must_use]
pub fn place_of(id: &str) -> Option<&'static Place> {
    PLACES.iter().find(|place| place.id.eq_ignore_ascii_case(id))
}

/// `countryCodes`, as seen.
pub const COUNTRY_CODES: &[&str] =
    &["AR", "AT", "BG", "CA", "CZ", "ES", "FR", "IL", "NL", "PT", "SE", "SK", "TT", "US"];

/// A kind of processor that pods without a GPU run on.
#[derive(Debug)]
pub struct Flavor {
    /// The first part of an `instanceId`.
    pub id: &'static str,
    /// Its group's name.
    pub group: &'static str,
    /// GB of memory per vCPU.
    pub ram_per_vcpu: i32,
    /// GB of container disk that each vCPU allows, at most.
    pub disk_per_vcpu: i32,
    /// Micro-dollars per vCPU-hour. Our guess.
    pub micro_per_vcpu: i64,
}

/// Every flavor.
pub const FLAVORS: &[Flavor] = &[
    Flavor { id: "cpu3c", group: "Compute-Optimized", ram_per_vcpu: 2, disk_per_vcpu: 10, micro_per_vcpu: 30_000 },
    Flavor { id: "cpu3g", group: "General Purpose", ram_per_vcpu: 4, disk_per_vcpu: 10, micro_per_vcpu: 40_000 },
    Flavor { id: "cpu3m", group: "Memory-Optimized", ram_per_vcpu: 8, disk_per_vcpu: 10, micro_per_vcpu: 50_000 },
    Flavor { id: "cpu5c", group: "Compute-Optimized", ram_per_vcpu: 2, disk_per_vcpu: 15, micro_per_vcpu: 35_000 },
    Flavor { id: "cpu5g", group: "General Purpose", ram_per_vcpu: 4, disk_per_vcpu: 15, micro_per_vcpu: 45_000 },
    Flavor { id: "cpu5m", group: "Memory-Optimized", ram_per_vcpu: 8, disk_per_vcpu: 15, micro_per_vcpu: 55_000 },
];

/// A flavor and a size: what an `instanceId` such as `cpu3g-2-8` asks for.
#[derive(Clone, Copy, Debug)]
pub struct Instance {
    /// Which kind.
    pub flavor: &'static Flavor,
    /// How many vCPUs.
    pub vcpus: i32,
}

/// The instance with that id, if its parts agree.
#[must_use]
pub fn instance(id: &str) -> Option<Instance> {
    let mut parts = id.split('-');
    let flavor = parts.next().and_then(|id| FLAVORS.iter().find(|flavor| flavor.id == id))?;
    let vcpus: i32 = parts.next()?.parse().ok()?;
    let ram: i32 = parts.next()?.parse().ok()?;
    let fits = (2..=32).contains(&vcpus) && ram == vcpus * flavor.ram_per_vcpu;
    (fits && parts.next().is_none()).then_some(Instance { flavor, vcpus })
}

/// `cpuTypes`: id, display name, maker, cores, threads per core.
pub const CPU_TYPES: &[(&str, &str, &str, i32, i32)] = &[
    ("AMD EPYC 7763 64-Core Processor", "AMD EPYC 7763", "AMD", 64, 2),
    ("AMD EPYC 9354 32-Core Processor", "AMD EPYC 9354", "AMD", 32, 2),
    ("AMD EPYC 9654 96-Core Processor", "AMD EPYC 9654", "AMD", 96, 2),
    ("AMD Ryzen Threadripper PRO 5975WX 32-Cores", "Ryzen Threadripper PRO 5975WX", "AMD", 32, 2),
    ("Intel(R) Xeon(R) Gold 6342 CPU @ 2.80GHz", "Xeon Gold 6342", "Intel", 24, 2),
    ("Intel(R) Xeon(R) Platinum 8480+", "Xeon Platinum 8480+", "Intel", 56, 2),
];
