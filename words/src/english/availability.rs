//! Stock per GPU and data center.

use crate::text::words;

words! {
    // How much of a GPU type is left. Stands alone, beside a price.
    in_stock: "in stock";
    some_left: "some left";
    few_left: "few left (may fail)";
    out_of_stock: "out of stock";
    // The same in a list of GPUs, each with its name. `word` is RunPod's own.
    gpu_in_stock(gpu): "{gpu} in stock";
    gpu_some_left(gpu): "{gpu} some left";
    gpu_few_left(gpu): "{gpu} few left (may fail)";
    gpu_out_of_stock(gpu): "{gpu} out of stock";
    gpu_other_stock(gpu, word): "{gpu} {word}";
    // That list, where it is cut short; and how many of the GPUs that are wanted are there.
    gpus_and_more(gpus, more): "{gpus} and {more} more";
    some_of_wanted(gpus, here, wanted): "{gpus}; {here} of {wanted}";
    none_available: "none available now";

    // The heading of the page, and the link to it at the top of every page.
    heading: "Stock";
    // The link to it from the launch form.
    see_stock: "See stock in every data center";
    // Below the heading.
    about: "Every GPU in every data center of the Secure Cloud. Choose a cell, and the launch form is filled in with it.";

    // The filter.
    memory: "GPU memory";
    any_memory: "Any";
    memory_or_more(gb): "{gb} GB or more";
    most_price: "At most ($ per GPU/h)";
    price_problem: "Type dollars, like 0.50.";
    only_with_volume: "Only data centers with one of my volumes";
    // A tick. `count` data centers are left out of the table.
    show_empty[count]():
        one "Also show 1 data center that has none of these GPUs",
        other "Also show {count} data centers that have none of these GPUs";
    // Before a list of the three columns by which the table can be sorted.
    sort_by: "Sort by";

    // What stands above the table.
    nothing_yet: "No prices and stock yet.";
    asking: "Asking for prices and stock everywhere …";
    nothing_fits: "Nothing available fits the filter.";
    price_is_per_gpu: "Price per GPU and hour, updated every minute.";
    // `count` is two or more.
    stock_for(count): "Stock for {count} GPUs in one pod.";

    // The table. Its cells are buttons; `cell` is what a screen reader says of one.
    place_to_look_at: "Data center to look at";
    caption:
        "Tick the GPUs that you want to see where a volume for them belongs. Arrow keys go from cell to cell.";
    gpu_column: "GPU";
    memory_column: "Memory";
    best_price_column: "Best price";
    // Where a data center has none of a GPU, for those who hear the page.
    none_here: "none";
    cell(gpu, place, price, stock): "{gpu} in {place}: {price}, {stock}";
    // Follows the country of a data center at the head of a column.
    your_volume: " · your volume";
    sold_out(gpus): "Out of stock in every data center: {gpus}.";

    // What came of a click on a cell, on the launch form. `place` and `other_place` are data centers.
    chosen_on_volume(gpu, place, volume): "You chose {gpu} in {place}, on your volume “{volume}”.";
    chosen_without_volume(gpu, place, volume, other_place):
        "You chose {gpu} in {place}, without a volume: “{volume}” lies in {other_place} and can't be used from there.";
    what_you_make_goes: "What you make goes when the pod ends.";
    chosen(gpu, place): "You chose {gpu} in {place}.";
    goes_without_volume: "Without a volume: what you make goes when the pod ends.";

    // The advice below the table: where a volume should lie.
    sites_heading: "Where should I make my volume?";
    sites_help: "All pods with a volume run where it lies, and it can't be moved.";
    ranked_by_ticked: "Ranked by the stock of the GPUs that you have chosen.";
    ranked_by_chosen: "Ranked by the stock of the GPUs that are chosen in the form. Tick others above to compare.";
    ranked_by_all: "Ranked by the stock of all GPUs above. Tick those that you want.";
    no_site: "No data center that can hold a volume has any of them now.";
    // Follows the name of a data center.
    site_stock(stock): ": {stock}";
    make_volume_in(place): "Make a volume in {place}";
}
