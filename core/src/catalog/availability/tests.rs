use super::*;
use proptest::prelude::*;

pub(crate) fn place(id: &str, volumes: bool) -> DataCenter {
    DataCenter { id: DataCenterId::new(id), country: "Romania".into(), volumes }
}

pub(crate) fn cell(cents: i64, stock: Stock) -> Option<Cell> {
    Some(Cell { price: GpuRate::from_micros(cents * 10_000), stock })
}

pub(crate) fn row(name: &str, memory_gb: u32, cells: Vec<Option<Cell>>) -> Row {
    Row { gpu_type: GpuTypeId::new(name), name: name.into(), memory_gb, cells }
}

fn volume(place: &str) -> NetworkVolume {
    let id = crate::types::ids::NetworkVolumeId::new("v");
    NetworkVolume { id, name: "models".into(), size_gb: 100, data_center: DataCenterId::new(place), volume_type: None }
}

///            EU-CZ-1      EU-RO-1      US-GA-1 (no volumes)
/// RTX 4090   -            0.69 some    0.72 plenty
/// L40S       0.86 plenty  0.86 few     -
/// A100       -            -            1.64 plenty
/// B200       -            -            -
fn grid() -> AvailabilityGrid {
    AvailabilityGrid {
        places: vec![place("EU-CZ-1", true), place("EU-RO-1", true), place("US-GA-1", false)],
        rows: vec![
            row("A100", 80, vec![None, None, cell(164, Stock::High)]),
            row("L40S", 48, vec![cell(86, Stock::High), cell(86, Stock::Low), None]),
            row("RTX 4090", 24, vec![None, cell(69, Stock::Medium), cell(72, Stock::High)]),
            row("B200", 180, vec![None, None, None]),
        ],
        as_of: Timestamp::default(),
        scope: AvailabilityQuery::default(),
    }
}

fn names(grid: &AvailabilityGrid) -> (Vec<&str>, Vec<&str>) {
    (
        grid.rows.iter().map(|row| row.name.as_str()).collect(),
        grid.places.iter().map(|place| place.id.as_str()).collect(),
    )
}

fn filter(memory: &str, price: &str, with_volume: bool) -> Filter {
    Filter { memory: memory.into(), price: price.into(), with_volume, ..Filter::default() }
}

#[test]
fn the_cheapest_comes_first_and_what_nobody_has_is_named_apart() {
    let shown = grid().shown(&Filter::default(), &[]);
    assert_eq!(names(&shown), (vec!["RTX 4090", "L40S", "A100"], vec!["EU-CZ-1", "EU-RO-1", "US-GA-1"]));
    assert_eq!(grid().sold_out(&Filter::default()), ["B200"]);
}

#[test]
fn it_is_filtered_by_memory_price_and_volume() {
    let table = [
        (filter("48", "", false), vec!["L40S", "A100"], vec!["EU-CZ-1", "EU-RO-1", "US-GA-1"]),
        (filter("48", "$1.00", false), vec!["L40S"], vec!["EU-CZ-1", "EU-RO-1"]),
        (filter("", "0,70", false), vec!["RTX 4090"], vec!["EU-RO-1"]),
        (filter("", "", true), vec!["RTX 4090", "L40S"], vec!["EU-RO-1"]),
        (filter("", "0.1", false), vec![], vec![]),
        (filter("", "cheap", false), vec!["RTX 4090", "L40S", "A100"], vec!["EU-CZ-1", "EU-RO-1", "US-GA-1"]),
    ];
    for (filter, rows, places) in table {
        assert_eq!(names(&grid().shown(&filter, &[volume("EU-RO-1")])), (rows, places), "{filter:?}");
    }
}

#[test]
fn rows_are_sorted_by_name_memory_and_best_price_and_the_other_way_round() {
    let mut grid = grid();
    grid.rows.push(row("A40", 48, vec![cell(40, Stock::Low), None, None]));
    let sorted = |by, descending| {
        let filter = Filter { order: RowOrder { by, descending }, ..Filter::default() };
        names(&grid.shown(&filter, &[])).0.join(", ")
    };
    assert_eq!(sorted(Column::Name, false), "A40, A100, L40S, RTX 4090");
    assert_eq!(sorted(Column::Name, true), "RTX 4090, L40S, A100, A40");
    assert_eq!(sorted(Column::Memory, false), "RTX 4090, A40, L40S, A100", "of equal memory the cheapest first");
    assert_eq!(sorted(Column::Memory, true), "A100, A40, L40S, RTX 4090");
    assert_eq!(sorted(Column::Price, false), "A40, RTX 4090, L40S, A100");
    assert_eq!(sorted(Column::Price, true), "A100, L40S, RTX 4090, A40");
}

