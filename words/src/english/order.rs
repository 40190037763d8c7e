//! What a launch would get, and what is told when the form is filled in from elsewhere.

use crate::text::words;

words! {
    // Below the price. A price is "$0.80/h".
    spot(bid): "It is spot, for your bid of {bid}: RunPod stops it when somebody bids more.";
    on_demand(rate): "On demand it costs {rate}.";
    on_demand_is_cheaper(rate): "On demand it costs {rate}, no more than your bid, and nobody takes it.";

    // Why a GPU is not asked for: stands alone, or after its name, its price and a colon.
    out_of_stock: "out of stock";
    too_many(most): "one pod can have at most {most}";
    bid_too_low(going): "the going price is {going} a GPU, more than you bid";

    // Below the price: the fields, separated by commas, that the person has changed.
    differs_from_image(fields): "Other than the image's own: {fields}.";
    differs_from_template(fields): "Other than the template's own: {fields}.";

    // The labels of what a link would run. Then how it is rented, that no timer ends it, and which ports of it are open:
    // the first to whoever has their links, the second to all.
    runs_image: "Image";
    runs_start_command: "Start command";
    runs_environment: "Environment";
    runs_spot(bid): "spot, for a bid of {bid} for each GPU: RunPod stops it when somebody bids more";
    runs_spot_unpriced: "spot: RunPod stops it when somebody bids more";
    runs_untimed: "never";
    runs_open: "Ports open to anyone who has their links";
    runs_open_to_all: "Ports open to the internet";

    // Within “…”, in place of a sign that only a shell understands: the start command has more than one line.
    second_line: "a second line";

    // Why nothing of a link or a file with presets can be read; two or three sentences one after another.
    link_damaged: "This link can't be read: it is damaged, was cut off when it was copied, or is not from Launchpod.";
    file_damaged: "This file can't be read: it is damaged, was cut off when it was copied, or is not from Launchpod.";
    link_newer: "This link was made with a newer Launchpod than this page.";
    file_newer: "This file was made with a newer Launchpod than this page.";
    link_too_large: "This link holds more than any form can.";
    file_too_large: "This file holds more than any form can.";
    form_as_it_was: "Your form is as it was.";
    ask_again: "Ask for it again, whole.";
    reload: "Reload the page to get its newest version, then try again.";

    // What a link, a pod or a preset did not bring. `names` are of fields and of variables, separated by commas;
    // `reference` is what is typed in place of a secret's value.
    secrets_not_passed_on(reference, names):
        "Secrets are not passed on. Type the value, or write {reference}, for: {names}.";
    left_out(names): "Left out, as it looks like a secret or belongs to one account: {names}.";
    asks_for_secrets(names):
        "It asks for secrets that RunPod keeps for you. What runs in the pod can read them: {names}.";
    unreadable(names): "Left out, as it can't be read: {names}.";
    link_unknown(names): "This link has fields that this page does not know: {names}.";
    pod_unknown(names): "This pod has fields that this page does not know: {names}.";
    preset_unknown(names): "This preset has fields that this page does not know: {names}.";
    // One of these names, where the name itself must not be shown.
    nameless_variable: "a variable whose name looks like a key";

    // A preset is a form that is kept under a name.
    preset_too_large: "This form holds too much, or characters that nobody can see. It was not saved.";
    preset_name_missing: "Give the preset a name.";
    preset_name_too_long(most): "A preset's name can have at most {most} characters.";
    preset_name_has_secret: "This name looks as if a key or a password stood in it, and names are kept and exported as they are. Choose another name.";
    // What a file with presets brought.
    preset_same(name): "“{name}” is there already.";
    preset_replaced(name): "“{name}” took the place of the one that was there.";
    preset_new(name): "“{name}” is new.";
    no_preset: "There is no preset in it.";
    presets_refused[count]():
        one "One could not be read and was left out.",
        other "{count} could not be read and were left out.";
}
