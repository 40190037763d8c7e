//! Which section of a pod's page one is looking at.

/// Where a section stands in the window, in pixels from its top.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Place {
    /// Where it begins.
    pub top: f64,
    /// Where it ends.
    pub bottom: f64,
}

/// What is to be seen of the page.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Window {
    /// How high it is.
    pub height: f64,
    /// Whether the page ends in it.
    pub at_end: bool,
}

impl Window {
    /// One reads below this line: what has passed it is over.
    fn line(self) -> f64 {
        self.height / 3.0
    }
}

/// The section that one looks at: the one with the keyboard's focus as long as it is in sight, as two may stand beside each
/// other; else the first that is not over.
pub fn in_sight(sections: &[Place], focused: Option<usize>, window: Window) -> Option<usize> {
    let goes_on = |place: &Place| place.bottom > window.line();
    let in_window = |place: &Place| place.bottom > 0.0 && place.top < window.height;
    let of_focus = focused.filter(|at| {
        let place = sections.get(*at);
        // A short one may lie above the line from its top to its end; the last ones never come up to it.
        place.is_some_and(|place| in_window(place) && (goes_on(place) || place.top >= 0.0 || window.at_end))
    });
    let last = || sections.len().checked_sub(1);
    let first = || sections.iter().position(goes_on);
    of_focus.or_else(|| if window.at_end { last() } else { first().or_else(last) })
}

#[cfg(test)]
mod tests {
    use super::*;

    const HIGH: Window = Window { height: 900.0, at_end: false };

    fn places(at: &[(f64, f64)]) -> Vec<Place> {
        at.iter().map(|(top, bottom)| Place { top: *top, bottom: *bottom }).collect()
    }

    #[test]
    fn the_first_that_has_not_passed_the_line_is_in_sight() {
        let sections = places(&[(-500.0, 100.0), (100.0, 299.0), (320.0, 700.0), (720.0, 1400.0)]);
        assert_eq!(in_sight(&sections, None, HIGH), Some(2));
        assert_eq!(in_sight(&sections[..2], None, HIGH), Some(1), "all have passed it");
        assert_eq!(in_sight(&[], None, HIGH), None);
    }

    #[test]
    fn of_two_beside_each_other_the_focus_decides_as_long_as_it_is_in_sight() {
        let sections = places(&[(100.0, 600.0), (100.0, 600.0), (620.0, 1400.0)]);
        assert_eq!(in_sight(&sections, Some(1), HIGH), Some(1));
        assert_eq!(in_sight(&sections, Some(2), HIGH), Some(2));
        let scrolled = places(&[(-400.0, 200.0), (-400.0, 200.0), (220.0, 1400.0), (1420.0, 1800.0)]);
        assert_eq!(in_sight(&scrolled, Some(1), HIGH), Some(2), "it has passed the line");
        assert_eq!(in_sight(&scrolled, Some(3), HIGH), Some(2), "it has not come yet");
        assert_eq!(in_sight(&scrolled, Some(9), HIGH), Some(2), "it is gone");
        let short = places(&[(-400.0, -20.0), (0.0, 150.0), (170.0, 900.0)]);
        assert_eq!((in_sight(&short, Some(1), HIGH), in_sight(&short, None, HIGH)), (Some(1), Some(2)), "a short one");
    }

    #[test]
    fn at_the_end_of_the_page_it_is_the_last_unless_the_focus_is_elsewhere() {
        let end = Window { at_end: true, ..HIGH };
        let sections = places(&[(-200.0, 250.0), (270.0, 600.0), (620.0, 880.0)]);
        assert_eq!(in_sight(&sections, None, end), Some(2));
        assert_eq!(in_sight(&sections, Some(0), end), Some(0));
        assert_eq!(in_sight(&sections, Some(1), end), Some(1));
    }
}