#[test]
fn the_best_price_is_that_of_what_is_shown() {
    let by_price = filter("", "", true);
    let shown = grid().shown(&by_price, &[volume("US-GA-1")]);
    assert_eq!(names(&shown), (vec!["RTX 4090", "A100"], vec!["US-GA-1"]));
    assert_eq!(shown.rows[0].cheapest(), Some(GpuRate::from_micros(720_000)));
}

#[test]
fn a_click_on_a_head_sorts_by_it_and_another_turns_it_round() {
    let start = RowOrder::default();
    let by_name = start.clicked(Column::Name);
    assert_eq!(by_name, RowOrder { by: Column::Name, descending: false });
    assert_eq!(by_name.clicked(Column::Name), RowOrder { by: Column::Name, descending: true });
    assert_eq!(by_name.clicked(Column::Name).clicked(Column::Name), by_name);
    assert_eq!(start.clicked(Column::Price), RowOrder { by: Column::Price, descending: true });
}

#[test]
fn data_centers_without_stock_are_counted_and_shown_if_wanted() {
    let own = [volume("EU-RO-1")];
    let table = [
        (filter("", "", false), 0, vec!["EU-CZ-1", "EU-RO-1", "US-GA-1"]),
        (filter("80", "", false), 2, vec!["EU-CZ-1", "EU-RO-1", "US-GA-1"]),
        (filter("", "0.70", false), 2, vec!["EU-CZ-1", "EU-RO-1", "US-GA-1"]),
        (filter("", "", true), 0, vec!["EU-RO-1"]),
    ];
    for (filter, empty, all) in table {
        let few = grid().shown(&filter, &own).places.len();
        let filter = Filter { with_empty: true, ..filter };
        let shown = grid().shown(&filter, &own);
        assert_eq!((grid().empty_places(&filter, &own), names(&shown).1), (empty, all.clone()), "{filter:?}");
        assert_eq!(few + empty, all.len());
        assert!(shown.rows.iter().all(|row| row.cells.len() == all.len()));
    }
}

#[test]
fn a_typed_price_is_read_as_people_type_it() {
    let read = |text| typed_rate(text).map(GpuRate::micros);
    assert_eq!(read("0.5"), Some(500_000));
    assert_eq!(read(" $1 "), Some(1_000_000));
    assert_eq!(read("0,50"), Some(500_000));
    assert_eq!(read(".25/h"), Some(250_000));
    for odd in ["", ".", "-1", "a", "1.2.3", "1e3", "9999999", "0.1234567"] {
        assert_eq!(read(odd), None, "{odd}");
    }
    assert_eq!(filter("", "", false).problem(), "");
    assert!(!filter("", "a", false).problem().is_empty());
}

#[test]
fn the_keyboard_goes_from_one_cell_that_has_something_to_the_next() {
    let shown = grid().shown(&Filter::default(), &[]);
    let first = shown.first(None).unwrap();
    assert_eq!(first, (0, 1));
    assert_eq!(shown.next(first, Direction::Right), Some((0, 2)));
    assert_eq!(shown.next(first, Direction::Left), None);
    assert_eq!(shown.next((0, 2), Direction::Down), Some((2, 2)), "over the hole");
    assert_eq!(shown.next((2, 2), Direction::Up), Some((0, 2)));
    assert_eq!((shown.first(Some(0)), shown.first(Some(9))), (Some((1, 0)), None));
}

#[test]
fn data_centers_with_a_volume_come_first_and_are_there_though_unlisted() {
    let places = vec![place("US-GA-1", false), place("EU-RO-1", true), place("EU-CZ-1", true)];
    let ids: Vec<String> = with_volumes(places, &[volume("US-GA-1"), volume("XX-1")])
        .into_iter()
        .map(|place| place.id.to_string())
        .collect();
    assert_eq!(ids, ["US-GA-1", "XX-1", "EU-CZ-1", "EU-RO-1"]);
}

#[test]
fn only_ids_as_runpod_gives_them_are_asked_for() {
    assert!(place("EUR-IS-1", true).is_plain());
    for odd in ["", "eu-ro-1", "EU RO", "EU\"){", &"A".repeat(33)] {
        assert!(!place(odd, true).is_plain(), "{odd}");
    }
}

#[test]
fn a_volume_belongs_where_the_gpus_wanted_are() {
    let wanted = |names: &[&str]| names.iter().map(|name| GpuTypeId::new(*name)).collect::<Vec<_>>();
    let said = |names: &[&str]| {
        let rank_data_centers = rank_data_centers(&grid(), &wanted(names));
        rank_data_centers
            .iter()
            .map(|site| format!("{}: {}", site.place.describe(), site.describe()))
            .collect::<Vec<_>>()
    };
    assert_eq!(said(&["RTX 4090"]), ["EU-RO-1, Romania: RTX 4090 some left", "EU-CZ-1, Romania: none available now"]);
    // Three each; the cheapest is in EU-RO-1.
    assert_eq!(
        said(&["RTX 4090", "L40S", "A100"]),
        [
            "EU-RO-1, Romania: RTX 4090 some left, L40S few left (may fail); 2 of 3",
            "EU-CZ-1, Romania: L40S in stock; 1 of 3"
        ]
    );
    assert_eq!(said(&["L40S"])[0], "EU-CZ-1, Romania: L40S in stock");
    assert_eq!(said(&[])[0], "EU-CZ-1, Romania: none available now");
}

