//! What fills the launch form in besides the person: presets of this device, links, and pods that are launched again. None of
//! it launches: the form is filled in and checked, and the button is the person's. Reached from the form alone, so that
//! nobody waits for it who only looks at pods.

use launchpod_core::order::preset::{self, Preset, SHELF};
use launchpod_core::order::{Field, OrderForm, Reading, share_link};
use launchpod_core::runpod::error_messages::Operation;
use launchpod_core::types::ids::{LaunchTag, PodId};
use launchpod_words::{first_run, launch_presets as say, list_plain, receipts, sentences};
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::account::AccountStore;
use crate::context::AppContext;
use crate::launch::form::LaunchForm;
use crate::launch::launches::Launches;
use crate::platform::browser::{self, local_storage};
use crate::platform::clock;
use crate::platform::route::Route;
use crate::platform::shared::Shared;
use crate::pods::replacements::{Again, Replacements};
use crate::pods::store::PodStore;

/// Presets, links, and what they did to the form.
#[derive(Default)]
pub struct PrefillState {
    /// The presets of this device, by name.
    pub presets: Vec<Preset>,
    /// The id of the one that the form was filled in from.
    pub chosen: String,
    /// What is typed as a preset's name.
    pub name: String,
    /// The link to the form as it was when the link was asked for.
    pub link: String,
    /// What came of the last click.
    pub told: Vec<String>,
    /// The preset that was deleted last.
    pub deleted: Option<Preset>,
    /// What filled the form in, and what is to be told of that.
    pub filled: Option<Filled>,
    /// Whether the form is shown, and not the apps that it begins with.
    pub has_begun: bool,
}

/// How the form was filled in.
#[derive(Clone, Default)]
pub struct Filled {
    /// By what, in a sentence or two.
    pub words: String,
    /// What is missing, and what follows from it.
    pub told: Vec<String>,
    /// What would run, where somebody else has chosen it.
    pub runs: Vec<(&'static str, String)>,
    /// What stood in the form before.
    pub before: OrderForm,
}

/// What fills the form in, followed.
#[derive(Clone, Copy)]
pub struct Prefill {
    context: AppContext,
    account: AccountStore,
    pods: PodStore,
    launches: Launches,
    replacements: Replacements,
    form: LaunchForm,
    /// What it did.
    pub state: Shared<PrefillState>,
}

impl Prefill {
    /// Nothing has filled the form in yet.
    pub fn new(
        context: AppContext,
        account: AccountStore,
        pods: PodStore,
        launches: Launches,
        replacements: Replacements,
        form: LaunchForm,
    ) -> Self {
        Self { context, account, pods, launches, replacements, form, state: Shared::default() }
    }

    /// Fills the form in from the address, or from the pod that shall be launched again; now, and whenever that changes
    /// while the form is in sight.
    pub fn follow(self) {
        self.read_presets();
        self.open_link();
        for (name, how) in [("hashchange", Self::open_link as fn(Self)), ("storage", Self::read_presets)] {
            let listening = window_event_listener_untyped(name, move |_| how(self));
            on_cleanup(move || listening.remove());
        }
        Effect::new(move |_| {
            self.replacements.again.with(|_| ());
            match self.replacements.again.change(Option::take) {
                Some(Again::Pod(pod)) => {
                    self.form.filling.set(true);
                    spawn_local(async move {
                        self.fill_in_from(pod).await;
                        self.form.filling.set(false);
                    });
                }
                Some(Again::Receipt { name, form, whole }) => self.fill_in_from_receipt(&name, &form, whole),
                None => {}
            }
        });
        self.form.check_what_was_filled_in();
    }

    /// Shows the form, or the apps again; what stands in the form stays.
    pub fn show_form(self, shown: bool) {
        self.state.update(|state| state.has_begun = shown);
        request_animation_frame(browser::skip_to_heading);
    }

