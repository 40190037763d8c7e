// The same list written by hand: one row a pod, kept by id, and of a row only what is new is written. It fetches, reads and
// shows what Launchpod fetches, reads and shows, and counts the seconds of rows in sight alone, as Launchpod does.

const GB_HOUR = 0.1 / 720;
const rows = new Map();
const list = document.querySelector(".pods");
const money = document.querySelector(".money");

function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

const isUp = (pod) => pod.desiredStatus === "RUNNING";
const hourly = (pod) =>
  isUp(pod) ? pod.costPerHr + (pod.containerDiskInGb + pod.volumeInGb) * GB_HOUR : pod.volumeInGb * 2 * GB_HOUR;
const rate = (dollars) => `$${dollars.toFixed(dollars < 0.1 ? 4 : 3).replace(/(\.\d\d\d*?)0+$/, "$1")}/h`;

function lasting(seconds) {
  const [days, hours, minutes] = [
    Math.floor(seconds / 86_400),
    Math.floor(seconds / 3600) % 24,
    Math.floor(seconds / 60) % 60,
  ];
  if (days) return `${days} d ${hours} h`;
  if (hours) return `${hours} h ${minutes} m`;
  return minutes ? `${minutes} m ${Math.floor(seconds) % 60} s` : `${Math.floor(seconds)} s`;
}

/// It was seen to run, and has stopped: whoever shows it has not asked for that.
function verdict(pod) {
  const money = pod.volumeInGb
    ? `Its GPU costs nothing now; its disk goes on at ${rate(hourly(pod))}.`
    : `It costs nothing now${pod.networkVolumeId ? "; its network volume goes on costing" : ""}.`;
  return element(
    "div",
    { class: "verdict", role: "status", "data-verdict": "stopped" },
    element(
      "p",
      { class: "what" },
      "It was stopped, and not from here: in RunPod's console, by another device or program, or by a timer inside the pod.",
    ),
    element("p", {}, money),
    element("p", {}, "Start it if you still need it, else end it."),
  );
}

function connect(pod) {
  const link = element("a", { href: `#/pods/${pod.id}?connect` }, "Connect");
  link.append(element("span", { class: "visually-hidden" }, ` to ${pod.name}`));
  return element("li", {}, link);
}

/// All that a row says, but what the clock changes.
function said(pod) {
  const volume = pod.networkVolumeId ? `volume “${pod.networkVolumeId}”` : null;
  const place = pod.machine?.dataCenterId;
  const told = pod.lastStatusChange;
  return {
    stage: isUp(pod) ? "probably-up" : "stopped",
    name: pod.name,
    words: isUp(pod) ? "Probably up" : "Stopped",
    detail: isUp(pod) ? "" : pod.volumeInGb ? `Its disk goes on costing money until you end it. ${told}` : told,
    what: [`${pod.machine?.gpuDisplayName} ×${pod.gpuCount}`, place, volume, pod.imageName].filter(Boolean).join(" · "),
    hourly: rate(hourly(pod)),
    ends: isUp(pod) ? "nothing ends this pod" : "",
    again: isUp(pod) || pod.volumeInGb ? "Launch again" : "Move to another machine",
    power: isUp(pod) ? "Stop" : `Start · ${rate(hourly({ ...pod, desiredStatus: "RUNNING" }))}`,
  };
}

class Row {
  constructor(pod) {
    this.inSight = true;
    this.said = {};
    this.name = element("h2", { id: `pod-${pod.id}` });
    this.pick = element("input", { type: "checkbox", class: "pick" });
    this.words = document.createTextNode("");
    this.detail = element("p", { class: "detail" });
    this.what = element("p", { class: "pod-what" });
    this.uptime = element("dd", { "data-field": "uptime" }, "—");
    this.hourly = element("dd", { "data-field": "hourly" });
    this.spent = element("dd", { "data-field": "spent" }, "—");
    this.ends = element("p", { class: "ends", "data-field": "ends" });
    this.services = element("ul", { class: "services", "aria-label": "Programs on this pod" });
    this.again = element("button", { type: "button", class: "quiet" });
    this.power = element("button", { type: "button", "aria-disabled": "false" });
    this.end = element("button", { type: "button", class: "danger", "aria-disabled": "false" }, "End");
    const field = (words, value) => element("div", {}, element("dt", {}, words), value);
    const status = element(
      "p",
      { role: "status" },
      element("span", { class: "dot", "aria-hidden": "true" }),
      this.words,
    );
    this.head = element(
      "div",
      { class: "pod-name" },
      element("div", { class: "pod-head" }, this.pick, this.name),
      element("div", { class: "stage" }, status, this.detail),
    );
    this.item = element(
      "li",
      { class: "pod", "data-pod": pod.id, "aria-labelledby": `pod-${pod.id}` },
      this.head,
      element("div", { class: "pod-facts" }, this.what, this.ends),
      element(
        "dl",
        { class: "pod-money" },
        field("Up for", this.uptime),
        field("Per hour", this.hourly),
        field("So far", this.spent),
      ),
      this.services,
      element("div", { class: "pod-end" }, this.again, this.power, this.end),
      element("div", { class: "ending", role: "status" }),
    );
    this.show(pod);
    list.append(this.item);
  }