fn any_grid() -> impl Strategy<Value = AvailabilityGrid> {
    let cell = prop::option::of((1i64..300, 0usize..3)).prop_map(|cell| {
        cell.map(|(cents, stock)| Cell {
            price: GpuRate::from_micros(cents * 10_000),
            stock: [Stock::High, Stock::Medium, Stock::Low][stock].clone(),
        })
    });
    (prop::collection::vec(any::<bool>(), 1..6), prop::collection::vec(prop::collection::vec(cell, 6), 0..6)).prop_map(
        |(volumes, rows)| AvailabilityGrid {
            places: volumes
                .iter()
                .zip("ABCDEF".chars())
                .map(|(volumes, id)| place(&id.to_string(), *volumes))
                .collect(),
            rows: rows
                .into_iter()
                .enumerate()
                .map(|(at, cells)| {
                    row(&format!("G{at}"), 8 * at as u32, cells.into_iter().take(volumes.len()).collect())
                })
                .collect(),
            as_of: Timestamp::default(),
            scope: AvailabilityQuery::default(),
        },
    )
}

proptest! {
    #[test]
    fn what_is_shown_is_what_fits_and_nothing_else(grid in any_grid(), cents in 1i64..300, memory in 0u32..50) {
        let filter = filter(&memory.to_string(), &format!("{}.{:02}", cents / 100, cents % 100), false);
        let shown = grid.shown(&filter, &[]);
        let all = |grid: &AvailabilityGrid| {
            let mut all: Vec<(String, String, i64)> = grid.rows.iter().flat_map(|row| {
                row.cells.iter().zip(&grid.places).filter_map(|(cell, place)| {
                    Some((row.name.clone(), place.id.to_string(), cell.as_ref()?.price.micros()))
                })
            }).collect();
            all.sort();
            all
        };
        let fits: Vec<&str> = grid.rows.iter().filter(|row| row.memory_gb >= memory).map(|row| row.name.as_str()).collect();
        let expected: Vec<_> = all(&grid).into_iter().filter(|(row, _, price)| fits.contains(&row.as_str()) && *price <= cents * 10_000).collect();
        prop_assert_eq!(all(&shown), expected);
        prop_assert!(shown.rows.iter().all(|row| row.cells.len() == shown.places.len()));
    }

    #[test]
    fn no_order_loses_or_doubles_a_row(grid in any_grid(), by in 0usize..3, descending: bool) {
        let order = RowOrder { by: Column::ALL[by], descending };
        let shown = grid.shown(&Filter { order, ..Filter::default() }, &[]);
        let mut rows = shown.rows.clone();
        rows.sort_by(|one, other| one.name.cmp(&other.name));
        let mut plain = grid.shown(&Filter::default(), &[]).rows;
        plain.sort_by(|one, other| one.name.cmp(&other.name));
        prop_assert_eq!(rows, plain);
    }

    #[test]
    fn every_cell_can_be_reached_by_arrows_from_above_or_from_the_left(grid in any_grid()) {
        let shown = grid.shown(&Filter::default(), &[]);
        for row in 0..shown.rows.len() {
            let mut place = (0..shown.places.len()).find(|place| shown.cell(row, *place).is_some()).unwrap();
            let mut seen = 1;
            while let Some((same, next)) = shown.next((row, place), Direction::Right) {
                prop_assert!(same == row && next > place);
                place = next;
                seen += 1;
            }
            prop_assert_eq!(seen, shown.rows[row].cells.iter().flatten().count());
        }
    }

    #[test]
    fn more_stock_never_makes_a_place_worse_for_a_volume(grid in any_grid(), at in 0usize..6) {
        let wanted: Vec<GpuTypeId> = grid.rows.iter().map(|row| row.gpu_type.clone()).collect();
        let at = at % grid.places.len();
        let id = grid.places[at].id.clone();
        let rank = |grid: &AvailabilityGrid| rank_data_centers(grid, &wanted).iter().position(|site| site.place.id == id);
        let mut better = grid.clone();
        for row in &mut better.rows {
            if let Some(cell) = &mut row.cells[at] {
                cell.stock = Stock::High;
            }
        }
        prop_assert!(rank(&better) <= rank(&grid));
    }

    #[test]
    fn no_price_panics(text: String) {
        let _ = typed_rate(&text);
    }
}
