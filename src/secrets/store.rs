//! Secrets at RunPod: listed, made, chosen for a variable, deleted. A value is kept here from its typing to its one request.

use launchpod_core::order::{Field as OrderField, Variable};
use launchpod_core::runpod::error::ApiError;
use launchpod_core::secrets::{Field, NewSecret, Problem, Secret, reference, referred};
use launchpod_words::secrets as say;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::context::{AppContext, store};
use crate::launch::environment::{SecretTarget, value_id};
use crate::launch::form::LaunchForm;
use crate::platform::browser;

/// What the panel shows, followed. It lives as long as the panel does.
#[derive(Clone, Copy)]
pub struct SecretStore {
    context: AppContext,
    form: LaunchForm,
    /// The row of the environment that a secret is chosen for.
    pub target: SecretTarget,
    /// All secrets; `None` before the first answer.
    pub listed: RwSignal<Option<Vec<Secret>>>,
    /// The new one, as typed.
    pub raw: RwSignal<Variable>,
    /// What is wrong with it.
    pub problems: RwSignal<Vec<Problem>>,
    /// The one whose deletion is asked about.
    pub asking: RwSignal<Option<Secret>>,
    /// Whether something was asked for that is not answered.
    pub busy: RwSignal<bool>,
    /// What is being done, or was done, in words.
    pub said: RwSignal<String>,
    /// What went wrong.
    pub failure: RwSignal<Option<ApiError>>,
}

impl SecretStore {
    /// Asks for the list.
    pub fn open() -> Self {
        let opened = Self {
            context: store(),
            form: store(),
            target: store(),
            listed: RwSignal::default(),
            raw: RwSignal::default(),
            problems: RwSignal::default(),
            asking: RwSignal::default(),
            busy: RwSignal::new(false),
            said: RwSignal::default(),
            failure: RwSignal::default(),
        };
        opened.run_exclusive(say::listing().into(), async move { opened.list().await.map(|_| String::new()) });
        opened
    }

    /// One thing at a time; what came of it is said.
    fn run_exclusive(self, saying: String, what: impl Future<Output = Result<String, ApiError>> + 'static) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        self.failure.set(None);
        self.said.set(saying);
        spawn_local(async move {
            let came = what.await;
            // The panel may have been closed meanwhile.
            self.busy.try_set(false);
            let (said, failure) = came.map_or_else(|failure| (String::new(), Some(failure)), |said| (said, None));
            self.said.try_set(said);
            self.failure.try_set(failure);
        });
    }

    /// Reads the list anew.
    pub fn reload(self) {
        self.run_exclusive(say::listing().into(), async move { self.list().await.map(|_| String::new()) });
    }

    async fn list(self) -> Result<Vec<Secret>, ApiError> {
        let listed = self.context.client().beside().secrets().await?;
        self.listed.try_set(Some(listed.clone()));
        Ok(listed)
    }

    /// What is wrong with a field, followed.
    pub fn problem(self, field: Field) -> String {
        self.problems
            .with(|all| all.iter().find(|(of, _)| *of == field).map_or(String::new(), |(_, text)| text.clone()))
    }

    /// Something was typed.
    pub fn change(self, field: Field, how: impl FnOnce(&mut Variable)) {
        self.raw.update(how);
        self.problems.update(|all| all.retain(|(of, _)| *of != field));
    }

    /// The button that makes a secret. Its value is gone from the page before it has left.
    pub fn make(self) {
        let Some(known) = self.listed.get_untracked().filter(|_| !self.busy.get_untracked()) else { return };
        let read = self.raw.with_untracked(|raw| NewSecret::read(raw, &known, self.context.client().key()));
        let at = self.target.0.get_untracked();
        match read {
            Ok(wanted) => {
                self.raw.update(|raw| raw.value.clear());
                let saying = say::making(wanted.name());
                self.run_exclusive(saying, async move { self.ask_to_make(wanted, at).await });
            }
            Err(problems) => {
                let first = problems.first().map(|(field, _)| id_of(*field));
                self.problems.set(problems);
                browser::focus(first.unwrap_or_default());
            }
        }
    }

    async fn ask_to_make(self, wanted: NewSecret, at: Option<usize>) -> Result<String, ApiError> {
        let answer = self.context.client().beside().make_secret(&wanted).await;
        if let Err(failure) = answer {
            // Where the answer was lost, the list knows; the name was free before.
            let there = failure.is_ambiguous()
                && self.list().await.is_ok_and(|listed| listed.iter().any(|secret| secret.name == wanted.name()));
            if !there {
                return Err(failure);
            }
        }
        // The panel may be open for another variable by now.
        if self.target.0.try_get_untracked().flatten() == at {
            self.choose(wanted.name());
        }
        Ok(String::new())
    }

    /// Puts a reference into the variable, and closes the panel.
    pub fn choose(self, name: &str) {
        let Some(at) = self.target.0.try_get_untracked().flatten() else { return };
        self.form.change(&[OrderField::Env], |raw| {
            if let Some(variable) = raw.env.get_mut(at) {
                variable.value = reference(name);
            }
        });
        self.target.0.set(None);
        request_animation_frame(move || browser::focus(&value_id(at)));
    }

    /// Closes the panel.
    pub fn close(self) {
        if let Some(at) = self.target.0.get_untracked() {
            request_animation_frame(move || browser::focus(&value_id(at)));
        }
        self.target.0.set(None);
    }

    /// The variables of the form that refer to this secret, by name.
    pub fn users_of(self, name: &str) -> Vec<String> {
        let refers = |variable: &&Variable| referred(&variable.value) == Some(name);
        self.form.raw.peek(|raw| raw.env.iter().filter(refers).map(|variable| variable.key.clone()).collect())
    }

    /// The question before a deletion, or its end.
    pub fn ask(self, about: Option<Secret>) {
        let focus = if about.is_some() { "secret-keep" } else { "secrets-heading" };
        self.asking.set(about);
        request_animation_frame(move || browser::focus(focus));
    }

    /// The second click: deletes it.
    pub fn delete(self, secret: Secret) {
        let saying = say::deleting(&secret.name);
        self.ask(None);
        self.run_exclusive(saying, async move {
            let answer = self.context.client().beside().delete_secret(&secret.id).await;
            let gone = self.list().await.is_ok_and(|listed| listed.iter().all(|other| other.id != secret.id));
            match answer {
                Err(failure) if !gone => Err(failure),
                _ => Ok(say::deleted(&secret.name)),
            }
        });
    }
}

/// The id of a field's input.
pub const fn id_of(field: Field) -> &'static str {
    match field {
        Field::Name => "secret-name",
        Field::Value => "secret-value",
    }
}
