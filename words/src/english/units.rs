//! Lengths of time, instants, money, sizes.

use crate::text::words;

words! {
    // A length of time, two units at the most. No line breaks at these spaces.
    seconds(seconds): "{seconds}\u{a0}s";
    minutes(minutes): "{minutes}\u{a0}m";
    hours(hours): "{hours}\u{a0}h";
    days(days): "{days}\u{a0}d";
    minutes_seconds(minutes, seconds): "{minutes}\u{a0}m\u{a0}{seconds}\u{a0}s";
    hours_minutes(hours, minutes): "{hours}\u{a0}h\u{a0}{minutes}\u{a0}m";
    days_hours(days, hours): "{days}\u{a0}d\u{a0}{hours}\u{a0}h";
    // An instant within a sentence; `clock` is a time of day (08:05), `time` a length of time.
    today_at(clock): "at {clock}";
    tomorrow_at(clock): "tomorrow at {clock}";
    yesterday_at(clock): "yesterday at {clock}";
    ago(time): "{time} ago";
    from_now(time): "in {time}";
    // $0.69/h: a price per hour. `amount` is in dollars, with its sign.
    per_hour(amount): "{amount}/h";
    // Prices that are estimates: `price` is an amount, or a price per hour.
    about(price): "≈\u{a0}{price}";
    at_least(price): "at least {price}";
    // A size.
    gigabytes(gb): "{gb} GB";
}
