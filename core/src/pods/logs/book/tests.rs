use super::*;
use crate::order::Variable;
use proptest::prelude::*;

fn line(source: Source, text: &str) -> LogLine {
    LogLine { source: Some(source), at: Timestamp::parse("2026-11-29T12:00:00Z"), text: text.to_owned() }
}

fn system(text: &str) -> LogLine {
    line(Source::System, text)
}

fn container(text: &str) -> LogLine {
    line(Source::Container, text)
}

fn book(lines: impl IntoIterator<Item = LogLine>) -> LogBook {
    let mut book = LogBook::default();
    lines.into_iter().for_each(|line| book.take(line));
    book
}

fn texts(book: &LogBook) -> Vec<&str> {
    book.entries().map(|entry| entry.text.as_str()).collect()
}

#[test]
fn the_newest_are_kept_and_the_number_of_the_others_is_said() {
    let book = book((0..MOST_LINES + 3).map(|number| container(&format!("line {number}"))));
    assert_eq!(book.entries().count(), MOST_LINES);
    assert_eq!((book.dropped(), book.entries().next().unwrap().number), (3, 3));
    assert!(book.text("").starts_with("[3 older lines are not kept]\n2026-11-29T12:00:00Z container line 3\n"));
}

#[test]
fn long_lines_leave_room_for_fewer() {
    let book = book((0..MOST_LINES).map(|_| container(&"é".repeat(4_000))));
    assert!(book.bytes <= MOST_BYTES);
    assert!(book.dropped() > 4_000, "{}", book.dropped());
}

#[test]
fn a_download_is_one_line_wherever_the_container_speaks_in_between() {
    let layers = (0..1_500).map(|number| system(&format!("{:012x} Downloading {}MB/75MB", number / 75, number % 75)));
    let mut book = book([system("create container a:1")].into_iter().chain(layers));
    book.take(container("hello"));
    book.take(system("000000000000 Pull complete"));
    assert_eq!(book.entries().count(), 3);
    let download = book.entries().nth(1).unwrap().clone();
    assert_eq!((download.number, download.lines), (1, 1_501));
    assert!(download.text.starts_with("Image download: 1 layer done, 19 downloading"), "{}", download.text);
    assert!(download.line().ends_with(" [1501 lines]"));
    book.take(system("start container for a:1: begin"));
    book.take(system("00000000ffff Pulling fs layer"));
    let last = book.entries().next_back().unwrap();
    assert_eq!((last.number, last.lines), (4, 1), "another download");
}

#[test]
fn a_download_whose_line_was_dropped_begins_another() {
    let mut book = book([system("000000000001 Pulling fs layer")]);
    (0..MOST_LINES).for_each(|_| book.take(container("x")));
    assert_eq!(book.dropped(), 1);
    book.take(system("000000000002 Pulling fs layer"));
    let last = book.entries().next_back().unwrap();
    assert_eq!(last.text, "Image download: 2 waiting");
}

#[test]
fn a_container_that_speaks_like_the_host_is_not_folded() {
    let book = book([container("000000000001 Pull complete"), container("000000000002 Pull complete")]);
    assert_eq!(book.entries().count(), 2);
}

#[test]
fn it_is_searched_in_any_case() {
    let book = book([container("CUDA Version"), system("other"), container("no cuda"), container("Größe")]);
    let found = |search: &str| book.matching(search).map(|entry| entry.number).collect::<Vec<_>>();
    assert_eq!(found("cuda"), [0, 2]);
    assert_eq!(found(" GRÖSSE"), Vec::<u64>::new());
    assert_eq!(found("GRÖ"), [3]);
    assert_eq!(found("").len(), 4);
    assert_eq!(book.text("other"), "2026-11-29T12:00:00Z system other\n");
}

#[test]
fn a_secret_is_hidden_even_in_colours() {
    let env = [Variable { key: "DB_PASSWORD".into(), value: "correct horse".into() }];
    let mut book = LogBook::new(Mask::of(&env));
    book.take(container("it is \u{1b}[31mcorrect \u{1b}[1mhorse\u{1b}[0m."));
    assert_eq!(texts(&book), ["it is ••••••••."]);
}

#[test]
fn a_line_without_time_and_source_is_shown() {
    let book = book([LogLine { text: "no JSON at all \u{1b}[7m".into(), ..LogLine::default() }]);
    assert_eq!(book.text(""), "- - no JSON at all \n");
}

fn any_line() -> impl Strategy<Value = LogLine> {
    let source = prop_oneof![Just(None), Just(Some(Source::System)), Just(Some(Source::Container))];
    (source, "[0-9a-f]{12} (Downloading 1MB/2MB|Pull complete)|.*").prop_map(|(source, text)| LogLine {
        source,
        at: None,
        text,
    })
}

proptest! {
    #[test]
    fn every_line_is_in_an_entry_or_dropped(lines in prop::collection::vec(any_line(), 0..200)) {
        let count = lines.len() as u64;
        let book = book(lines);
        prop_assert_eq!(book.entries().map(|entry| entry.lines).sum::<u64>() + book.dropped(), count);
        prop_assert_eq!(book.bytes, book.entries().map(|entry| entry.text.len()).sum::<usize>());
        let numbers: Vec<u64> = book.entries().map(|entry| entry.number).collect();
        prop_assert!(numbers.windows(2).all(|pair| pair[0] + 1 == pair[1]));
    }
}
