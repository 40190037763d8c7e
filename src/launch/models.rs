//! The models that a ComfyUI pod loads while it starts.

use launchpod_core::models::known::{KNOWN_MODELS, KnownModel};
use launchpod_core::models::room::{COMFY_GB, Fit, Place, total};
use launchpod_core::models::{
    Folder, Model, TOKEN_HOSTS, TokenHost, address, known, list, size_text, takes_models, token,
};
use launchpod_core::order::{Field, OrderForm};
use launchpod_words::{models as say, sentences};
use leptos::prelude::*;

use crate::account::AccountStore;
use crate::context::store;
use crate::launch::field::Below;
use crate::launch::form::LaunchForm;
use crate::platform::browser;
use crate::widgets::disclosure::keeps_enter;

/// Where a model by address is typed.
const ADDRESS: &str = "model-address";

/// What is chosen of the form as it stands; followed.
fn chosen(form: LaunchForm) -> Vec<Model> {
    form.raw.with(|raw| list::readable(raw.get(Field::Models)))
}

/// Where they would go; followed.
fn place(form: LaunchForm) -> Place {
    let account = store::<AccountStore>();
    form.raw.with(|raw| account.volumes.with(|volumes| Place::of(raw, volumes)))
}

/// The part of the form; nothing for other images.
#[component]
pub fn Models() -> impl IntoView {
    let form = store::<LaunchForm>();
    let of_image = Memo::new(move |_| form.raw.with(|raw| takes_models(raw.image())));
    let can_load = Memo::new(move |_| form.raw.with(OrderForm::takes_models));
    move || {
        of_image.get().then(|| {
            let inner = move || match can_load.get() {
                true => view! { <Choices /> }.into_any(),
                false => view! { <p class="notice" data-field="no-models">{say::own_start()}</p> }.into_any(),
            };
            // What a preset or a pod has brought is in sight; else it is one stop on the way to Launch.
            let opens = untrack(|| !chosen(form).is_empty() || form.problem(Field::Models).is_some());
            view! {
                <section class="part" id="models" tabindex="-1" aria-labelledby="models-heading">
                    <details data-field="models" prop:open=opens>
                        <summary>
                            <h2 id="models-heading">{say::heading()}</h2>
                            <span class="more-changes">{move || sum_text(&chosen(form))}</span>
                        </summary>
                        <div class="part-inner">{inner}</div>
                    </details>
                </section>
            }
            .into_any()
        })
    }
}

#[component]
fn Choices() -> impl IntoView {
    let form = store::<LaunchForm>();
    let own = Memo::new(move |_| {
        let is_own = |model: &Model| known::of_address(&model.address).is_none_or(|known| known.model() != *model);
        Own(chosen(form).into_iter().filter(is_own).collect())
    });
    view! {
        <fieldset aria-labelledby="models-heading" aria-describedby="models-problem models-help">
            <Below field=Field::Models />
            <p class="help">{say::intro_progress()}</p>
            {KNOWN_MODELS.iter().map(|known| known_row(form, known)).collect::<Vec<AnyView>>()}
            {move || own.get().0.into_iter().map(|model| own_row(form, model)).collect::<Vec<AnyView>>()}
            <p class="help" role="status" data-field="models-room">{move || room_text(form)}</p>
            <ByAddress />
            <Tokens />
        </fieldset>
    }
    .into_any()
}

/// The models that are not in the table.
#[derive(Clone, PartialEq)]
struct Own(Vec<Model>);

fn known_row(form: LaunchForm, known: &'static KnownModel) -> AnyView {
    let id = format!("model-{}", known.key);
    let help = format!("{id}-help");
    let is_chosen = move || chosen(form).contains(&known.model());
    let change = move |on: bool| {
        form.change(&[Field::Models], |raw| {
            let text = raw.get(Field::Models);
            let text = match on {
                true => list::with(text, known.model()).unwrap_or_else(|_| text.to_owned()),
                false => list::without(text, &known.model()),
            };
            raw.set(Field::Models, &text);
        });
    };
    view! {
        <div class="field switch">
            <input
                id=id.clone()
                type="checkbox"
                aria-describedby=help.clone()
                prop:checked=is_chosen
                on:change=move |event| change(event_target_checked(&event))
            />
            <label for=id>{known.label}</label>
            <p class="help" id=help>{move || facts(form, &known.model())}</p>
        </div>
    }
    .into_any()
}

fn own_row(form: LaunchForm, model: Model) -> AnyView {
    let (file, remove_words) = (model.file.clone(), say::remove(&model.file));
    let caution = model.may_hold_code().then(|| view! { <p class="notice">{say::may_hold_code()}</p> }.into_any());
    let (of_facts, of_remove) = (model.clone(), model);
    let remove = move |_| {
        form.change(&[Field::Models], |raw| {
            let text = list::without(raw.get(Field::Models), &of_remove);
            raw.set(Field::Models, &text);
        });
        browser::focus("models");
    };
    view! {
        <div class="field" data-field="own-model">
            <p>
                <bdi>{file}</bdi>
                " "
                <button type="button" class="quiet" on:click=remove>{remove_words}</button>
            </p>
            <p class="help">{move || facts(form, &of_facts)}</p>
            {caution}
        </div>
    }
    .into_any()
}

/// Its size, its folder, and whether it fits beside what else is chosen; followed.
fn facts(form: LaunchForm, model: &Model) -> String {
    let folder = model.folder.as_str();
    let facts = match model.bytes {
        Some(bytes) => say::facts(size_text(bytes), folder),
        None => say::facts_without_size(folder),
    };
    let mut all = chosen(form);
    if !all.contains(model) {
        all.push(model.clone());
    }
    let fit = match place(form).fits(total(&all)) {
        Fit::Fits => say::fits(),
        Fit::TooLarge => say::does_not_fit(),
        Fit::NotKnown => say::fit_not_known(),
    };
    sentences(&[&(facts + "."), fit])
}

