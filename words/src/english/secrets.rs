//! Secrets that RunPod keeps.

use crate::text::words;

words! {
    // The panel below the form's environment. name: the variable that the secret is for.
    heading(name): "A secret for {name}";
    // number: the variable's place, where it has no name yet.
    heading_of_nameless(number): "A secret for variable {number}";
    help: "RunPod keeps a secret, puts it into pods that refer to it, and never shows it again. What runs in such a pod can \
        read it.";
    close: "Close";
    try_again: "Try again";
    none_yet: "RunPod keeps no secret for this account yet.";

    // Beside each secret that there is: two buttons, and what they are called where they are read out.
    use_it: "Use";
    use_named(name): "Use “{name}”";
    delete: "Delete";
    delete_named(name): "Delete “{name}”";

    // The question before a secret is deleted, and its two buttons.
    loss(name): "Delete the secret “{name}”? RunPod tells its value to nobody, so it can't be brought back. Pods and \
        templates that refer to it can't get it any more when they start.";
    // variables: the names of variables of the form.
    loss_in_form(variables): "This form refers to it in {variables}.";
    keep: "Keep it";
    delete_for_good(name): "Delete “{name}” for good";

    // The form for a new one.
    name_label: "Name of a new secret";
    value_label: "Its value";
    lines_kept[lines](): one "{lines} lines are kept as they are.", other "{lines} lines are kept as they are.";
    clear_value: "Clear the value";
    make: "Keep it at RunPod, and use it";

    // What the page is doing, or has done.
    listing: "Asking RunPod for its secrets …";
    making(name): "Asking RunPod to keep “{name}” …";
    deleting(name): "Asking RunPod to delete “{name}” …";
    deleted(name): "“{name}” is deleted.";

    // Problems beside the fields of the form.
    name_missing: "Give the secret a name, like hf-token.";
    name_letters: "A secret's name begins with a letter or _, and holds letters, digits and _ . - / alone, like hf-token.";
    name_too_long(most): "A secret's name can have at most {most} characters.";
    name_reserved: "Names that begin with RUNPOD are RunPod's own. Choose another one.";
    name_taken(name): "There is a secret “{name}” already, and its value can't be seen. Use it, delete it, or choose another \
        name.";
    value_missing: "Type or paste the value. RunPod keeps no empty one.";
    value_too_long: "That is too long: RunPod takes about 100,000 characters at once.";
}