    fn open_link(self) {
        let hash = browser::hash();
        let Some(code) = share_link::code_in(&hash) else { return };
        // So that loading the page anew does not undo what is typed from here on.
        browser::replace_hash(&Route::Launch.href());
        self.state.update(|state| state.has_begun = true);
        match share_link::open(code) {
            Ok(reading) => self.fill(reading, "link", say::from_link().to_owned(), true),
            Err(broken) => self.tell(vec![broken.describe("link")]),
        }
    }

    async fn fill_in_from(self, pod: PodId) {
        let name = self.pods.name(&pod);
        match self.context.client().pod_order(&pod).await {
            Ok(Some(mut reading)) => {
                let tag = self.pods.read(|fleet| fleet.get(&pod).and_then(|known| known.pod.tag.clone()));
                if let Some(wished) = tag.and_then(|tag| self.launches.wishes.get(tag.as_str())) {
                    reading.recall(&wished);
                }
                // What takes its place is found elsewhere.
                if self.replacements.meant.peek(Option::is_some) {
                    reading.raw.set(Field::Place, "");
                }
                self.fill(reading, "pod", say::from_pod(name), false);
            }
            Ok(None) => self.tell(vec![say::pod_is_gone(name)]),
            Err(failure) => {
                let advice = failure.advice(Operation::Reading);
                self.tell(vec![sentences(&[&say::pod_not_read(name), advice.what, say::form_is_as_it_was()])]);
            }
        }
    }

    fn fill_in_from_receipt(self, name: &str, form: &str, whole: bool) {
        let Some(reading) = Reading::of_kept(form) else { return self.tell(vec![receipts::form_not_readable(name)]) };
        self.fill(reading, "pod", receipts::filled_in(name), false);
        if !whole {
            self.state.update(|state| {
                let told = state.filled.as_mut().map(|filled| &mut filled.told);
                told.into_iter().for_each(|told| told.push(receipts::not_all_kept().to_owned()));
            });
        }
    }

    fn fill(self, reading: Reading, what: &'static str, words: String, show: bool) {
        if what != "pod" {
            self.replacements.meant.set(None);
        }
        let told = reading.told(what);
        let runs = if show { reading.raw.what_runs() } else { vec![] };
        self.put(reading.raw, words, told, runs);
        self.form.was_filled_in();
    }

