//! The meter as text, to survive a reload. No key and no secret is in it: ids, names, times and prices.

use serde_json::{Value, json};

use crate::billing::archive::HourlyTotals;
use crate::billing::budget::Budget;
use crate::billing::cost_meter::CostMeter;
use crate::billing::observations::{GAP, Line, Observations, Run, State};
use crate::billing::readings::{Reading, Readings};
use crate::json::{Document, Json};
use crate::types::money::{HourlyRate, MicroUsd};
use crate::types::time::Timestamp;

const VERSION: u32 = 1;
/// Bytes. Two thousand pods take less.
const MOST: usize = 2 * 1024 * 1024;
/// Stands for what is not told.
const NONE: i64 = -1;
/// No instant and no price is above it.
const HIGHEST: i64 = 1 << 52;

impl CostMeter {
    /// As text.
    pub fn write(&self) -> String {
        let (earlier, hours) = (&self.earlier, self.earlier.hours.iter());
        let hours = hours.flat_map(|(hour, cost)| [*hour as i64, cost.micros()]).collect();
        let readings = self.readings.iter().flat_map(|found| [found.first, found.last]);
        let readings = readings.flat_map(|one| [whole(one.at), one.balance.micros()]).collect();
        let budget = self.budget.iter().flat_map(Budget::numbers).collect();
        let until = [earlier.horizon, earlier.unsure_until].map(whole);
        json!({
            "version": VERSION,
            "session": text(vec![whole(self.session)]),
            "pods": write_book(&self.pods),
            "volumes": write_book(&self.volumes),
            "earlier": text(vec![until[0], until[1], earlier.before.micros()]),
            "hours": text(hours),
            "readings": text(readings),
            "budget": text(budget),
        })
        .to_string()
    }

    /// Reads what [`CostMeter::write`] wrote. Damaged text, or of a version that we do not know, is an empty meter, of a session
    /// that begins now. So is one from the future: a clock was wrong, and lists from now on would be too old for it.
    pub fn read(text: &str, now: Timestamp) -> Self {
        let newest = |meter: &Self| meter.pods.newest().max(meter.volumes.newest()).max(Some(meter.session));
        let known = read(text).filter(|meter| newest(meter) <= Some(now.plus(GAP)));
        known.unwrap_or_else(|| Self::new(now))
    }
}

fn read(text: &str) -> Option<CostMeter> {
    let document = Document::read_version(Some(text).filter(|text| text.len() <= MOST)?, VERSION)?;
    let json = document.json();
    let [session] = numbers(json.get("session"))?[..] else { return None };
    let [horizon, unsure_until, before] = numbers(json.get("earlier"))?[..] else { return None };
    let hours = numbers(json.get("hours"))?.chunks(2).map(read_hour).collect::<Option<_>>()?;
    let readings = match numbers(json.get("readings"))?[..] {
        [] => None,
        [first, had, last, has] => Some(Readings { first: reading(first, had)?, last: reading(last, has)? }),
        _ => return None,
    };
    let before = MicroUsd::from_micros(not_negative(before)?);
    Some(CostMeter {
        session: time(session)?,
        pods: read_book(json.get("pods"), false)?,
        volumes: read_book(json.get("volumes"), true)?,
        earlier: HourlyTotals { horizon: time(horizon)?, unsure_until: time(unsure_until)?, before, hours },
        readings,
        budget: Budget::of_numbers(&numbers(json.get("budget"))?)?,
    })
}

fn write_book(book: &Observations) -> Value {
    let lines: Vec<Value> = book.lines.iter().map(write_line).collect();
    let watched = book.watched.iter().flat_map(|(from, until)| [whole(*from), whole(*until)]).collect();
    json!({ "began": text(vec![maybe(book.began)]), "watched": text(watched), "lines": lines })
}

