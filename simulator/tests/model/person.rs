//! A person with a browser and a few tabs, who does anything at any time.

use std::rc::Rc;
use std::time::Duration;

use launchpod_core::catalog::Catalog;
use launchpod_core::engine::Decision;
use launchpod_core::pods::action::PodAction;
use launchpod_core::state::Event;
use launchpod_core::types::ids::{LaunchTag, PodId};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use tokio::task::LocalSet;

use crate::browser::Browser;
use crate::launches::order;
use crate::mishaps::{befall, clear_up, one_of, turn};
use crate::orders::{catalog, wanted};
use crate::page::Page;
use crate::witness::Witness;
use crate::world::{TruePod, World};

const MOST_TABS: usize = 3;
const MOVES: usize = 40;
/// A wrong list, or a net that is down, is put right after this at most.
const LONGEST_TROUBLE: u64 = 300;

pub struct Person {
    world: Rc<World>,
    witness: Rc<Witness>,
    browser: Browser,
    catalog: Catalog,
    dice: ChaCha8Rng,
    /// What this one does most: faults that need one thing thrice are not found by doing everything once.
    habits: [u32; 3],
    opened: usize,
    /// Seconds until all that is wrong is put right.
    trouble: u64,
}

/// Plays the seed's run.
pub async fn run(seed: u64) -> Rc<Witness> {
    let world = Rc::new(World::new(seed));
    world.fault(r#"{"name":"set-balance","balance":1000}"#);
    let witness = Witness::new(world.clone());
    let catalog = catalog(&world).await;
    let mut dice = ChaCha8Rng::seed_from_u64(seed);
    let person = Person {
        browser: Browser::new(seed),
        catalog,
        habits: [(); 3].map(|()| dice.random_range(0..100)),
        dice,
        opened: 0,
        trouble: 0,
        witness: witness.clone(),
        world,
    };
    LocalSet::new().run_until(person.live()).await;
    witness
}

impl Person {
    async fn live(mut self) {
        self.open();
        for _ in 0..MOVES {
            self.do_something().await;
            self.let_time_pass().await;
            if !self.witness.complaints().is_empty() {
                break;
            }
        }
        if self.witness.complaints().is_empty() {
            self.settle().await;
        }
        self.browser.pages().iter().for_each(|page| page.die());
    }

    async fn do_something(&mut self) {
        let habit = self.dice.random_range(0..2 * self.habits.len());
        let any = self.dice.random_range(0..100);
        match self.habits.get(habit).copied().unwrap_or(any) {
            0..14 => self.launch(),
            14..28 => self.ask(PodAction::Terminate),
            28..35 => self.ask(PodAction::Stop),
            35..42 => self.ask(PodAction::Resume),
            42..48 => self.undo(),
            48..53 => self.open(),
            53..66 => self.leave().await,
            66..71 => self.hide_or_show(),
            71..74 => self.sleep_or_wake(),
            74..78 => self.read(),
            78..82 => self.act_elsewhere().await,
            82..86 => self.end_trouble(),
            86..90 => {
                turn(&self.world, &mut self.dice);
                self.trouble = self.dice.random_range(1..LONGEST_TROUBLE);
            }
            _ => {
                befall(&self.world, &mut self.dice);
                self.trouble = self.dice.random_range(1..LONGEST_TROUBLE);
            }
        }
        self.witness.look(&self.browser);
    }

    async fn let_time_pass(&mut self) {
        let seconds = match self.dice.random_range(0..10) {
            0..5 => self.dice.random_range(0..4),
            5..9 => self.dice.random_range(0..30),
            _ => self.dice.random_range(0..200),
        };
        let millis = self.dice.random_range(0..1_000);
        self.world.pass(Duration::from_millis(millis)).await;
        for _ in 0..seconds {
            self.world.pass(Duration::from_secs(1)).await;
            self.witness.look(&self.browser);
            if self.trouble == 1 {
                self.end_trouble();
            }
            self.trouble = self.trouble.saturating_sub(1);
        }
    }

    fn end_trouble(&mut self) {
        clear_up(&self.world);
        self.trouble = 0;
        self.world.fault(r#"{"name":"set-balance","balance":1000}"#);
    }

    fn open(&mut self) {
        if self.browser.pages().len() < MOST_TABS {
            self.opened += 1;
            let (name, seed) = (format!("tab {}", self.opened), self.dice.random());
            self.world.note(format!("{name} is opened"));
            Page::open(name, &self.browser, &self.witness, seed);
        }
    }

    fn any_page(&mut self) -> Option<Rc<Page>> {
        one_of(&mut self.dice, &self.browser.pages()).cloned()
    }

    /// A page that can be clicked in.
    fn page(&mut self) -> Option<Rc<Page>> {
        let mut pages = self.browser.pages();
        pages.retain(|page| page.is_in_use());
        one_of(&mut self.dice, &pages).cloned()
    }

    /// Once, twice in one tab, or in two tabs at once. Where a page asks about a price, or waits for stock, it may get its
    /// answer in place of that.
    fn launch(&mut self) {
        let clicks = self.dice.random_range(1..4);
        for _ in 0..clicks {
            let Some(page) = self.page() else { return };
            if page.is_launching() && self.dice.random_bool(0.7) {
                self.decide(&page);
                continue;
            }
            let wanted = wanted(&mut self.dice, &self.catalog);
            self.world.note(format!("Launch in {}", page.name));
            page.launch(wanted);
        }
    }

    fn decide(&mut self, page: &Page) {
        let said = match (page.question(), self.dice.random_range(0..10)) {
            (Some(pick), 0..6) => Decision::Agree(pick),
            (Some(pick), 6..8) => Decision::Decline(pick),
            (None, 0..6) => return,
            _ => Decision::Cancel,
        };
        self.world.note(format!("{said:?} in {}", page.name));
        page.say(said);
    }

    fn ask(&mut self, verb: PodAction) {
        let clicks = self.dice.random_range(1..3);
        for _ in 0..clicks {
            let Some(page) = self.page() else { return };
            let shown: Vec<PodId> = page.state().fleet().all().iter().map(|known| known.pod.id.clone()).collect();
            let Some(pod) = one_of(&mut self.dice, &shown) else { return };
            self.world.note(format!("{verb:?} of {pod} in {}", page.name));
            page.ask(verb, pod.clone());
        }
    }

    fn undo(&mut self) {
        let Some(page) = self.page() else { return };
        let acts: Vec<PodId> = page.state().acts().iter().map(|act| act.pod.clone()).collect();
        if let Some(pod) = one_of(&mut self.dice, &acts) {
            self.world.note(format!("Undo of {pod} in {}", page.name));
            page.on(Event::Undo(pod.clone()));
        }
    }

    fn read(&mut self) {
        let Some(page) = self.page() else { return };
        page.on(if self.dice.random_bool(0.5) { Event::NoticesDismissed } else { Event::UnknownPodsAcknowledged });
    }

    /// Closes a tab, loads it anew, or sees it crash; seldom all of the browser.
    async fn leave(&mut self) {
        let Some(page) = self.any_page() else { return };
        match self.dice.random_range(0..10) {
            0..3 => page.close().await,
            3..7 => {
                page.close().await;
                self.open();
            }
            7..9 => {
                page.die();
                self.open();
            }
            _ => self.browser.pages().iter().for_each(|page| page.die()),
        }
    }

    fn hide_or_show(&mut self) {
        let Some(page) = self.any_page() else { return };
        let hidden = !page.is_hidden();
        self.world.note(format!("{} is hidden: {hidden}", page.name));
        page.hide(hidden);
    }

    fn sleep_or_wake(&mut self) {
        let Some(page) = self.any_page() else { return };
        let asleep = self.dice.random_bool(0.5);
        self.world.note(format!("{} is asleep: {asleep}", page.name));
        page.let_sleep(asleep);
    }

    /// Somebody uses the account from another device, which knows nothing of this browser's journal.
    async fn act_elsewhere(&mut self) {
        let client = self.world.tab("elsewhere").client();
        let (pods, now) = (self.world.truth().pods(), || self.world.now());
        let pod = one_of(&mut self.dice, &pods).map(|pod| PodId::new(pod.id.clone()));
        match (self.dice.random_range(0..4), pod) {
            (0, _) => {
                let (order, pick) = order();
                drop(client.launch(&order, &pick, &LaunchTag::from_random(self.dice.random()), &now).await);
            }
            (1, Some(pod)) => drop(client.act(PodAction::Terminate, &pod, 1).await),
            (2, Some(pod)) => drop(client.act(PodAction::Stop, &pod, 1).await),
            (_, Some(pod)) => {
                self.witness.started_elsewhere(&pod);
                drop(client.act(PodAction::Resume, &pod, 1).await);
            }
            _ => {}
        }
    }

    /// All is well for a while, and one page is open; then nothing may be left to do, and every pod can be ended.
    async fn settle(&mut self) {
        self.end_trouble();
        self.world.note("all is well");
        for page in self.browser.pages().into_iter().skip(1) {
            page.close().await;
        }
        self.open_one();
        // What waits for stock may wait for ever.
        self.browser.pages().iter().for_each(|page| page.say(Decision::Cancel));
        self.quiet(15 * 60).await;
        self.witness.look_at_the_end(&self.browser);
        for verb in [PodAction::Stop, PodAction::Terminate] {
            self.ask_of_all(verb).await;
        }
    }

    /// No lock that somebody forgot, and nothing else that is left over, keeps a click from its work.
    async fn ask_of_all(&mut self, verb: PodAction) {
        let Some(page) = self.page() else { return };
        self.world.note(format!("{verb:?} of all"));
        let is_left = |pod: &TruePod| verb == PodAction::Terminate || pod.status == "RUNNING";
        let there = self.world.truth().pods();
        there.into_iter().filter(is_left).for_each(|pod| page.ask(verb, PodId::new(pod.id)));
        // Many at once take their time: the page keeps to the allowed rate.
        self.quiet(180).await;
        self.witness.look_at_the_end(&self.browser);
        if self.world.truth().pods().iter().any(is_left) {
            self.witness.complain(format!("{verb:?} does not work on all"));
        }
    }

    fn open_one(&mut self) {
        match self.browser.pages().first() {
            Some(page) => {
                page.let_sleep(false);
                page.hide(false);
            }
            None => self.open(),
        }
    }

    async fn quiet(&self, seconds: u64) {
        for _ in 0..seconds / 10 {
            self.world.pass(Duration::from_secs(10)).await;
            self.witness.look(&self.browser);
        }
    }
}
