use proptest::prelude::*;

use super::*;
use crate::auto_stop::StopAction;
use crate::auto_stop::exit_notice::Deadline;
use crate::billing::{CostMeter, PodBills};
use crate::order::{OrderForm, Reading};
use crate::pods::pod::tests::pod;
use crate::pods::pod::{Pod, Status};
use crate::state::activity_log::{self, Activity};
use crate::types::clock_offset::Ahead;

const GAP: Duration = Duration::from_secs(300);

/// So many minutes after 2026-11-20T09:00Z.
fn at(minutes: u64) -> Timestamp {
    Timestamp::from_millis(1_795_165_200_000 + minutes * 60_000)
}

fn made(id: &str) -> Pod {
    Pod { created: Some(at(0)), started: Some(at(0)), ..pod(id) }
}

/// A page that lists now and then: the receipts, the meter beside them, and the log.
#[derive(Clone)]
struct Page {
    book: ReceiptBook,
    meter: CostMeter,
    log: String,
    deadline: Option<Deadline>,
    broke: bool,
}

impl Page {
    fn new() -> Self {
        Self {
            book: ReceiptBook::default(),
            meter: CostMeter::new(at(0)),
            log: String::new(),
            deadline: None,
            broke: false,
        }
    }

    fn lists(&mut self, pods: &[Pod], minutes: u64) -> bool {
        self.lists_part(pods, minutes, true)
    }

    fn lists_part(&mut self, pods: &[Pod], minutes: u64, whole: bool) -> bool {
        self.meter.observe_pods(&pods.iter().collect::<Vec<_>>(), at(minutes));
        let pods = pods.iter().map(|pod| SeenPod { pod, timer: Some(self.deadline) }).collect();
        let list = ReceiptList { pods, whole, at: at(minutes), gap: GAP, log: &self.log, broke: self.broke };
        let form = |pod: &Pod| (Some(format!("form of {}", pod.name)), true);
        self.book.observe(&list, &form, &|id, until| self.meter.pod(id, Timestamp::default(), until))
    }

    /// Closed and opened again: what is not written is gone.
    fn reloads(&mut self) {
        self.book.price(&|id, until| self.meter.pod(id, Timestamp::default(), until));
        self.book = ReceiptBook::read(&self.book.write()).unwrap();
    }

    fn notes(&mut self, what: &[Activity]) {
        for what in what {
            let news = vec![(PodId::new("a"), *what)];
            self.log = activity_log::written(&self.log, news, at(1)).unwrap_or(self.log.clone());
        }
    }

    fn receipt(&self) -> &Receipt {
        self.book.receipts().first().unwrap()
    }

    fn says(&self) -> (EndReason, String, String) {
        let own = self.receipt();
        (own.reason, own.duration_text(), own.cost_text())
    }
}

/// A pod that is watched for so many minutes, minute by minute, and then gone.
fn watched(minutes: u64, how: impl FnOnce(&mut Page)) -> Page {
    let mut page = Page::new();
    (0..minutes).for_each(|minute| _ = page.lists(&[made("a")], minute));
    how(&mut page);
    page.lists(&[], minutes);
    page
}

fn deadline(minutes: u64) -> Option<Deadline> {
    Some(Deadline { how: StopAction::Terminate, at: at(minutes) })
}

#[test]
fn a_pod_that_was_ended_by_a_click_has_a_receipt_with_its_time_and_cost() {
    let page = watched(121, |page| page.notes(&[Activity::Launched, Activity::EndClicked, Activity::AskedToEnd]));
    let own = page.receipt();
    assert_eq!((own.name.as_str(), own.machine(), own.place.as_str()), ("pod a", "RTX 4090 ×1".into(), "EU-RO-1"));
    // Two hours at $0.696944/h.
    assert_eq!(own.estimate, CostEstimate { amount: MicroUsd::from_micros(1_393_888), at_least: false });
    let said = (EndReason::You, "2\u{a0}h\u{a0}0\u{a0}m".to_owned(), "≈\u{a0}$1.39".to_owned());
    assert_eq!(page.says(), said);
    assert_eq!(own.form.as_deref(), Some("form of pod a"));
    assert_eq!(own.times(UtcOffset::ahead(60)), "2026-11-20 10:00 to 12:00");
    assert!(!page.book.is_open());
}

