//! What ComfyUI has made in a pod.

use crate::text::words;

words! {
    // The section of a pod's page.
    heading: "My files";
    help: "What ComfyUI has made and saved since it was last started, asked from the pod itself and without your key.";
    loading: "Loading …";
    not_loaded: "What shows your files could not be loaded. The pod and its files are as they were. Check your connection and \
        try again; if that does not help, reload the page.";
    waiting: "ComfyUI does not answer yet. Your files stand here as soon as it does.";
    asking: "Asking ComfyUI …";
    none: "ComfyUI has saved nothing since it was last started. It does not list what is older.";
    pictures[count](): one "1 picture", other "{count} pictures";
    files[count](): one "1 file", other "{count} files";
    more: "Only the newest are shown here: there may be more.";
    look_again: "Look again";

    // Why ComfyUI's list is not shown.
    unreadable: "Something answers, but this page may read nothing of it: ComfyUI was started without \
        --enable-cors-header, or is not up at the moment. Your files are as they were, and the pod goes on costing. Open \
        ComfyUI and save them from there.";
    silent: "ComfyUI does not answer. Your files are as they were, and the pod goes on costing. Look again in a moment.";
    too_large: "ComfyUI's list is too long for this page. Your files are as they were, and the pod goes on costing. Open ComfyUI \
        and save them from there.";
    odd: "ComfyUI answered something that this page does not understand. Your files are as they were, and the pod goes on \
        costing. Open ComfyUI and save them from there.";

    // The files, each a link that opens it. The kinds stand where there is no picture of it.
    your_files: "Your files";
    picture: "Picture";
    video: "Video";
    sound: "Sound";
    other_kind: "File";
    show_more: "Show more";

    // Downloads.
    download_all: "Download all";
    stop: "Stop downloading";
    may_ask: "Your browser may ask whether this page may download several files. Files of other kinds than pictures, videos and \
        sound are not among them: open each by its link.";
    downloading(at, all): "Downloading {at} of {all} …";
    downloaded[count]():
        one "1 file was handed to your browser, which keeps it with your downloads.",
        other "{count} files were handed to your browser, which keeps them with your downloads.";
    not_downloaded[count](names):
        one "1 file could not be downloaded: {names}. It is on the pod as before: open it by its link, or try again.",
        other "{count} files could not be downloaded: {names}. They are on the pod as before: open each by its link, or try \
            again.";

    // Part of the question before a pod is ended.
    pictures_on_pod[count]():
        one "ComfyUI has made 1 picture on this pod.", other "ComfyUI has made {count} pictures on this pod.";
    files_on_pod[count](): one "ComfyUI has made 1 file on this pod.", other "ComfyUI has made {count} files on this pod.";
    no_volume_end: "The pod has no volume: all its files will be deleted. End it?";
    // Before several are ended. made: a pictures or files from above; names: a list of such pods.
    made_on(name, made): "“{name}” ({made})";
    bulk_deleted(names): "ComfyUI has made files on pods that have no volume, and they will be deleted: {names}.";
    // The title of a frame that is out of sight.
    frame: "Asks ComfyUI for your files";
}
