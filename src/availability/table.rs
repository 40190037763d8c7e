//! The grid itself. A wide screen shows it whole; a narrow one shows the data center that is chosen above it.

use std::sync::Arc;

use launchpod_core::catalog::availability::{AvailabilityGrid, Cell, DataCenter, Direction, Row};
use launchpod_words::{availability as say, units};
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

use crate::account::AccountStore;
use crate::availability::column_heads::ColumnHeads;
use crate::availability::scroll_edges::ScrollEdges;
use crate::availability::store::AvailabilityStore;
use crate::availability::store::cell_id;
use crate::context::store;
use crate::widgets::keyed::Keyed;

/// The table. Tab stops at one cell; arrows go from cell to cell.
#[component]
pub fn GridTable() -> impl IntoView {
    let availability = store::<AvailabilityStore>();
    let shown = Memo::new(move |_| availability.shown().filter(|shown| !shown.rows.is_empty()));
    let stop = Memo::new(move |_| shown.with(|shown| stop_of(availability, shown.as_ref()?)).unwrap_or_default());
    let keys = Signal::derive(move || {
        shown.with(|shown| shown.iter().flat_map(|grid| grid.rows.iter().map(|row| key(grid, row))).collect())
    });
    let columns =
        Memo::new(move |_| shown.with(|shown| shown.as_ref().map(|shown| shown.places.clone()).unwrap_or_default()));
    let walk = move |event: KeyboardEvent| {
        let way = match event.key().as_str() {
            "ArrowUp" => Direction::Up,
            "ArrowDown" => Direction::Down,
            "ArrowLeft" => Direction::Left,
            "ArrowRight" => Direction::Right,
            _ => return,
        };
        event.prevent_default();
        shown.with_untracked(|shown| shown.iter().for_each(|shown| availability.walk(shown, way)));
    };
    view! {
        <div class="grid-place field">
            <label for="grid-here">{say::place_to_look_at()}</label>
            <select id="grid-here" on:change=move |event| availability.here.set(event_target_value(&event))>
                {move || columns.get().into_iter().map(|place| choice(place, stop)).collect::<Vec<_>>()}
            </select>
        </div>
        <ScrollEdges
            empty=Signal::derive(move || columns.with(Vec::is_empty))
            columns=Signal::derive(move || columns.with(Vec::len))
        >
            <table>
                <caption>{say::caption()}</caption>
                <thead>
                    <tr>
                        <ColumnHeads />
                        {move || columns.get().into_iter().map(|place| head(place, stop)).collect::<Vec<_>>()}
                    </tr>
                </thead>
                <tbody on:keydown=walk>
                    <Keyed
                        keys
                        entry=Arc::new(move |wanted| {
                            shown.with_untracked(|shown| {
                                let shown = shown.as_ref();
                                let row = shown.and_then(|grid| grid.rows.iter().find(|row| key(grid, row) == wanted));
                                shown.zip(row).map(|(grid, row)| line(grid, row, stop))
                            }).into_any()
                        })
                    />
                </tbody>
            </table>
        </ScrollEdges>
    }
}

/// GPU type and data center of the cell in which Tab stops.
type Stop = Memo<(String, String)>;

fn stop_of(availability: AvailabilityStore, shown: &AvailabilityGrid) -> Option<(String, String)> {
    let (row, place) = availability.stop(shown)?;
    Some((shown.rows.get(row)?.gpu_type.to_string(), shown.places.get(place)?.id.to_string()))
}

/// What makes a row another one: its GPU type, its columns, and what stands in it.
fn key(grid: &AvailabilityGrid, row: &Row) -> String {
    let mut key = row.gpu_type.to_string();
    for (cell, place) in row.cells.iter().zip(&grid.places) {
        key.push_str(place.id.as_str());
        if let Some(cell) = cell {
            key.push_str(&cell.price.micros().to_string());
            key.push_str(cell.stock.as_str());
        }
    }
    key
}

fn is_here(stop: Stop, id: &str) -> bool {
    stop.with(|(_, here)| here == id)
}

fn choice(place: DataCenter, stop: Stop) -> AnyView {
    let (id, words) = (place.id.to_string(), place.describe());
    let chosen = {
        let id = id.clone();
        move || is_here(stop, &id)
    };
    view! { <option value=id prop:selected=chosen>{words}</option> }.into_any()
}

fn head(place: DataCenter, stop: Stop) -> AnyView {
    let id = place.id.to_string();
    let volume = {
        let (id, account) = (place.id.clone(), store::<AccountStore>());
        move || account.volumes.with(|all| all.iter().any(|volume| volume.data_center == id)).then(say::your_volume)
    };
    view! {
        <th scope="col" class="place" class:here=move || is_here(stop, &id)>
            {place.id.to_string()}
            <span class="detail">{place.country_name().to_owned()}{volume}</span>
        </th>
    }
    .into_any()
}

fn line(grid: &AvailabilityGrid, row: &Row, stop: Stop) -> AnyView {
    let store = store::<AvailabilityStore>();
    let cells: Vec<AnyView> =
        row.cells.iter().zip(&grid.places).map(|(cell, place)| entry(row, place, cell.as_ref(), stop)).collect();
    let id = StoredValue::new(row.gpu_type.to_string());
    let wanted = move || store.wanted.with(|wanted| id.with_value(|id| wanted.contains(id)));
    let memory = match row.memory_gb {
        0 => String::new(),
        gb => units::gigabytes(gb),
    };
    view! {
        <tr>
            <th scope="row">
                <label class="check">
                    <input type="checkbox" prop:checked=wanted on:change=move |_| id.with_value(|id| store.tick(id)) />
                    <span><span>{row.name.clone()}</span>" "<span class="detail">{memory.clone()}</span></span>
                </label>
            </th>
            <td class="fact">{memory}</td>
            <td class="fact">{row.cheapest().map(|price| price.to_string())}</td>
            {cells}
        </tr>
    }
    .into_any()
}

fn entry(row: &Row, place: &DataCenter, cell: Option<&Cell>, stop: Stop) -> AnyView {
    let availability = store::<AvailabilityStore>();
    let ids = StoredValue::new((row.gpu_type.clone(), place.id.clone()));
    let name = StoredValue::new(row.name.clone());
    let here = move || ids.with_value(|(_, place)| is_here(stop, place.as_str()));
    let Some(cell) = cell else {
        let none = say::none_here();
        return view! {
            <td class="place" class:here=here>
                <span aria-hidden="true">"–"</span>
                <span class="visually-hidden">{none}</span>
            </td>
        }
        .into_any();
    };
    let stops = move || {
        let same = ids.with_value(|(gpu, place)| stop.with(|stop| stop.0 == gpu.as_str() && stop.1 == place.as_str()));
        if same { "0" } else { "-1" }
    };
    let (price, stock) = (cell.price.to_string(), cell.stock.describe().to_owned());
    let label = say::cell(&row.name, &place.id, &price, &stock);
    let stand = move |_| ids.with_value(|(gpu, place)| availability.stand(gpu, place));
    let click = move |_| {
        ids.with_value(|(gpu, place)| {
            name.with_value(|name| availability.choose_cell(gpu, name, place));
        })
    };
    view! {
        <td class="place" class:here=here data-stock=cell.stock.as_str().to_owned()>
            <button
                type="button"
                id=cell_id(row.gpu_type.as_str(), place.id.as_str())
                tabindex=stops
                aria-label=label
                on:focus=stand
                on:click=click
            >
                {price}
                " "
                <span class="detail">{stock}</span>
            </button>
        </td>
    }
    .into_any()
}