#[test]
fn what_asked_for_the_end_is_the_reason() {
    use Activity::{
        Agreed, AskedToEnd, AskedToStop, BudgetSpent, EndClicked, GivenUp, Refused, RuleDue, StopClicked, Succeeded,
        Twin, Undone,
    };
    let why = |what: &[Activity]| watched(10, |page| page.notes(what)).receipt().reason;
    assert_eq!(why(&[EndClicked, AskedToEnd, Agreed]), EndReason::You);
    assert_eq!(why(&[RuleDue, AskedToEnd, Agreed]), EndReason::Rule);
    assert_eq!(why(&[BudgetSpent, AskedToEnd]), EndReason::Budget);
    assert_eq!(why(&[BudgetSpent, AskedToStop, EndClicked, AskedToEnd]), EndReason::You, "the last that was asked");
    assert_eq!(why(&[Succeeded, AskedToEnd]), EndReason::Replaced);
    assert_eq!(why(&[Twin, AskedToEnd]), EndReason::Twin);
    let none: [&[Activity]; 5] = [
        &[],
        &[EndClicked, Undone],
        &[StopClicked, AskedToStop, Agreed],
        &[EndClicked, AskedToEnd, Refused],
        &[EndClicked, AskedToEnd, GivenUp],
    ];
    for what in none {
        assert_eq!(why(what), EndReason::Elsewhere, "{what:?}");
    }
}

#[test]
fn a_timer_is_the_reason_once_its_time_has_come_and_not_when_it_did_nothing() {
    let timed = |due: u64| {
        watched(60, |page| {
            page.deadline = deadline(due);
            page.lists(&[made("a")], 59);
        })
    };
    assert_eq!(timed(60).receipt().reason, EndReason::Timer);
    assert_eq!(timed(61).receipt().reason, EndReason::Elsewhere, "somebody was faster");
    assert_eq!(timed(40).receipt().reason, EndReason::Elsewhere, "it was switched off in the pod");
    let stops = watched(60, |page| {
        page.deadline = deadline(60).map(|due| Deadline { how: StopAction::Stop, ..due });
        page.lists(&[made("a")], 59);
    });
    assert_eq!(stops.receipt().reason, EndReason::Elsewhere, "a stop ends nothing");
}

#[test]
fn what_runpod_takes_is_told_apart() {
    let outbid = Pod { status: Status::Stopped, last_change: Some("Outbid: today".into()), ..made("a") };
    let dead = Pod { status: Status::Dead, ..made("a") };
    let by_user = Pod { status: Status::Stopped, last_change: Some("Exited by user".into()), ..made("a") };
    for (pod, reason) in [(outbid, EndReason::Taken), (dead, EndReason::Taken), (by_user, EndReason::Elsewhere)] {
        let page = watched(10, |page| _ = page.lists(std::slice::from_ref(&pod), 9));
        assert_eq!(page.receipt().reason, reason, "{:?}", pod.last_change);
    }
    assert_eq!(watched(10, |page| page.broke = true).receipt().reason, EndReason::Taken);
}

#[test]
fn what_went_while_the_page_was_closed_is_found_gone_and_cost_at_least_what_was_seen() {
    let mut page = Page::new();
    (0..61).for_each(|minute| _ = page.lists(&[made("a")], minute));
    page.reloads();
    let mut timed = page.clone();
    page.lists(&[], 600);
    let said = (EndReason::Unseen, "at least 1\u{a0}h\u{a0}0\u{a0}m".to_owned(), "at least $0.70".to_owned());
    assert_eq!(page.says(), said);
    timed.deadline = deadline(240);
    timed.lists(&[made("a")], 61);
    timed.reloads();
    // The meter has long forgotten it.
    timed.meter = CostMeter::new(at(6000));
    timed.lists(&[], 6000);
    assert_eq!(timed.receipt().reason, EndReason::TimerUnseen);
    assert_eq!(timed.receipt().estimate.amount, MicroUsd::from_micros(708_560));
}

