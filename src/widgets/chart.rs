//! A curve over time with its axes: a name and a figure above it, three lines with labels, where it begins and where it ends.

use leptos::prelude::*;

/// Points of a curve: how far across and how far up, both in thousandths. Where it is broken, two curves.
pub type Curve = Vec<(u32, u32)>;

/// How wide and how high a chart is, in units of its own.
pub const SIDE: u32 = 1000;

/// One picture, told in one go to whoever does not see it.
#[component]
pub fn Chart(
    /// Its name in the page's markup.
    id: &'static str,
    /// What it shows.
    title: &'static str,
    /// What it shows now; followed.
    #[prop(into)]
    last: Signal<String>,
    /// How far it has gone; followed.
    #[prop(into)]
    range: Signal<String>,
    /// All of it in words; followed.
    #[prop(into)]
    words: Signal<String>,
    /// What is drawn; followed.
    #[prop(into)]
    curves: Signal<Vec<Curve>>,
    /// What stands there as long as nothing is drawn.
    empty: &'static str,
    /// The labels of its lines, from the top; followed.
    #[prop(into)]
    lines: Signal<[String; 3]>,
    /// Where it begins and where it ends.
    ends: [String; 2],
) -> impl IntoView {
    let labels =
        move || lines.get().map(|label| view! { <span>{label}</span> }.into_any()).into_iter().collect::<Vec<_>>();
    let nothing = move || curves.with(Vec::is_empty).then(|| view! { <p class="chart-nothing">{empty}</p> }.into_any());
    let [begin, end] = ends;
    let all = move |path: fn(&[(u32, u32)]) -> String| {
        curves.with(|curves| curves.iter().map(|points| path(points)).collect::<String>())
    };
    view! {
        <div class="chart" role="img" data-chart=id aria-label=move || words.get()>
            <p class="chart-title">{title}<span class="chart-range">{move || range.get()}</span><b>{move || last.get()}</b></p>
            <div class="chart-lines">{labels}</div>
            <div class="chart-plot">
                {plot(Signal::derive(move || all(area)), Signal::derive(move || all(curve)))}
                {nothing}
            </div>
            <p class="chart-ends"><span>{begin}</span><span>{end}</span></p>
        </div>
    }
    .into_any()
}

/// What all charts are drawn with: three lines, what lies below a curve, and the curve, as paths in a square of [`SIDE`] that
/// becomes as wide and as high as there is room.
pub fn plot(area: Signal<String>, curve: Signal<String>) -> AnyView {
    view! {
        <svg class="plot" viewBox="0 0 1000 1000" preserveAspectRatio="none" aria-hidden="true">
            <path class="grid" d="M0 0H1000M0 500H1000M0 1000H1000"></path>
            <path class="area" d=move || area.get()></path>
            <path class="curve" d=move || curve.get()></path>
        </svg>
    }
    .into_any()
}

/// A curve of one point is drawn as a dot.
fn curve(points: &[(u32, u32)]) -> String {
    let all: Vec<String> = points.first().into_iter().chain(points).map(point).collect();
    format!("M{}", all.join("L"))
}

/// What lies below a curve.
fn area(points: &[(u32, u32)]) -> String {
    let (Some((first, _)), Some((last, _))) = (points.first(), points.last()) else { return String::new() };
    let all: Vec<String> = points.iter().map(point).collect();
    format!("M{first} {SIDE}L{}L{last} {SIDE}Z", all.join("L"))
}

fn point((across, up): &(u32, u32)) -> String {
    format!("{across} {}", SIDE - (*up).min(SIDE))
}