    fn put(self, raw: OrderForm, words: String, told: Vec<String>, runs: Vec<(&'static str, String)>) {
        let before = self.form.raw.peek(OrderForm::clone);
        self.form.replace(raw);
        self.state.update(|state| {
            state.filled = Some(Filled { words, told, runs, before });
            state.chosen.clear();
            (state.told, state.link, state.deleted) = (vec![], String::new(), None);
        });
    }

    /// Fills the form in from the plan of a first run.
    pub fn fill_in_planned(self, raw: OrderForm) {
        self.replacements.meant.set(None);
        self.put(raw, first_run::filled_in().to_owned(), vec![], vec![]);
    }

    /// Says more of what filled the form in.
    pub fn tell_of_filled(self, told: Vec<String>) {
        self.state.update(|state| {
            if let Some(filled) = &mut state.filled {
                filled.told = told;
            }
        });
    }

    /// The form as it was before something else filled it in.
    pub fn undo(self) {
        self.replacements.meant.set(None);
        if let Some(filled) = self.state.update(|state| state.filled.take()) {
            self.form.replace(filled.before);
        }
    }

    fn tell(self, told: Vec<String>) {
        self.state.update(|state| (state.told, state.deleted) = (told, None));
    }

    fn read_presets(self) {
        let Some(storage) = local_storage() else { return };
        let keys = (0..storage.length().unwrap_or_default()).filter_map(|at| storage.key(at).ok().flatten());
        let read = |key: String| {
            let text = storage.get_item(&key).ok()??;
            Preset::read(key.strip_prefix(SHELF)?, &text).ok().map(|(preset, _)| preset)
        };
        let mut presets: Vec<Preset> = vec![];
        for preset in keys.filter_map(read) {
            let at = presets.iter().position(|other| other.name > preset.name).unwrap_or(presets.len());
            presets.insert(at, preset);
        }
        self.state.update(|state| state.presets = presets);
    }

    /// Fills the form in from the preset with this id.
    pub fn start_from(self, id: &str) {
        let read = || Preset::read(id, &local_storage()?.get_item(&place(id)).ok()??).ok();
        let Some((preset, reading)) = read() else { return self.read_presets() };
        self.fill(reading, "preset", say::from_preset(&preset.name), false);
        self.state.update(|state| (state.chosen, state.name) = (preset.id, preset.name));
    }

    /// Saves the form under the name that is typed.
    pub fn save_preset(self) {
        self.read_presets();
        let made = self
            .state
            .peek(|state| self.form.raw.peek(|raw| Preset::new(&state.name, raw, &state.presets, new_place())));
        let told = match made {
            Ok((preset, left_out)) if keep(&preset) => {
                self.state.change(|state| (state.chosen, state.name) = (preset.id.clone(), preset.name.clone()));
                let mut told = vec![say::saved(&preset.name)];
                if !left_out.is_empty() {
                    told.push(not_saved(&left_out));
                }
                told
            }
            Ok(_) => vec![say::storage_is_closed().to_owned()],
            Err(words) => vec![words],
        };
        self.read_presets();
        self.tell(told);
    }

    /// What would not be saved with the form as it stands, in words; followed.
    pub fn unsaved_secrets(self) -> String {
        let (_, left_out) = self.form.raw.with(OrderForm::without_secrets);
        if left_out.is_empty() { String::new() } else { not_saved(&left_out) }
    }

    /// Deletes the preset that is chosen.
    pub fn delete_preset(self) {
        let chosen = self.state.change(|state| std::mem::take(&mut state.chosen));
        let preset = self.state.peek(|state| state.presets.iter().find(|preset| preset.id == chosen).cloned());
        let (Some(preset), Some(storage)) = (preset, local_storage()) else { return };
        let _ = storage.remove_item(&place(&preset.id));
        self.read_presets();
        self.tell(vec![say::deleted(&preset.name)]);
        self.state.update(|state| state.deleted = Some(preset));
    }

    /// Puts back what was deleted last.
    pub fn undo_delete(self) {
        let Some(preset) = self.state.change(|state| state.deleted.take()) else { return };
        keep(&preset);
        self.read_presets();
        self.state.change(|state| state.chosen = preset.id);
        self.tell(vec![say::restored(preset.name)]);
    }

    /// Takes in what a file holds.
    pub fn import_presets(self, text: &str) {
        self.read_presets();
        let read = self.state.peek(|state| preset::import(text, &state.presets, &mut new_place));
        let told = match read {
            Ok(import) if import.presets.iter().all(keep) => import.told,
            Ok(_) => vec![say::storage_is_full().to_owned()],
            Err(broken) => vec![broken.describe("file")],
        };
        self.read_presets();
        self.tell(told);
    }

    /// A link to the form as it stands: shown, and copied if the browser lets us.
    pub fn share(self) {
        let made = self.account.volumes.peek(|volumes| self.form.raw.peek(|raw| raw.link(volumes)));
        let Some((hash, left_out)) = made else {
            return self.tell(vec![say::too_much_for_link().to_owned()]);
        };
        let link = browser::address(&hash);
        self.state.change(|state| state.link.clone_from(&link));
        spawn_local(async move {
            let copied = if browser::copy(&link).await { say::link_copied() } else { say::copy_the_link() };
            let mut told = vec![sentences(&[copied, say::who_opens_the_link()])];
            if !left_out.is_empty() {
                told.push(say::not_in_link(list_plain(&left_out)));
            }
            self.tell(told);
        });
    }
}

fn not_saved(left_out: &[String]) -> String {
    say::not_saved(list_plain(left_out))
}

fn place(id: &str) -> String {
    format!("{SHELF}{id}")
}

fn new_place() -> (String, launchpod_core::types::time::Timestamp) {
    let id = LaunchTag::from_random(browser::random_bits().unwrap_or_default());
    (id.as_str().to_owned(), clock::now())
}

fn keep(preset: &Preset) -> bool {
    local_storage().is_some_and(|storage| storage.set_item(&place(&preset.id), &preset.write()).is_ok())
}
