//! The launch page.

use crate::text::words;

words! {
    // Headings of groups of fields; there is one “GPU” below.
    what_to_run: "What to run";
    storage: "Storage";
    when_it_ends: "When it ends";

    // The network volume: what stands in the list of choices (a name, a size, a data center), and the help below it.
    no_volume: "None: files are not kept";
    volume_choice(name, gb, data_center): "{name} · {gb} GB · {data_center}";
    runs_beside_volume(data_center): "The pod will run in {data_center}, where this volume is, in the Secure Cloud. The volume \
        stays when the pod ends.";

    // In place of the field that sets a timer.
    no_timer: "Nothing will end this pod by itself: a timer inside it can be set for ComfyUI, Forge, Kohya, PyTorch and RunPod's \
        own images alone, and not beside a start command.";

    // Choices of “If none is in stock”.
    sold_out_stop: "Don't launch; tell me";
    sold_out_launch: "Wait, and launch when one is free";
    sold_out_tell: "Wait, and only tell me";

    // Choices of “Image”, and the help where it is another one.
    from_a_template: "From a template …";
    another_image: "Another image";
    any_public_image: "Any public image. What it needs to start is up to it.";
    // The help of “Image” where a template is chosen from.
    template_says_what_runs: "A template fills in the image, its ports, its disk and how it starts. You can change each of them.";
    // A warning below “Image”.
    image_needs_gpu: "ComfyUI needs a GPU, and you chose a machine without one: it will probably not start, and the pod costs money \
        all the same.";
    // A button beside the refusal that nothing is in stock: Launch then waits for it.
    wait_for_it: "Wait for it";

    // Below a field: where its text comes from, and why RunPod does not take it (in RunPod's own words).
    from_template(name): "From the template “{name}”.";
    runpod_refused(words): "RunPod refused this: {words}";

    // What the pod may run on, in the order in which it is tried: the heading of a fieldset, then the list and its buttons.
    gpu: "GPU";
    nothing_chosen: "Nothing is chosen yet. Pick a GPU type below.";
    chosen_one: "You have chosen:";
    chosen_several: "You have chosen these. They are tried in this order, one after the other, until RunPod gives one:";
    choices: "Your choices, in order";
    earlier: "Earlier";
    try_earlier(name): "Try {name} earlier";
    remove: "Remove";
    remove_choice(name): "Remove {name}";
    // A choice that is no single GPU type.
    any_gpu(gb): "Any GPU with at least {gb} GB";
    any_gpu_at_most(gb, dollars): "Any GPU with at least {gb} GB, at ${dollars} an hour or less";
    // Beside a choice: what it gets now.
    choice_now(name, price): "now {name} at {price}";
    none_in_stock: "none in stock now";
    above_bid(going): "left out: goes for {going}, above your bid";
    not_on_offer: "not on offer here";
    // Adds a choice that is no single GPU type.
    any_heading: "Or any GPU with enough memory";
    any_memory: "At least (GB)";
    any_price: "At most ($ an hour, each)";
    add_to_choices: "Add to your choices";

    // The list of GPU types.
    gpu_types: "GPU types";
    search_gpus: "Search GPU types by name or memory";
    search_gpus_example: "Search: 4090, 24 GB, …";
    asking_for_prices: "Asking for prices and stock …";
    no_gpu_fits: "No GPU type fits the search.";
    // The gap holds a length of time.
    prices_are_old(age): "These prices and this stock are {age} old.";
    // Above its columns.
    column_name: "Type";
    column_memory: "Memory";
    column_good_for: "Good for";
    column_price: "Price";
    column_stock: "Stock";
    column_fallback: "Fallback";
    // On phones: after the first ones.
    show_all_gpus[count](): one "Show 1 GPU type", other "Show all {count} GPU types";
    memory(gb): "{gb} GB";
    memory_unknown: "? GB";
    add_as_fallback: "Add as fallback";
    add_gpu_as_fallback(name): "Add as fallback: {name}";
    // In place of it where it is chosen; the number is its place among the choices.
    is_choice(number, name): "{number}: {name} is chosen";

    // Machines without a GPU: the label of a list of sizes, a size, and what follows a machine's price.
    size: "Size";
    vcpus(number): "{number} vCPUs";
    up_to_disk(gb): "up to {gb} GB of disk";

    // The list of templates.
    search_templates: "Search templates by name, image or description";
    search_templates_example: "Search: comfyui, pytorch, …";
    asking_for_templates: "Asking for templates …";
    no_template_fits: "No template fits the search.";
    more_templates[count](): one "And 1 more: search to find them.", other "And {count} more: search to find them.";
    templates_left_out: "RunPod did not give all of them: this key may not read every list.";
}