#[test]
fn a_list_with_a_hole_ends_nothing_after_a_reload_and_a_wrong_one_is_taken_back() {
    let mut page = Page::new();
    page.lists(&[made("a"), made("b")], 1);
    page.reloads();
    assert!(!page.lists_part(&[made("b")], 2, false));
    assert!(page.book.receipts().is_empty());
    assert!(page.lists(&[made("b")], 3));
    assert_eq!(page.receipt().pod, PodId::new("a"));
    assert!(page.lists(&[made("a"), made("b")], 4));
    assert!(page.book.receipts().is_empty(), "it is there all the same");
    page.lists(&[made("b")], 5);
    assert_eq!((page.receipt().started, page.receipt().form.as_deref()), (at(0), Some("form of pod a")));
}

#[test]
fn a_pod_of_unknown_age_was_there_for_at_least_as_long_as_it_was_seen() {
    let mut page = Page::new();
    let odd = Pod { created: None, started: None, gpu_rate: None, ..pod("a") };
    page.lists(std::slice::from_ref(&odd), 10);
    page.lists(std::slice::from_ref(&odd), 12);
    page.lists(&[], 13);
    let said = (EndReason::Elsewhere, "at least 2\u{a0}m\u{a0}0\u{a0}s".to_owned(), "at least $0.00".to_owned());
    assert_eq!(page.says(), said);
}

#[test]
fn a_bill_counts_only_where_it_holds_the_whole_pod_and_is_told_apart() {
    let mut page = watched(31, |_| {});
    let bill = |from: u64, until: u64, micros: i64| PodBills {
        from: at(from),
        until: at(until),
        pods: vec![(PodId::new("a"), MicroUsd::from_micros(micros))],
    };
    assert!(!page.book.take_bills(&bill(10, 600, 1), Ahead::NONE), "it began before");
    assert!(!page.book.take_bills(&bill(0, 30, 1), Ahead::NONE), "it was there until later");
    assert!(
        !page.book.take_bills(&PodBills { pods: vec![], ..bill(0, 60, 1) }, Ahead::NONE),
        "none yet is not nothing"
    );
    assert!(page.book.take_bills(&bill(0, 60, 351_000), Ahead::NONE));
    assert_eq!(page.receipt().cost_text(), "$0.35, billed by RunPod");
    assert!(!page.book.take_bills(&bill(0, 60, 351_000), Ahead::NONE), "no news");
    page.reloads();
    assert_eq!(page.receipt().billed, Some(MicroUsd::from_micros(351_000)));
    let other = Receipt { billed: None, ..page.receipt().clone() };
    let sum = ReceiptSum::of(&[page.receipt(), &other]).describe();
    assert_eq!(sum, "2 pods: ≈\u{a0}$0.70. $0.35 of it is billed by RunPod, ≈\u{a0}$0.35 is this page's estimate.");
    assert_eq!(ReceiptSum::of(&[page.receipt()]).describe(), "1 pod: $0.35, billed by RunPod.");
    assert_eq!(ReceiptSum::of(&[&other]).describe(), "1 pod: ≈\u{a0}$0.35, this page's estimate.");
}

#[test]
fn the_newest_two_hundred_are_kept() {
    let mut page = Page::new();
    let pods: Vec<Pod> = (0..250).map(|number| made(&format!("p{number}"))).collect();
    page.lists(&pods, 1);
    (0..250).for_each(|number| _ = page.lists(pods.get(number + 1..).unwrap(), 2 + number as u64));
    assert_eq!(page.book.receipts().len(), MOST_RECEIPTS);
    assert_eq!(page.receipt().pod, PodId::new("p249"));
    page.reloads();
    assert_eq!(page.book.receipts().len(), MOST_RECEIPTS);
}

