//! Network volumes.

use crate::text::words;

words! {
    // The list of volumes, on the launch page behind a button.
    manage: "Manage volumes";
    yours: "Your volumes";
    none_yet: "None yet.";
    // Behind a volume's name.
    facts(gb, place, price): "{gb} GB · {place} · {price}";
    waiting_for_pods: "Waiting for the list of pods …";
    // `pods` are names in quotation marks.
    used_by(pods): "Used by {pods}: end that first to delete the volume.";
    quoted(name): "“{name}”";
    // Buttons, and the same with the volume's name for screen readers.
    grow: "Grow";
    grow_volume(name): "Grow {name}";
    delete: "Delete";
    delete_volume(name): "Delete {name}";
    // Its price.
    monthly(amount): "{amount} a month";
    price_not_published: "price only in RunPod's console";

    // The form for a new one.
    new: "A new volume";
    name: "Volume name";
    size: "Volume size (GB)";
    size_help:
        "10 to 4096 GB. $0.07 per GB and month for the first 1000 GB, $0.05 beyond, whether or not a pod uses it. It can grow \
         later, but not shrink.";
    place: "Volume's data center";
    place_help:
        "All pods with this volume run there, in the Secure Cloud. It can't be moved. The page “Stock” tells which one has the \
         GPUs that you want.";
    choose_place: "Choose a data center";
    kind: "Kind of volume";
    kind_help: "It can't be changed later.";
    standard: "Standard";
    high_performance: "High-performance (faster, costs more)";
    // `price` is one with its unit: “$7.00 a month”.
    price(price): "It costs {price}, from the moment RunPod makes it until you delete it.";
    price_high_performance:
        "This is a high-performance volume. It costs more than a standard one: look up the price in RunPod's console first. You pay \
         it from the moment RunPod makes the volume until you delete it.";
    make: "Make the volume";
    make_for(price): "Make the volume · {price}";
    waiting: "Waiting for RunPod …";

    // Problems beside its fields.
    name_missing: "Give the volume a name by which you recognize it.";
    name_too_long: "A name can have at most 60 characters.";
    name_characters: "A name can hold letters, digits, spaces and - _ . ( ) alone.";
    size_not_whole: "Type whole gigabytes, like 100.";
    size_too_small: "A network volume has at least 10 GB.";
    size_too_large: "A network volume can have at most 4096 GB.";
    place_missing: "Choose a data center: all pods with this volume will run there.";
    place_without_volumes: "No volumes can be made in this data center. Choose another one.";

    // What becomes of a volume that is asked for.
    other_tab: "Another tab of this page is making a volume. Wait until that is done. Nothing was made here.";
    no_storage:
        "This browser keeps nothing for this page, so a volume could be made twice. Allow site data for this page (a private window \
         may forbid it). Nothing was made.";
    making(name): "Asking RunPod for “{name}” …";
    not_asked_for: "The volume was not asked for. Nothing was made.";
    not_made(name): "“{name}” was not made.";
    // Before `may_exist`.
    maybe_made(name): "We do not know yet whether RunPod made “{name}”.";
    left_while_making(name, gb): "This page was left while RunPod was being asked for “{name}”, {gb} GB.";
    may_exist:
        "It may exist and cost money: this page looks for it, for two minutes, and makes nothing else until that is known. Leave it \
         open.";
    never_made(name):
        "“{name}” was not made: RunPod's answer was lost, and no such volume appeared in two minutes. Nothing is charged. It is safe \
         to make it again.";
    made(name, gb, place, price): "“{name}” is there: {gb} GB in {place}, {price}. It is chosen in the form.";
    made_twice(name, price):
        "RunPod made “{name}” more than once, from one request. One of them is chosen in the form. Each costs money ({price}). \
         Delete those that you do not want, below.";

    // What is asked before one grows.
    new_size(name): "New size of {name} (GB)";
    price_now(now): "{now} now.";
    price_then(now, then): "{now} now, {then} then.";
    // The difference: an amount.
    costs_more(more): "That is {more} more a month.";
    only_grows: "A volume only grows: this can't be taken back.";
    make_larger: "Make it larger";
    leave: "Leave it as it is";
    same_size: "That is its size already. Type more.";
    smaller: "A volume can only grow. To have a smaller one, make a new one and copy what you need.";
    growing(name): "Asking RunPod to make “{name}” larger …";
    not_grown(name): "“{name}” could not be made larger. It is safe to try again.";
    grown(name, gb, price): "“{name}” has {gb} GB now: {price}.";

    // What is asked before one is deleted.
    loss(name, gb, place):
        "“{name}” has room for {gb} GB in {place}. Everything on it is lost for good: models, outputs, whatever your pods have put \
         there. Nobody can bring it back, RunPod neither.";
    // Follows on `loss`.
    saves(amount): "You will pay {amount} a month less.";
    saves_unknown: "It costs nothing from then on.";
    delete_for_good(name, gb): "Delete “{name}” and its {gb} GB for good";
    keep: "Keep it";
    deleting(name): "Asking RunPod to delete “{name}” …";
    not_deleted(name): "“{name}” could not be deleted. It is safe to try again.";
    deleted(name): "“{name}” is gone, and costs nothing any more.";
}
