//! The rows of docs/faults.md that depend on the wire, over GraphQL and over REST v2 alone: what a person is told and what really
//! happens are the same.

use std::rc::Rc;
use std::time::Duration;

use launchpod_core::launch::State as LaunchState;
use launchpod_core::order::{Choice, Hardware, Order, RentalMode};
use launchpod_core::pods::action::{ActionError, PodAction, State as ActState};
use launchpod_core::runpod::error::ApiError;
use launchpod_core::types::ids::{GpuTypeId, PodId};
use launchpod_core::types::money::HourlyRate;
use tokio::task::LocalSet;

use crate::browser::Browser;
use crate::launches::{IN_STOCK, order};
use crate::orders::{Wanted, catalog};
use crate::page::Page;
use crate::wire_rows::{Asked, ROWS, Row, TOLD_OTHERWISE};
use crate::witness::Witness;
use crate::world::{World, play};

/// After that the first words are read; an end can be undone for six seconds.
const FIRST: u64 = 20;
/// And after that the last ones: whatever is looked for is found or given up.
const LAST: u64 = 400;

/// What came of it.
#[derive(Debug, PartialEq, Eq)]
pub struct Outcome {
    /// How many pods were made, and how many ended.
    pub counts: (u64, u64),
    /// What RunPod has: the status of each pod.
    pub there: Vec<String>,
    /// What the page shows: how many pods.
    pub shown: usize,
    /// In few words, at first and at last.
    pub told: [String; 2],
}

async fn outcome(row: &Row, is_rest: bool) -> Outcome {
    let world = Rc::new(World::new(1));
    world.fault(r#"{"name":"set-balance","balance":1000}"#);
    let witness = Witness::new(world.clone());
    let catalog = catalog(&world).await;
    if is_rest {
        world.fault(r#"{"name":"retired","times":0}"#);
    }
    let browser = Browser::new(1);
    let played = async {
        let page = Page::open("tab".to_owned(), &browser, &witness, 1);
        wait(&world, 10).await;
        let choices = vec![Choice::Type(GpuTypeId::new(IN_STOCK))];
        let hardware = Hardware::Gpus { choices, count: 1, rent: RentalMode::OnDemand };
        let order = Order { hardware, volume_gb: 20, mount_path: "/workspace".into(), ..order().0 };
        let wanted = Wanted { order, catalog, agreed: HourlyRate::from_micros(100_000_000) };
        ask(row, is_rest, &world, &page, wanted).await;
        wait(&world, FIRST).await;
        let first = told(row, &page);
        wait(&world, LAST).await;
        let outcome = Outcome {
            counts: (world.truth().creates(), world.truth().terminates()),
            there: world.truth().pods().into_iter().map(|pod| pod.status).collect(),
            shown: page.state().fleet().all().len(),
            told: [first, told(row, &page)],
        };
        page.die();
        outcome
    };
    let outcome = LocalSet::new().run_until(played).await;
    assert_eq!(witness.complaints(), Vec::<String>::new(), "{}, {is_rest}\n{}", row.name, world.journal());
    assert_eq!(world.journal().has_rest(), is_rest, "{}: the API that was to be asked", row.name);
    outcome
}

async fn ask(row: &Row, is_rest: bool, world: &World, page: &Rc<Page>, wanted: Wanted) {
    let fault = || row.faults.iter().for_each(|fault| world.fault(&named(fault, is_rest)));
    let verb = match row.asked {
        Asked::Launch => {
            fault();
            return page.launch(wanted);
        }
        Asked::List => None,
        Asked::End => Some(PodAction::Terminate),
        Asked::Stop | Asked::Start => Some(PodAction::Stop),
    };
    page.launch(wanted);
    wait(world, 60).await;
    let pod = PodId::new(world.truth().pods()[0].id.clone());
    if row.asked == Asked::Start {
        page.ask(PodAction::Stop, pod.clone());
        wait(world, 60).await;
    }
    fault();
    match verb {
        None => {}
        Some(_) if row.asked == Asked::Start => page.ask(PodAction::Resume, pod),
        Some(verb) => page.ask(verb, pod),
    }
}

/// The fault, with the operation as this API calls it.
fn named(fault: &str, is_rest: bool) -> String {
    let names = [
        ("CREATE", ["podFindAndDeployOnDemand", "createPod"]),
        ("END", ["podTerminate", "podAction.terminate"]),
        ("STOP", ["podStop", "podAction.stop"]),
        ("START", ["podResume", "podAction.start"]),
        ("LIST", ["myself", "listPods"]),
    ];
    names.iter().fold(fault.to_owned(), |text, (word, name)| text.replace(word, name[usize::from(is_rest)]))
}

async fn wait(world: &World, seconds: u64) {
    for _ in 0..seconds {
        world.pass(Duration::from_secs(1)).await;
    }
}

fn told(row: &Row, page: &Page) -> String {
    let state = page.state();
    match row.asked {
        Asked::Launch => state.launches().last().map_or_else(String::new, |launch| match &launch.state {
            LaunchState::Asking => "asking".to_owned(),
            LaunchState::Looking { why, .. } => format!("looking {:?}", why.as_ref().map(|why| why.kind)),
            LaunchState::Placed(_) => "placed".to_owned(),
            LaunchState::Refused(why) => format!("refused {:?}", why.as_ref().map(|why| why.kind)),
            LaunchState::NeverArrived(why) => format!("never arrived {:?}", why.as_ref().map(|why| why.kind)),
        }),
        Asked::List => format!("{:?}", state.polling().trouble().map(|why| why.kind)),
        Asked::End | Asked::Stop | Asked::Start => state.acts().last().map_or_else(
            || "done".to_owned(),
            |act| match &act.state {
                ActState::Undoable { .. } => "undoable".to_owned(),
                ActState::Asking { .. } => "asking".to_owned(),
                ActState::Retrying { error, hopeless, .. } => format!("retrying {} {hopeless}", in_short(error)),
                ActState::Agreed { .. } => "agreed".to_owned(),
                ActState::Undone => "undone".to_owned(),
                ActState::Done => "done".to_owned(),
                ActState::Refused { error } => format!("refused {}", in_short(error)),
            },
        ),
    }
}

fn in_short(error: &ActionError<ApiError>) -> String {
    match error {
        ActionError::Api(why) => format!("{:?}", why.kind),
        other => format!("{other:?}"),
    }
}

#[test]
fn each_fault_of_the_wire_comes_to_the_same_over_both_apis() {
    let mut wrong = Vec::new();
    for row in ROWS {
        let both = [false, true].map(|is_rest| play(async || outcome(row, is_rest).await));
        let [graphql, rest] = &both;
        let differs = TOLD_OTHERWISE.iter().find(|(name, ..)| *name == row.name);
        let told =
            differs.map_or_else(|| graphql.told.clone(), |(_, told, _)| [(*told).to_owned(), (*told).to_owned()]);
        if (&rest.told, &rest.counts, &rest.there, rest.shown)
            != (&told, &graphql.counts, &graphql.there, graphql.shown)
        {
            wrong.push(format!("{}\n  GraphQL {graphql:?}\n  REST v2 {rest:?}", row.name));
        }
        if graphql.counts != row.counts || graphql.shown != row.there || graphql.there.len() != row.there {
            wrong.push(format!("{}: {} pods and {:?} were expected, {graphql:?}", row.name, row.there, row.counts));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
