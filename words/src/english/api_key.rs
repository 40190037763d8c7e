//! What is wrong with an API key as it was typed or pasted. Stands beside its field.

use crate::text::words;

words! {
    missing: "Paste your RunPod API key here.";
    space_inside: "There is a space or a line break inside the key. Copy it once more, the key alone.";
    odd_character: "A RunPod key holds letters, digits, _ and - alone. Copy it once more, the key alone.";
    too_short: "That is too short for a RunPod key. Copy it once more, from its first letter to its last.";
    too_long: "That is too long for a RunPod key. Copy it once more, the key alone.";
}
