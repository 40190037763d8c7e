//! Models that a ComfyUI pod loads while it starts: what is chosen for a launch, and how far they are.

use crate::text::words;

words! {
    // A part of the launch form, and its name in a list within a sentence.
    heading: "Models";
    in_sentence: "models";
    intro:
        "The pod loads what you choose here while ComfyUI starts, and is paid for meanwhile. What came after ComfyUI had \
         started appears there when you press R.";
    intro_progress:
        "How far it is stands beside the pod in the list, where your browser may read RunPod's logs; else it is in the \
         log on RunPod's own page of the pod.";
    own_start: "Your own start command takes the place of what would load models. Empty it under Advanced to choose some.";
    // Below the name of a model. `size` is like 17.2 GB, `folder` a folder's name.
    facts(size, folder): "{size}, into the folder {folder}";
    facts_without_size(folder): "Size not known, into the folder {folder}";
    // Behind that.
    fits: "It fits.";
    does_not_fit: "It does not fit.";
    fit_not_known: "Whether it fits is not known.";

    // Where all of them go.
    on_network_volume(gb):
        "They go onto the network volume of {gb} GB and stay there for your next pods. RunPod does not tell how much of it \
         is free.";
    on_pod_volume(gb):
        "They go onto the pod's own volume of {gb} GB: they stay while the pod is stopped, and are gone when it ends.";
    on_disk(gb):
        "They go onto the container disk of {gb} GB and are gone with the pod: the next one loads them anew. A network volume keeps them.";
    place_not_known: "Nothing tells yet where they go: choose a volume, or type the size of the disk.";
    kept_free(gb): "About {gb} GB of it are counted for ComfyUI itself, which is an estimate.";
    chosen(size): "Chosen: {size}.";
    chosen_without_size: "Chosen: not all sizes are known.";
    chosen_too_large: "What is chosen does not fit: take a larger disk or volume, or fewer models.";

    // A model that is not in the list.
    add_heading: "Add a model by address";
    address: "Address";
    address_help: "A file's page or download on huggingface.co, civitai.com or github.com.";
    folder: "Folder";
    file: "File name";
    file_help: "Empty: as in the address.";
    sha: "SHA-256";
    sha_help: "If you know it: the file is checked by it.";
    add: "Add this model";
    // `name` is a file's.
    remove(name): "Remove {name}";
    added(name): "{name} is added.";
    may_hold_code: "A file of this kind can run a program in your pod. Take it only from somebody you trust.";

    // A token for a host; `variable` is a variable's name.
    tokens: "Tokens, for models that ask for a login";
    // `host` is Hugging Face or Civitai.
    token_of(host): "Token for {host}";
    token_help(variable):
        "It becomes the masked variable {variable} of the pod and is sent to that host alone. To keep it at RunPod, choose a \
         secret for {variable} under Advanced.";

    // Why an address can't be taken.
    address_missing: "Paste the address of a model.";
    address_not_https: "The address must begin with https://.";
    address_of_other_host(hosts): "Models are loaded from {hosts} alone.";
    address_odd: "The address is too long, or has characters in it that no address has. Copy it once more.";
    address_has_token: "A token must not stand in an address: it would be seen. Take it out, and type it below Tokens.";
    address_is_no_file: "This is the page of a repository. Open the file on it, and copy that address.";
    address_without_version: "Choose a version on Civitai's page and copy the address anew, or that of its download button.";
    sha_odd: "A SHA-256 has 64 digits, 0 to 9 and a to f. Leave it empty if you do not know it.";
    listed_twice(name): "{name} is chosen already.";
    too_many(most): "A pod loads at most {most} models.";
    line_odd: "One of the models can't be read. Remove it and add it anew.";

    // A step of the ladder. `what` is one of those below it.
    step(what): "Models: {what}";
    step_of(number, count, what): "Models: {number} of {count}, {what}";
    part_of(name, there, all): "{name}, {there} of {all}";
    part(name, there): "{name}, {there}";
    one_is_there(name): "{name} is there";
    goes_on(name): "{name} broke off and goes on";
    another_loads(name): "another pod is loading {name}, and this one waits for it";
    is_checked(name): "{name} is being checked";
    waits_for_folder(name): "{name} waits for ComfyUI to be installed";
    not_loaded(name): "{name} could not be loaded";
    all_there[count](): one "Models: it is there", other "Models: all {count} are there";
    unreadable: "Models: this browser can't read how far they are. The log on RunPod's own page of the pod tells.";

    // What went wrong, and what to do.
    token: "A model's host wants a login: there was no token for it, or it may not load this model.";
    token_advice:
        "Accept the model's terms on its page, and launch again with a token that may read it. ComfyUI runs without this \
         model; end the pod if you can't use it so.";
    missing: "A model is not at its address any more.";
    missing_advice: "Look for its new address and launch again, or load it with ComfyUI's Manager in this pod.";
    disk: "There is no room for a model, so it was not kept.";
    disk_advice: "Delete what you do not need, or grow the volume, and restart the pod; or launch again with a larger disk.";
    checksum: "A model is not the file that was expected, so it was not kept.";
    checksum_advice: "Check its size and SHA-256 on its page. If they differ from yours, launch again with those.";
    other: "A file of a model's name is there already and is another one, so it was left alone.";
    other_advice: "Rename or delete it in the pod and restart the pod, or use it as it is.";
    net: "A model could not be loaded: its host did not answer, or broke off ten times.";
    net_advice: "Restart the pod: what is there already is not loaded again. If it stays so, launch in another data center.";
}