#[test]
fn forms_of_a_first_long_list_come_a_few_at_a_time() {
    let mut page = Page::new();
    let pods: Vec<Pod> = (0..30).map(|number| made(&format!("p{number}"))).collect();
    let with_form = |page: &Page| page.book.open.iter().filter(|own| own.receipt.form.is_some()).count();
    page.lists(&pods, 1);
    assert_eq!(with_form(&page), 20);
    page.lists(&pods, 2);
    assert_eq!(with_form(&page), 30);
}

#[test]
fn receipts_are_found_by_month_and_name() {
    let mut page = watched(10, |_| {});
    let december =
        Receipt { pod: PodId::new("b"), name: "Flux".into(), ended: at(24 * 60 * 12), ..page.receipt().clone() };
    page.book.end(december);
    let names = |month: &str, text: &str| {
        let filter = ReceiptFilter { month: month.into(), text: text.into() };
        let found = page.book.matching(&filter, UtcOffset::default());
        found.into_iter().map(|own| own.name.clone()).collect::<Vec<_>>()
    };
    assert_eq!(page.book.months(UtcOffset::default()), ["2026-12", "2026-11"]);
    assert_eq!(names("", ""), ["Flux", "pod a"]);
    assert_eq!(names("2026-11", ""), ["pod a"]);
    assert_eq!(names("", " flux"), ["Flux"]);
    assert!(names("2026-11", "flux").is_empty());
}

#[test]
fn the_file_for_spreadsheets_is_whole_and_harmless() {
    let mut page = watched(61, |page| page.notes(&[Activity::EndClicked, Activity::AskedToEnd]));
    let odd =
        Receipt { name: "=cmd|' /C calc'!A0, \"x\"".into(), ended: at(0), longer: true, ..page.receipt().clone() };
    page.book.end(Receipt { pod: PodId::new("b"), ..odd });
    let all = page.book.matching(&ReceiptFilter::default(), UtcOffset::default());
    let lines: Vec<String> = receipts_csv(&all).split("\r\n").map(str::to_owned).collect();
    assert_eq!(lines.len(), 4, "the last line ends, too");
    assert_eq!(
        lines[1],
        "pod a,a,RTX 4090,1,EU-RO-1,2026-11-20T09:00:00Z,2026-11-20T10:00:00Z,3600,0.696944,,complete,You ended it"
    );
    assert!(lines[2].starts_with("\"'=cmd|' /C calc'!A0, \"\"x\"\"\",b,"), "{}", lines[2]);
    assert!(lines[2].ends_with(",0,0.696944,,at least,You ended it"), "{}", lines[2]);
}

