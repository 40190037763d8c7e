//! What sends notices from the pod: a part of the start command that runs beside the image's own start, in a shell of its own.
//! `core/tests/notice_script` runs it under a real bash.
//!
//! It looks every five seconds: at the port until something answers there that is no error of a server, and at the file with the
//! timer's time, which it reads anew each time. The timer acts up to 20 seconds after that time, so what is told just before it
//! may be the last. What was told when the timer has been moved since is taken back. It is no job of the shell that starts the
//! image: where no timer keeps the container, it ends with the image's start as it would without it.

/// It stands in each start command that sends notices.
pub const MARK: &str = "/tmp/launchpod-ready";

/// `t` sends a text, `c` asks whether the service answers, `s` finds the status in what wget says.
/// To curl, `/dev/null` is a file that it can't empty before it tries again. `e` is the time that was read last, `h` how many seconds before it
/// the next notice is due.
pub const SCRIPT: &str = concat!(
    r#"(IFS="|" read -r o a n <<< "$LAUNCHPOD_NOTIFY"; [ "$a" ] || exit; f=/tmp/launchpod-ends; k=/tmp/launchpod-ready; "#,
    r#"e= h=; u() { cut -d. -f1 /proc/uptime; }; s() { grep -o "HTTP/[0-9.]* [0-9]*" | tail -1; }; "#,
    "t() { if type curl >/dev/null 2>&1; then ",
    r#"x=$(curl -sgm 15 --retry 2 -w " %{http_code}" -A launchpod -H "Title: Launchpod" "#,
    r#"-H "Content-Type: text/plain; charset=utf-8" --proto =https --data-raw "$n$1" "$a"); else "#,
    r#"x=$(wget -ST 15 -t 3 -O /dev/null -U launchpod --max-redirect=0 --header="Title: Launchpod" "#,
    r#"--header="Content-Type: text/plain; charset=utf-8" --post-data="$n$1" "$a" 2>&1 | s); fi; "#,
    r#"case ${x##* } in 2*) ;; *) echo "launchpod: a notice could not be sent (${x##* })" ;; esac; }; "#,
    "c() { if type curl >/dev/null 2>&1; then ",
    r#"x=$(curl -sgm 3 -o /dev/null -w "%{http_code}" http://127.0.0.1:$o/); else "#,
    r#"x=$(wget -ST 3 -t 1 --max-redirect=0 -O /dev/null http://127.0.0.1:$o/ 2>&1 | s); fi; "#,
    "case ${x##* } in [234]*) ;; *) false ;; esac; }; ",
    r#"while sleep 5; do [ ! "$o" ] || [ -e $k ] || { c && : > $k && t " is ready: it answers on port $o."; }; "#,
    r#"g=$(cat $f 2>/dev/null); case $g in ""|*[!0-9]*|?????????????*) continue ;; esac; l=$((10#$g-$(u))); "#,
    r#"if [ "$g" != "$e" ]; then case $h in -*|no) [ $l -le 15 ] || "#,
    r#"t " goes on: its timer was moved, $(((l+59)/60)) minutes left." ;; esac; "#,
    "e=$g; h=15; [ $l -le 300 ] || h=300; [ $l -le 900 ] || h=900; fi; ",
    "[ $h != no ] && [ $l -le $h ] || continue; case $h in ",
    r#"900) h=300; t ": its timer ends it in 15 minutes. What is not on a volume is lost then." ;; "#,
    r#"300) h=15; t ": its timer ends it in 5 minutes. What is not on a volume is lost then." ;; "#,
    r#"15) h=-300; t ": its time is up, its timer ends it now." ;; "#,
    r#"*) h=no; t " still runs and costs money: its timer could not end it. End it yourself." ;; "#,
    "esac; done) & disown $! 2>/dev/null; ",
);

/// All that this build and earlier ones wrote, to the letter.
pub const SCRIPTS: [&str; 1] = [SCRIPT];

/// Whether a start command may send notices.
pub fn is_in(start_command: &str) -> bool {
    start_command.contains(MARK)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_can_stand_in_both_forms_of_a_start_command_stays_small_and_knows_no_key() {
        assert!(!SCRIPT.contains(['\'', '\n']) && is_in(SCRIPT));
        assert!(SCRIPT.len() < 2_500, "{}", SCRIPT.len());
        assert!(!SCRIPT.contains("RUNPOD"), "neither the pod's key nor its id is in reach of a notice");
        assert!(!is_in("bash -c '/start.sh'"));
    }
}
