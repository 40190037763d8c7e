//! The header, notices, what the whole page shares.

use crate::text::words;

words! {
    // The title of a page in the browser's tab. The gap is the page's heading or a pod's name.
    page_title(page): "{page} · Launchpod";
    // The way past the bar, for those who use the keyboard.
    skip_to_page: "Skip to the page";
    // The name of the links below, for those who hear the page.
    pages: "Pages";
    // Links to two of the pages, and headings.
    pods: "Pods";
    launch_a_pod: "Launch a pod";
    // The heading of a pod's page as long as its name is not known.
    pod: "Pod";
    // From the page of one pod back to the list.
    all_pods: "All pods";
    // The name of the line that tells balance and costs, for those who hear the page.
    your_money: "Your money";
    // In the bar while the page is practised with.
    practice: "Practice: nothing here is real or costs money.";

    // While a part of the page comes, and if it does not.
    loading_pods: "Loading your pods …";
    pods_not_loaded: "Your pods could not be loaded. Nothing was changed: they go on as they were, and cost what they did.";
    loading_spent: "Loading what was spent …";
    spent_not_loaded: "What was spent, and the budget, could not be loaded. No budget warns or stops until they are. The list below is right.";
    loading_launch_form: "Loading the launch form …";
    launch_form_not_loaded: "The launch form could not be loaded. Nothing was launched.";
    loading_stock: "Loading the stock …";
    stock_not_loaded: "The stock could not be loaded. The launch form has prices and stock of its own.";
    loading_pod: "Loading the page of this pod …";
    pod_not_loaded:
        "The page of this pod could not be loaded. The pod goes on as it was. You can see it and end it in the \
         list.";
    loading_secrets: "Loading what shows your secrets …";
    // The gap is a placeholder of RunPod's, which people write as it is.
    secrets_not_loaded(placeholder): "What shows your secrets could not be loaded. The form is as it was: you can write {placeholder} by hand.";

    // Says that a notice was read: it goes.
    dismiss: "Dismiss";
    // Pods that the list shows and that somebody launched in another browser. The gap is their names, in quotation marks.
    unknown_pods[count](names): one "{names} was launched with Launchpod, but this browser does not know it. It costs money like any other pod. If nobody needs it any more, end it below.", other "{names} were launched with Launchpod, but this browser does not know them. They cost money like any other pods. If nobody needs them any more, end them below.";
    // REST v2 and GraphQL are RunPod's two APIs.
    rest_refused: "RunPod does not let your key use REST v2, the new API that you chose. This page goes on with GraphQL, and all of it works. RunPod switches GraphQL off in early 2027: make a key before then that may use both.";

    // At the foot of every page, before the list of languages.
    language: "Language";
    // Below that list. Both gaps are languages, each by its own name: “日本語”.
    language_not_loaded(wanted, spoken): "{wanted} could not be loaded, so this page is in {spoken}. Nothing else is affected. Check your connection, then choose {wanted} again.";
    // At the foot of the page, before a list of lengths: how long Undo can be clicked.
    undo_time: "Time to undo";
    undo_seconds[count](): one "1 second", other "{count} seconds";
    // Below the list of languages, in all but English, until somebody who grew up with the language has read it all.
    unreviewed: "No native speaker has checked this translation yet. Where money is at stake, compare it with the English page.";
}