#[test]
fn odd_stored_texts_lose_what_is_odd_and_no_more() {
    let read = |text: &str| ReceiptBook::read(text).unwrap();
    for text in ["", "nonsense", "{}", "[]", r#"{"version":0,"ended":[{"id":"a"}]}"#, r#"{"version":1}"#] {
        assert_eq!(read(text), ReceiptBook::default(), "{text}");
    }
    assert_eq!(ReceiptBook::read(r#"{"version":2,"ended":[]}"#), Err(WrittenByNewer), "it is not written over");
    let text = r#"{"version":1,"new":[1],"open":[{"id":"o","started":1,"ended":2},7,null,{"id":"o","started":1,"ended":2}],
        "ended":[null,{"id":""},{"id":"a","started":-5,"ended":9,"why":"by magic","cost":"-3","new":{}},
        {"id":"a","started":1,"ended":2},{"id":"b","started":9,"ended":2,"cost":1.5,"billed":"9e9","gpus":1e99,"name":"x\u0000\ny"}]}"#;
    let book = read(text);
    let ids: Vec<&str> = book.receipts().iter().map(|own| own.pod.as_str()).collect();
    assert_eq!((ids, book.is_open()), (vec!["b", "a"], true));
    let [b, a] = book.receipts() else { panic!() };
    assert_eq!((a.reason, a.estimate.amount, a.started), (EndReason::Unknown, MicroUsd::ZERO, Timestamp::default()));
    assert_eq!((b.ended, b.billed, b.gpus, b.name.as_str()), (b.started, None, 1000, "x y"));
}

#[test]
fn the_form_of_a_pod_that_is_gone_tells_what_was_not_kept() {
    use crate::order::{Field, GpuChoiceForm, Variable};
    let variable = |key: &str, value: &str| Variable { key: key.into(), value: value.into() };
    let raw = OrderForm::default()
        .choosing(vec![GpuChoiceForm::of("NVIDIA L4")])
        .with(Field::StartCommand, "run --token hf_aBcDeFgHiJkLmNoPqRsTuVwX")
        .with_env(vec![variable("MODEL", "flux"), variable("HF_TOKEN", "{{ RUNPOD_SECRET_hf }}")]);
    let text = raw.as_kept().unwrap();
    assert!(!text.contains("flux") && !text.contains("hf_aBc"), "{text}");
    let read = Reading::of_kept(&text).unwrap();
    assert_eq!(read.raw.choices, raw.choices);
    assert_eq!(read.raw.env, [variable("MODEL", ""), variable("HF_TOKEN", "{{ RUNPOD_SECRET_hf }}")]);
    assert_eq!((read.left_out, read.unknown.len()), (vec![Field::StartCommand.describe(), "MODEL".into()], 0));
    assert_eq!(Reading::of_kept("nonsense"), None);
    let unseen = Reading::of_kept(&OrderForm::default().choosing(vec![]).as_kept().unwrap()).unwrap();
    assert_eq!(unseen.odd, [Field::GpuType.describe()]);
}

#[test]
fn a_pod_that_was_not_launched_here_has_a_form_of_what_its_list_shows() {
    use crate::order::Field;
    let listed = Pod { volume_gb: 20, network_volume: None, spot: true, ..made("a") };
    let (text, whole) = crate::runpod::form_of_listed(&listed, None);
    let read = Reading::of_kept(&text.unwrap()).unwrap().raw;
    assert!(!whole);
    let fields =
        [Field::Image, Field::PodVolume, Field::ContainerDisk, Field::Rent, Field::Bid, Field::Place, Field::Ports];
    let shown = ["comfyui", "20", "50", "spot", "0.69", "EU-RO-1", "8188/http,22/tcp"];
    assert_eq!(fields.map(|field| read.get(field)), shown);
}

proptest! {
    #[test]
    fn what_is_written_is_read_back_and_no_text_breaks_it(minutes in 1u64..400, name in "[ -~äß]{0,30}", any: String, cut in 0usize..500) {
        let mut page = Page::new();
        let pods = [Pod { name: crate::order::plain(&name, 100), ..made("a") }, made("b")];
        page.deadline = deadline(9);
        page.lists(&pods, 0);
        page.lists(&pods, minutes);
        page.lists(&pods[1..], minutes + 1);
        page.book.price(&|id, until| page.meter.pod(id, Timestamp::default(), until));
        let text = page.book.write();
        let back = ReceiptBook::read(&text).unwrap();
        prop_assert_eq!(back.receipts(), page.book.receipts());
        prop_assert_eq!(back.write(), text.clone());
        let _ = ReceiptBook::read(&any);
        let _ = ReceiptBook::read(&text.chars().take(cut).collect::<String>());
    }

    #[test]
    fn any_name_is_one_cell(name: String) {
        let page = watched(2, |_| {});
        let own = Receipt { name, ..page.receipt().clone() };
        let text = receipts_csv(&[&own]);
        prop_assert_eq!(cells(&text).len(), 2 * 12, "{:?}", text);
    }
}

/// The cells of a file, as RFC 4180 reads them.
fn cells(text: &str) -> Vec<String> {
    let (mut cells, mut cell, mut quoted) = (vec![], String::new(), false);
    for c in text.chars() {
        match c {
            '"' => quoted = !quoted,
            ',' if !quoted => cells.push(std::mem::take(&mut cell)),
            '\n' if !quoted => cells.push(std::mem::take(&mut cell)),
            c => cell.push(c),
        }
    }
    cells
}