fn read_book(json: Json, ageless: bool) -> Option<Observations> {
    let [began] = numbers(json.get("began"))?[..] else { return None };
    let watched: Vec<_> = numbers(json.get("watched"))?.chunks(2).map(read_watched).collect::<Option<_>>()?;
    let lines: Vec<_> = json.list("lines")?.map(read_line).collect::<Option<_>>()?;
    let sorted = lines.iter().zip(lines.iter().skip(1)).all(|(line, next)| line.id < next.id)
        && watched.iter().zip(watched.iter().skip(1)).all(|(part, next)| part.1 < next.0);
    sorted.then_some(Observations { began: maybe_time(began)?, watched, lines, ageless })
}

fn write_line(line: &Line) -> Value {
    let runs = line.runs.iter().flat_map(|run| {
        let Run { first, last, since, state } = run;
        let rate = state.rate.map_or(NONE, HourlyRate::micros);
        let (started, since) = (maybe(state.started), maybe(*since));
        [whole(*first), whole(*last), rate, state.idle.micros(), started, since, i64::from(state.running)]
    });
    let runs = text(runs.collect());
    json!({ "id": line.id, "name": line.name, "age": text(vec![maybe(line.born), whole(line.floor)]), "runs": runs })
}

fn read_line(json: Json) -> Option<Line> {
    let [born, floor] = numbers(json.get("age"))?[..] else { return None };
    let runs: Vec<_> = numbers(json.get("runs"))?.chunks(7).map(read_run).collect::<Option<_>>()?;
    let sorted = runs.iter().zip(runs.iter().skip(1)).all(|(run, next)| run.last < next.first) && !runs.is_empty();
    let (id, name) = (json.text("id")?.to_owned(), json.get("name").as_text()?.to_owned());
    sorted.then_some(Line { id, name, born: maybe_time(born)?, floor: time(floor)?, runs })
}

fn read_run(numbers: &[i64]) -> Option<Run> {
    let [first, last, rate, idle, started, since, running] = *numbers else { return None };
    let rate = if rate == NONE { None } else { Some(HourlyRate::from_micros(not_negative(rate)?)) };
    let idle = HourlyRate::from_micros(not_negative(idle)?);
    let state = State { rate, idle, started: maybe_time(started)?, running: running == 1 };
    let run = Run { first: time(first)?, last: time(last)?, state, since: maybe_time(since)? };
    (run.first <= run.last).then_some(run)
}

fn read_watched(numbers: &[i64]) -> Option<(Timestamp, Timestamp)> {
    let [from, until] = *numbers else { return None };
    Some((time(from)?, time(until)?)).filter(|(from, until)| from <= until)
}

fn read_hour(numbers: &[i64]) -> Option<(u64, MicroUsd)> {
    let [hour, cost] = *numbers else { return None };
    Some((time(hour)?.millis(), MicroUsd::from_micros(not_negative(cost)?)))
}

fn reading(at: i64, balance: i64) -> Option<Reading> {
    Some(Reading { at: time(at)?, balance: MicroUsd::from_micros(balance) })
}

/// Whole numbers, a space between: a tenth of what they are as JSON that is told by name.
fn text(numbers: Vec<i64>) -> String {
    numbers.into_iter().map(|number| number.to_string()).collect::<Vec<_>>().join(" ")
}

fn numbers(json: Json) -> Option<Vec<i64>> {
    json.as_text()?.split(' ').filter(|word| !word.is_empty()).map(|word| word.parse().ok()).collect()
}

fn whole(at: Timestamp) -> i64 {
    i64::try_from(at.millis()).unwrap_or(HIGHEST).min(HIGHEST)
}

fn maybe(at: Option<Timestamp>) -> i64 {
    at.map_or(NONE, whole)
}

fn not_negative(number: i64) -> Option<i64> {
    (0..=HIGHEST).contains(&number).then_some(number)
}

fn time(millis: i64) -> Option<Timestamp> {
    not_negative(millis).map(|millis| Timestamp::from_millis(millis.unsigned_abs()))
}

/// `None` for damage, `Some(None)` for what is not told.
fn maybe_time(millis: i64) -> Option<Option<Timestamp>> {
    if millis == NONE { Some(None) } else { time(millis).map(Some) }
}
