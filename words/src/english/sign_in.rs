//! The sign-in page.

use crate::text::words;

words! {
    // The title in the browser's tab.
    title: "Sign in · Launchpod";
    lead: "Launch GPU pods on RunPod, and never forget one.";
    // To somebody who followed another person's link.
    linked: "You have opened a link with a filled-in launch form. Sign in with your own key to see it. The link launches nothing.";

    // After “Forget key”.
    forgotten: "The key is forgotten. What this account launched and spent stays noted in this browser, without the key; clearing this site's data removes it.";

    // The field for the key, and what stands below it.
    key: "RunPod API key";
    key_goes_to_runpod: "It goes to RunPod alone, straight from this browser or, where RunPod does not allow that, through this page's own server. It is forgotten when you close this tab.";
    // The same while a simulator runs whose key the page does not know. The box is `is_of_simulator`.
    key_goes_to_either: "It goes to the simulator alone if the box below is checked. Otherwise it goes to RunPod alone, straight from this browser or, where RunPod does not allow that, through this page's own server. It is forgotten when you close this tab.";
    is_of_simulator: "This is the key of the simulator on this computer: practise without spending";
    // Where others may put pages on the same origin.
    shared_address: "Others may have pages at this address, and those could read your key. Use Launchpod at an address of its own.";
    sign_in: "Sign in";
    checking: "Checking the key…";
    try_key_again: "Try again with the key of this tab";
    insecure: "This page came over plain http, so others on the network could change it and read your key. Open it at an address that begins with https://, or on this computer at http://127.0.0.1. The key was not sent.";

    // A simulator runs on this computer.
    just_trying: "Just trying?";
    simulated: "A simulated RunPod runs on this computer. Nothing there is real, and nothing costs money.";
    practise: "Try the demo (free)";

    // How a key is made. What stands in “ ” is what RunPod's page, which is in English, calls its parts.
    how_to_make_a_key: "How do I make a key?";
    // The gap is the link `runpods_settings`.
    open_settings(link): "Open {link}, and there “API Keys” and “Create API Key”.";
    runpods_settings: "RunPod's settings";
    give_it_a_name: "Give it a name that you will know again, like “Launchpod”.";
    choose_rights: "Choose “Restricted”, and “Read/Write” for api.runpod.io/graphql. Everything else can stay at “None” until RunPod switches GraphQL off; then a key needs REST v2 as well.";
    copy_it_at_once: "Copy the key at once: RunPod shows it only this one time. Then paste it above.";
    // The gap is the link `runpods_documentation`.
    more_on_keys(link): "More on keys: {link}. You can switch a key off in RunPod's settings at any time.";
    runpods_documentation: "RunPod's documentation";

    // Which of RunPod's two APIs the page asks.
    settings: "Settings";
    use_rest: "Use REST v2, RunPod's new API";
    about_rest: "RunPod switches its old API, GraphQL, off in early 2027. This page then changes over by itself. The new API launches no spot pods.";

    // Signing out: the key is wiped from this browser.
    forget_key: "Forget key";
    not_finished: "Something you asked for is not finished.";
    can_not_finish: "Without the key this page can't finish it: a pod may run on and cost money. It goes on when you sign in here again.";
    stay: "Stay";
    forget_all_the_same: "Forget key all the same";
}
