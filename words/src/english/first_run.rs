//! The first run: three questions, and the plan that follows from the answers.

use crate::text::words;

words! {
    // The button above the apps, and what it opens.
    open: "First time? Three questions";
    help: "Answer three questions. You then see a plan with its price. Nothing is made before you agree.";

    // The three questions, and what is said below them.
    what_for: "What do you want to do?";
    app(app, purpose): "{app}: {purpose}";
    at_most: "Most dollars per hour";
    at_most_help: "For the pod with its disk, while it runs. A volume costs extra, by the month.";
    keep: "Keep files after the pod ends?";
    keep_yes: "Yes, on a network volume";
    keep_no: "No, they are lost when the pod ends";
    size: "Room for files (GB)";
    // `month` is an amount with its unit: “$3.50 a month”.
    size_costs(month): "A new volume of this size costs {month} until you delete it. If one of your volumes fits, it is used instead.";
    size_help: "A volume costs money until you delete it. If one of your volumes fits, it is used instead.";
    show_plan: "Show the plan";
    asking: "Asking RunPod for prices and stock …";

    // Beside an answer that leads to no plan.
    choose_app: "Choose what you want to do.";
    not_dollars: "Type dollars per hour, like 0.80.";
    at_most_too_low(rate): "The cheapest GPU that suits and is in stock costs {rate} with its disk. Type at least that.";
    none_in_stock(gb): "No GPU with {gb} GB or more is in stock now. Choose something else, or try again later.";
    no_place_for_files:
        "GPUs that suit are in stock, but in no data center that takes network volumes now. Choose “No”, or try again later.";

    // The plan: what was decided, why, and a button at each that leads to the form.
    plan: "The plan";
    plan_app: "App";
    plan_gpu: "GPU";
    plan_place: "Data center";
    plan_volume: "Network volume";
    plan_timer: "Timer";
    change: "Change";
    change_app: "Change the app";
    change_gpu: "Change the GPU";
    change_place: "Change the data center";
    change_volume: "Change the network volume";
    change_timer: "Change the timer";
    gpu(gpu, rate): "{gpu}, {rate} with its disk. It is the cheapest that suits and is in stock where the pod can run.";
    place_for_volume(place): "{place}. It has this GPU in stock and takes network volumes.";
    place_of_volume(place, volume): "{place}. Your volume “{volume}” is there, and this GPU is in stock.";
    anywhere: "Any of RunPod's Secure Cloud: no files stay, so the place does not matter.";
    new_volume(name, gb, month): "A new one, “{name}”, with {gb} GB: {month}.";
    own_volume(name, gb): "Your “{name}” with {gb} GB. Nothing new is made.";
    no_volume: "None. All files are lost when the pod ends.";
    ends_after(time): "It ends the pod after {time}.";
    no_timer: "None: this app takes no timer. The pod costs money until you end it.";

    // The sum. `session` is a time with its price: “4 h = $1.07”.
    pod_ends(session): "{session}, then the pod ends.";
    pod_costs(rate): "The pod costs {rate} until you end it.";
    volume_costs(month): "The volume costs {month} until you delete it, also without a pod.";
    own_volume_costs(volume): "“{volume}” costs what it costs now.";

    // The buttons.
    make_and_launch: "Make the volume and launch";
    launch: "Launch this plan";

    // While it is carried out.
    checking: "Checking prices and stock once more. Nothing is made yet …";
    another_launch: "Another launch is not finished. Wait until it is. Nothing was made.";
    has_changed: "Prices or stock have just changed, so this plan does not hold. Nothing was made. Show the plan again in a minute.";
    // Before a sentence that says why.
    not_possible: "This plan can't be launched. Nothing was made.";

    // Above the form that it has filled in. “Launch” is a button's label.
    filled_in: "This form was filled in from your three answers.";
    volume_stays(volume, month):
        "The volume “{volume}” is made. It costs {month} until you delete it, also if no pod is launched.";
    how_to_delete: "To delete it, open “Manage volumes” below.";
    press_launch: "No pod was launched. Check the form, then press Launch.";
}
