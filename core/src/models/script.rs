//! What loads the models in the pod: a part of the start command that runs beside the image's own start, in a shell of its
//! own. `core/tests/model_script` runs it under a real bash.
//!
//! It waits for ComfyUI's folder and never makes it: the image installs ComfyUI only where that folder is missing. Until a
//! file is whole it lies in a folder of its own under another name. A token comes to curl by a pipe, so no list of processes
//! shows it; curl leaves it out where an address leads on to another host. Wget would hand it on, and is not given one.

/// It stands in each start command that loads models.
pub const MARK: &str = "/workspace/.launchpod-models;";

/// `s` says a line, `b` tells the bytes of a file, `g` loads, `e` does one model, from `folder|file|bytes|SHA-256|variable of
/// the token|address`. In `e`: another pod may be loading the same file onto the same volume, which is seen by its growing.
pub const SCRIPT: &str = concat!(
    "(set -f; m=/workspace/runpod-slim/ComfyUI/models; q=/workspace/.launchpod-models; o=/tmp/launchpod-model; i=0; ",
    r#"c=$(set -- $LAUNCHPOD_MODELS; echo $#); s() { echo "launchpod-model: $i/$c $n $*"; }; "#,
    r#"b() { stat -c %s "$1" 2>/dev/null || echo 0; }; "#,
    "g() { : > $o; if type curl >/dev/null 2>&1; then ",
    r#"{ [ -z "$t" ] || echo "Authorization: Bearer $t"; } | curl -sSfLC - -o "$p" -A launchpod -H @- --proto =https "#,
    r#"--proto-redir =https --connect-timeout 30 -y 60 -Y 1000 -w "%{http_code} %{content_type}\n" "$u" > $o; "#,
    r#"else wget -cS --progress=dot:giga -O "$p" -U launchpod -T 60 -t 1 "$u" 2> $o; r=$?; "#,
    r#"x=$(grep -o "HTTP/[0-9.]* [0-9][0-9]*" $o | tail -1); "#,
    r#"y=$(grep -i "content-type:" $o | tail -1); echo "${x##* } $y" > $o; [ $r != 3 ] || r=23; return $r; fi; }; "#,
    r#"e() { f=$m/$d/$n; p=$q/$d-$n.part; t=; [ -z "$k" ] || t=${!k}; "#,
    r#"if [ -f "$f" ]; then if [ "$z" ] && [ $(b "$f") != $z ]; then s failed other; else s there; fi; return; fi; "#,
    "mkdir -p $q || { s failed disk; return; }; ",
    r#"while [ ! -f "$f" ] && [ "$(find "$p" -mmin -1 2>/dev/null)" ]; do s busy; sleep 20; done; "#,
    r#"if [ -f "$f" ]; then s there; return; fi; v=0; while :; do a=$(b "$p"); if [ "$z" ]; then "#,
    r#"if [ $a -gt $z ]; then rm -f "$p"; a=0; fi; y=$(df -Pk $q | tail -1 | { read -r _ _ _ y _; echo $y; }); "#,
    r#"case $y in ""|*[!0-9]*) ;; *) [ $((y*1024)) -ge $((z-a)) ] || { s failed disk; return; } ;; esac; fi; "#,
    r#"r=0; x=200; y=; if [ -z "$z" ] || [ $a != $z ]; then s at $a $z; g & j=$!; while sleep 10; "#,
    r#"kill -0 $j 2>/dev/null; do s at $(b "$p") $z; done; wait $j; r=$?; read -r x y < $o; [ -s "$p" ] || rm -f "$p"; fi; "#,
    r#"case $r:$x:$y in "#,
    r#"0:*:*text/html*) rm -f "$p"; s failed token page; return ;; *:401:*|*:403:*) s failed token $x; return ;; "#,
    "*:404:*|*:410:*) s failed missing; return ;; 0:*|*:416:*) break ;; ",
    r#"23:*) rm -f "$p"; s failed disk; return ;; 33:*) rm -f "$p" ;; esac; "#,
    "v=$((v+1)); [ $v -lt 10 ] || { s failed net $r $x; return; }; s again $r $x; sleep 15; done; ",
    r#"a=$(b "$p"); [ -z "$z" ] || [ $a = $z ] || { rm -f "$p"; s failed size $a; return; }; "#,
    r#"if [ "$h" ]; then s checking; "#,
    r#"[ "$(sha256sum < "$p" | cut -c1-64)" = $h ] || { rm -f "$p"; s failed sha256; return; }; fi; "#,
    "[ -d $m ] || s waiting; until [ -d $m ]; do sleep 5; done; ",
    r#"{ mkdir -p "$m/$d" && mv -n "$p" "$f"; } || { s failed disk; return; }; s done $a; }; "#,
    r#"for x in $LAUNCHPOD_MODELS; do i=$((i+1)); IFS="|" read -r d n z h k u <<< "$x"; e; done; rmdir $q 2>/dev/null) & "#,
);

/// All that this build and earlier ones wrote, to the letter.
pub const SCRIPTS: [&str; 1] = [SCRIPT];

/// Whether a start command loads models, as far as its log is worth reading for them.
pub fn is_in(start_command: &str) -> bool {
    start_command.contains(MARK)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_can_stand_in_both_forms_of_a_start_command_and_stays_small() {
        assert!(!SCRIPT.contains(['\'', '\n']) && SCRIPT.contains(MARK) && is_in(SCRIPT));
        assert!(SCRIPT.len() < 3_500, "{}", SCRIPT.len());
        assert!(!is_in("bash -c '/start.sh'"));
    }
}