/// How much is chosen; empty for nothing.
fn sum_text(chosen: &[Model]) -> String {
    match (chosen.is_empty(), total(chosen)) {
        (true, _) => String::new(),
        (false, Some(bytes)) => say::chosen(size_text(bytes)),
        (false, None) => say::chosen_without_size().to_owned(),
    }
}

/// Where they go, and whether all that is chosen fits; followed.
fn room_text(form: LaunchForm) -> String {
    let (place, chosen) = (place(form), chosen(form));
    let goes = match place {
        Place::NetworkVolume(gb) => say::on_network_volume(gb),
        Place::PodVolume(gb) => say::on_pod_volume(gb),
        Place::ContainerDisk(gb) => say::on_disk(gb),
        Place::NotKnown => say::place_not_known().to_owned(),
    };
    let sum = sum_text(&chosen);
    let free = if place == Place::NotKnown { String::new() } else { say::kept_free(COMFY_GB) };
    let too_large = if place.fits(total(&chosen)) == Fit::TooLarge { say::chosen_too_large() } else { "" };
    sentences(&[&sum, too_large, &goes, &free])
}

#[component]
fn ByAddress() -> impl IntoView {
    let form = store::<LaunchForm>();
    let [typed, file, sha] = [(); 3].map(|()| RwSignal::new(String::new()));
    let (folder, problem, said) =
        (RwSignal::new(Folder::Loras), RwSignal::new(String::new()), RwSignal::new(String::new()));
    let add = move || {
        let read =
            address::read(&typed.get_untracked(), folder.get_untracked(), &file.get_untracked(), &sha.get_untracked());
        let added = read.and_then(|model| {
            let name = model.file.clone();
            let text = form.raw.peek(|raw| list::with(raw.get(Field::Models), model))?;
            form.change(&[Field::Models], |raw| raw.set(Field::Models, &text));
            Ok(name)
        });
        match added {
            Ok(name) => {
                [typed, file, sha].iter().for_each(|text| text.set(String::new()));
                problem.set(String::new());
                said.set(say::added(name));
            }
            Err(words) => {
                said.set(String::new());
                problem.set(words);
            }
        }
        browser::focus(ADDRESS);
    };
    let text = move |id: &'static str, label: &'static str, help: &'static str, text: RwSignal<String>| {
        let described = format!("{id}-help model-problem");
        view! {
            <div class="field">
                <label for=id>{label}</label>
                <input
                    type="text"
                    id=id
                    autocomplete="off"
                    autocapitalize="off"
                    spellcheck="false"
                    aria-describedby=described
                    prop:value=move || text.get()
                    on:input=move |event| text.set(event_target_value(&event))
                    on:keydown=move |event| if keeps_enter(&event) { add() }
                />
                <p class="help" id=format!("{id}-help")>{help}</p>
            </div>
        }
        .into_any()
    };
    let option = move |known: Folder| {
        let is_it = move || folder.get() == known;
        view! { <option value=known.as_str() prop:selected=is_it>{known.as_str()}</option> }.into_any()
    };
    let choose = move |event: leptos::ev::Event| {
        folder.set(Folder::parse(&event_target_value(&event)).unwrap_or_default());
    };
    view! {
        <details data-field="add-model">
            <summary>{say::add_heading()}</summary>
            <div class="part-inner">
                {text(ADDRESS, say::address(), say::address_help(), typed)}
                <div class="field-pair">
                    <div class="field">
                        <label for="model-folder">{say::folder()}</label>
                        <select id="model-folder" on:change=choose>
                            {Folder::ALL.into_iter().map(option).collect::<Vec<AnyView>>()}
                        </select>
                    </div>
                    {text("model-file", say::file(), say::file_help(), file)}
                </div>
                {text("model-sha", say::sha(), say::sha_help(), sha)}
                <p class="problem" id="model-problem" role="alert">{move || problem.get()}</p>
                <p role="status">{move || said.get()}</p>
                <button type="button" on:click=move |_| add()>{say::add()}</button>
            </div>
        </details>
    }
    .into_any()
}

/// Opens by itself as soon as a model could need one.
#[component]
fn Tokens() -> impl IntoView {
    let form = store::<LaunchForm>();
    let wanted = Memo::new(move |_| token::may_be_needed(&chosen(form)));
    view! {
        <details data-field="model-tokens" prop:open=move || wanted.get()>
            <summary>{say::tokens()}</summary>
            <div class="part-inner">
                {TOKEN_HOSTS.map(|host| token_field(form, host)).into_iter().collect::<Vec<AnyView>>()}
            </div>
        </details>
    }
    .into_any()
}

fn token_field(form: LaunchForm, host: TokenHost) -> AnyView {
    let id = format!("token-{}", host.variable);
    let help = format!("{id}-help");
    view! {
        <div class="field">
            <label for=id.clone()>{say::token_of(host.name)}</label>
            <input
                type="password"
                id=id
                autocomplete="off"
                spellcheck="false"
                aria-describedby=help.clone()
                prop:value=move || form.raw.with(|raw| token::get(raw, host).to_owned())
                on:input=move |event| {
                    form.change(&[Field::Env], |raw| token::set(raw, host, &event_target_value(&event)));
                }
                on:keydown=move |event| _ = keeps_enter(&event)
            />
            <p class="help" id=help>{say::token_help(host.variable)}</p>
        </div>
    }
    .into_any()
}
