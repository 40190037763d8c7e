//! Bills, in buckets of an hour, a day, a week, a month or a year. Those without spend are left out.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use super::answers::ok;
use super::asked::{Asked, Request};
use super::parameters::whole;
use super::problem::{Answer, Problem};
use crate::clock::{HOUR, Moment};
use crate::ledger::{Item, Part};
use crate::money::Metered;

const DAY: i64 = 24 * HOUR;
/// Hours of more than a century.
const MOST_BUCKETS: i64 = 1_000_000;
/// The first of January 1970 was a Thursday.
const FROM_MONDAY: i64 = 3 * DAY;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Bucket {
    Even(&'static str, i64),
    Month,
    Year,
}

impl Bucket {
    fn named(name: &str) -> Option<Self> {
        match name {
            "hour" => Some(Self::Even("hour", HOUR)),
            "day" => Some(Self::Even("day", DAY)),
            "week" => Some(Self::Even("week", 7 * DAY)),
            "month" => Some(Self::Month),
            "year" => Some(Self::Year),
            _ => None,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Even(name, _) => name,
            Self::Month => "month",
            Self::Year => "year",
        }
    }

    /// The beginning of the bucket that lies so many after the one that holds this moment.
    fn start(self, at: Moment, after: i64) -> Moment {
        let (year, month) = at.year_and_month();
        match self {
            Self::Even(_, length) => {
                let shift = if length > DAY { FROM_MONDAY } else { 0 };
                Moment(((at.0 + shift).div_euclid(length) + after) * length - shift)
            }
            Self::Month => Moment::first_of(year, month + after),
            Self::Year => Moment::first_of(year + after, 1),
        }
    }
}

/// The time asked for, widened to whole buckets.
struct Window {
    from: Moment,
    to: Moment,
    bucket: Bucket,
}

impl Window {
    fn read(asked: &Asked, now: Moment) -> Answer<Self> {
        let moment = |name: &str| asked.parameter(name).and_then(Moment::read);
        let bucket = Bucket::named(asked.parameter("bucketSize").unwrap_or("day")).unwrap_or(Bucket::Even("day", DAY));
        if let Some(last) = asked.parameter("lastN").and_then(whole) {
            if moment("startTime").or(moment("endTime")).is_some() {
                return Err(Problem::bad_request("lastN and startTime/endTime are mutually exclusive"));
            }
            // Nothing was billed before 1970.
            let first = bucket.start(now, 1 - last.min(MOST_BUCKETS)).max(bucket.start(Moment(0), 0));
            return Ok(Self { from: first, to: bucket.start(now, 1), bucket });
        }
        let from = moment("startTime").unwrap_or(Moment(now.0 - 30 * DAY));
        let end = moment("endTime").unwrap_or(now);
        let (from, begun) = (bucket.start(from, 0), bucket.start(end, 0));
        Ok(Self { from, to: if begun == end { end } else { bucket.start(end, 1) }, bucket })
    }
}

/// Cost by part. What is not sold here, such as serverless workers, costs nothing.
#[derive(Clone, Copy, Default)]
struct Sums {
    gpu: Metered,
    cpu: Metered,
    disk: Metered,
    standard: Metered,
    fast: Metered,
}

impl Sums {
    fn add(&mut self, item: &Item, part: Part, cost: Metered) {
        let sum = match (item, part) {
            (Item::Volume(_, true), _) => &mut self.fast,
            (Item::Volume(_, false), _) => &mut self.standard,
            (Item::Pod(_), Part::Gpu) => &mut self.gpu,
            (Item::Pod(_), Part::Cpu) => &mut self.cpu,
            (Item::Pod(_), Part::Disk) => &mut self.disk,
        };
        *sum = *sum + cost;
    }
}

/// Which of the lists, and how its amounts are called.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    All,
    Pods,
    Volumes,
    /// Of what is not sold here: how its amounts are called, and that of such things, if there is one.
    Nothing(&'static [&'static str], Option<&'static str>),
}

impl Kind {
    fn amounts(self, sums: &Sums) -> Map<String, Value> {
        let dollars = |cost: Metered| json!(cost.amount().dollars());
        let total = dollars(sums.gpu + sums.cpu + sums.disk + sums.standard + sums.fast);
        let mut told: Vec<(&str, Value)> = match self {
            Self::Pods => {
                vec![
                    ("gpuAmount", dollars(sums.gpu)),
                    ("cpuAmount", dollars(sums.cpu)),
                    ("diskAmount", dollars(sums.disk)),
                ]
            }
            Self::Volumes => {
                vec![("standardAmount", dollars(sums.standard)), ("highPerformanceAmount", dollars(sums.fast))]
            }
            Self::All => {
                let mut told: Vec<(&str, Value)> = NOT_SOLD.iter().map(|name| (*name, json!(0))).collect();
                told.extend([
                    ("podGpuAmount", dollars(sums.gpu)),
                    ("podCpuAmount", dollars(sums.cpu)),
                    ("podDiskAmount", dollars(sums.disk)),
                    ("storageStandardAmount", dollars(sums.standard)),
                    ("storageHighPerformanceAmount", dollars(sums.fast)),
                ]);
                told
            }
            Self::Nothing(names, _) => names.iter().map(|name| (*name, json!(0))).collect(),
        };
        told.push(("totalAmount", total));
        told.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
    }

