//! The launch page: presets, links, and what filled the form in.

use crate::text::words;

words! {
    heading: "Presets and links";
    more: "Presets and links: save this form, share it …";
    start_from: "Start from a preset";
    no_preset: "None";
    name: "Name of the preset";
    name_help: "It is kept on this device, for whoever uses this browser.";
    // Items of a list, like “start command, environment”.
    not_saved(things): "Not saved: {things}. Type it again, or use a RunPod secret.";
    save: "Save as preset";
    replace(name): "Replace “{name}”";
    delete(name): "Delete “{name}”";
    undo: "Undo";
    export_all: "Export all presets";
    import: "Import presets from a file";

    // What came of a click. Gaps hold a preset's name.
    saved(name): "“{name}” is saved on this device.";
    deleted(name): "“{name}” is deleted. The form is as it was.";
    restored(name): "“{name}” is back.";
    storage_is_closed: "This browser keeps nothing for this page. Allow site data for it. Nothing was saved.";
    storage_is_full: "This browser has no room for all of them.";

    // A link to the form.
    copy_link: "Copy a link to this form";
    link: "Link to this form";
    // One of the first two, then the third.
    link_copied: "The link is copied.";
    copy_the_link: "Copy the link below.";
    who_opens_the_link: "Whoever opens it needs a key of their own, and launches nothing before they press Launch.";
    // Items of a list.
    not_in_link(things): "Not in the link: {things}.";
    too_much_for_link: "This form holds too much for a link, or characters that nobody can see.";

    // What filled the form in. “Launch” is the button's label.
    from_link: "This form was filled in by a link. Nothing is launched until you press Launch. Check it, above all image, start \
        command and environment.";
    from_pod(name): "This form was filled in from the pod “{name}”. Nothing is launched until you press Launch.";
    from_preset(name): "This form was filled in from the preset “{name}”.";
    restore: "Restore the form as it was";
    pod_is_gone(name): "RunPod does not have “{name}” any more. Your form is as it was.";
    // Before and after a sentence that says why.
    pod_not_read(name): "“{name}” could not be read.";
    form_is_as_it_was: "Your form is as it was.";
    // What becomes of the pod that the form was filled in from, and a button.
    old_pod_ends(name): "When the new pod is ready, “{name}” is ended. Its network volume stays, if it has one.";
    keep_old_pod(name): "Keep “{name}” too";
}
