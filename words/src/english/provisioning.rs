//! Waiting for a GPU, and launches under way.

use crate::text::words;

words! {
    // One thing that was not had. pick: such as 2 × RTX 4090; rate: per hour; why: what RunPod or this page says.
    tried(pick, rate, why): "{pick}, {rate}: {why}";
    tried_not_asked(pick, rate, why): "{pick}, {rate}: skipped, {why}";
    // Why, in the place of the gap above.
    declined: "dearer than you agreed to";
    refused: "RunPod refused.";

    // A pod that came, and is not as it was agreed to. asked: how many GPUs.
    fewer_gpus[count](name, asked): one "“{name}” has 1 GPU, and you asked for {asked}.",
        other "“{name}” has {count} GPUs, and you asked for {asked}.";
    end_if_not_enough: "End it below if that is not enough.";
    dearer(name, rate, agreed): "“{name}” costs {rate}, more than the {agreed} that you agreed to: RunPod's price has \
        risen meanwhile.";
    end_if_too_much: "End it below if that is too much.";
}
