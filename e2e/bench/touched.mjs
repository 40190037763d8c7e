// Which nodes of the list a poll touches. The seconds of rows in sight go on all the while, and are none of its doing.

/// In the page: begins to count. A text counts as the element that it stands in, however it was written.
export const startCounting = () => {
  const element = (node) => (node.nodeType === 1 ? node : node.parentElement);
  const ticking = (node) => element(node)?.closest('[data-field="uptime"], [data-field="spent"], .checked');
  /// What is written once more as it was costs the browser all the same.
  const isVain = ({ type, target, attributeName, oldValue }) =>
    (type === "attributes" && target.getAttribute(attributeName) === oldValue)
    || (type === "characterData" && target.data === oldValue);
  const seen = { rows: new Set(), nodes: new Set(), outside: new Set(), ticked: new Set(), vain: [], moved: new Set() };
  // A row above that becomes higher moves others into sight or out of it: those are drawn, or no longer.
  const move = ({ target }) => seen.moved.add(target.dataset.pod);
  document.addEventListener("contentvisibilityautostatechange", move, true);
  const note = (record) => {
    const node = element(record.target);
    const row = node?.closest("li.pod")?.dataset.pod;
    if (ticking(record.target)) {
      if (row) seen.ticked.add(row);
    } else if (row) {
      seen.rows.add(row);
      seen.nodes.add(node);
      if (isVain(record)) seen.vain.push(`${record.attributeName ?? "text"} of ${node.outerHTML.slice(0, 80)}`);
    } else seen.outside.add(record.target);
  };
  const observer = new MutationObserver((records) => records.forEach(note));
  observer.observe(document.querySelector("main"), {
    subtree: true,
    childList: true,
    attributes: true,
    characterData: true,
    attributeOldValue: true,
    characterDataOldValue: true,
  });
  globalThis.touched = () => {
    observer.takeRecords().forEach(note);
    observer.disconnect();
    document.removeEventListener("contentvisibilityautostatechange", move, true);
    const outside = [...seen.outside].map((node) => element(node)?.outerHTML.slice(0, 80));
    return {
      rows: [...seen.rows],
      nodes: seen.nodes.size,
      vain: seen.vain,
      moved: [...seen.moved],
      outside,
      ticked: seen.ticked.size,
    };
  };
};