    /// The thing's id, and the key that it is told under; none if it is not on this list.
    fn id_of(self, item: &Item) -> Option<(&'static str, String)> {
        match (self, item) {
            (Self::All, _) => Some(("", String::new())),
            (Self::Pods, Item::Pod(id)) => Some(("podId", id.clone())),
            (Self::Volumes, Item::Volume(id, _)) => Some(("networkVolumeId", id.clone())),
            _ => None,
        }
    }
}

const NOT_SOLD: [&str; 8] = [
    "serverlessGpuAmount",
    "serverlessCpuAmount",
    "serverlessDiskAmount",
    "serverlessFeeAmount",
    "endpointAmount",
    "clusterGpuAmount",
    "clusterDiskAmount",
    "clusterNetworkingAmount",
];

pub fn all(request: &Request<'_>) -> Answer {
    bill(request, Kind::All, None)
}

pub fn pods(request: &Request<'_>) -> Answer {
    bill(request, Kind::Pods, request.asked.parameter("podId"))
}

pub fn volumes(request: &Request<'_>) -> Answer {
    bill(request, Kind::Volumes, request.asked.parameter("networkVolumeId"))
}

pub fn serverless(request: &Request<'_>) -> Answer {
    bill(
        request,
        Kind::Nothing(&["gpuAmount", "cpuAmount", "diskAmount", "feeAmount"], Some("uniqueServerlessCount")),
        None,
    )
}

pub fn endpoints(request: &Request<'_>) -> Answer {
    bill(request, Kind::Nothing(&[], None), None)
}

pub fn clusters(request: &Request<'_>) -> Answer {
    bill(request, Kind::Nothing(&["gpuAmount", "diskAmount", "networkingAmount"], Some("uniqueClusterCount")), None)
}

fn bill(request: &Request<'_>, kind: Kind, only: Option<&str>) -> Answer {
    request.look(|world, now| {
        let window = Window::read(request.asked, now)?;
        let mut records: BTreeMap<(i64, String), Sums> = BTreeMap::new();
        let (mut totals, mut key) = (Sums::default(), "");
        for (hour, item, part, cost) in world.ledger.between(window.from, window.to) {
            let Some((name, id)) = kind.id_of(item).filter(|(_, id)| only.is_none_or(|only| only == id)) else { continue };
            key = name;
            totals.add(item, part, cost);
            records.entry((window.bucket.start(hour, 0).0, id)).or_default().add(item, part, cost);
        }
        let things: BTreeSet<&str> = records.keys().map(|(_, id)| id.as_str()).collect();
        let mut query = json!({
            "startTime": window.from.seconds_iso(), "endTime": window.to.seconds_iso(), "bucketSize": window.bucket.name(),
        });
        if let (Some(only), Some(query)) = (only, query.as_object_mut()) {
            let name = if kind == Kind::Pods { "podId" } else { "networkVolumeId" };
            query.insert(name.to_owned(), json!(only));
        }
        let mut metadata = json!({ "query": query, "recordCount": records.len(), "totals": kind.amounts(&totals) });
        let count = match kind {
            Kind::Pods => Some("uniquePodCount"),
            Kind::Volumes => Some("uniqueNetworkVolumeCount"),
            Kind::Nothing(_, count) => count,
            Kind::All => None,
        };
        if let (Some(count), Some(metadata)) = (count, metadata.as_object_mut()) {
            metadata.insert(count.to_owned(), json!(things.len()));
        }
        let told: Vec<Value> = records
            .iter()
            .map(|((start, id), sums)| {
                let mut record = kind.amounts(sums);
                let end = window.bucket.start(Moment(*start), 1);
                record.insert("startTime".to_owned(), json!(Moment(*start).seconds_iso()));
                record.insert("endTime".to_owned(), json!(end.seconds_iso()));
                if !key.is_empty() {
                    record.insert(key.to_owned(), json!(id));
                }
                Value::Object(record)
            })
            .collect();
        Ok(ok(json!({ "records": told, "metadata": metadata })))
    })
}