  show(pod) {
    this.pod = pod;
    const [now, before] = [said(pod), this.said];
    this.said = now;
    if (now.stage !== before.stage) this.stage(pod, now.stage, before.stage);
    if (now.words !== before.words) this.words.data = now.words;
    if (now.detail !== before.detail) this.detail.textContent = now.detail;
    if (now.what !== before.what) this.what.textContent = now.what;
    if (now.hourly !== before.hourly) this.hourly.textContent = now.hourly;
    if (now.name !== before.name) {
      this.name.textContent = now.name;
      this.pick.setAttribute("aria-label", `Select ${now.name}`);
      this.end.setAttribute("aria-label", `End ${now.name}`);
    }
    if (now.ends !== before.ends) {
      this.ends.textContent = now.ends;
      this.ends.classList.toggle("warn", now.ends !== "");
    }
    if (now.again !== before.again || now.name !== before.name) {
      this.again.textContent = now.again;
      this.again.setAttribute("aria-label", `${now.again} ${now.name}`);
    }
    if (now.power !== before.power || now.name !== before.name) {
      this.power.textContent = now.power;
      this.power.setAttribute("aria-label", `${now.power} ${now.name}`);
    }
    if (now.stage !== before.stage) this.tick();
  }

  stage(pod, now, before) {
    this.item.dataset.stage = now;
    if (isUp(pod)) this.services.replaceChildren(connect(pod));
    else this.services.replaceChildren();
    this.verdict?.remove();
    this.verdict = before && !isUp(pod) ? verdict(pod) : undefined;
    if (this.verdict) this.head.append(this.verdict);
  }

  tick() {
    const up = isUp(this.pod);
    const seconds = (Date.now() - Date.parse(this.pod.lastStartedAt)) / 1000;
    const uptime = up ? lasting(seconds) : "—";
    const spent = up ? `≈ $${((hourly(this.pod) * seconds) / 3600).toFixed(2)}` : "—";
    if (this.uptime.firstChild.data !== uptime) this.uptime.firstChild.data = uptime;
    if (this.spent.firstChild.data !== spent) this.spent.firstChild.data = spent;
  }
}

function show(pods) {
  const gone = new Set(rows.keys());
  let [running, perHour, alarms] = [0, 0, 0];
  for (const pod of pods) {
    gone.delete(pod.id);
    running += isUp(pod);
    perHour += hourly(pod);
    let row = rows.get(pod.id);
    if (row) row.show(pod);
    else rows.set(pod.id, (row = new Row(pod)));
    if (row.verdict) alarms += 1;
  }
  for (const id of gone) {
    rows.get(id).item.remove();
    rows.delete(id);
  }
  const line = `${running} running · ${rate(perHour)} now`;
  if (money.textContent !== line) money.textContent = line;
  const sign = alarms ? `${alarms} pods stopped` : `${running} of ${running} up`;
  const title = `${sign} · Pods`;
  if (document.title !== title) document.title = title;
}

globalThis.poll = async () => {
  // What `json()` does, in two steps: it would read the list outside of all script, and the trace would count that as nobody's.
  const answer = await fetch("/graphql", { method: "POST", body: "{}" });
  show(JSON.parse(await answer.text()).data.myself.pods);
};

list.addEventListener(
  "contentvisibilityautostatechange",
  (event) => {
    const row = rows.get(event.target.dataset.pod);
    if (!row) return;
    row.inSight = !event.skipped;
    if (row.inSight) row.tick();
  },
  true,
);

setInterval(() => {
  for (const row of rows.values()) if (row.inSight) row.tick();
}, 1000);

poll();
