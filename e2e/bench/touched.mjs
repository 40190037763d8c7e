// Which nodes of the list a poll touches. The seconds of rows in sight go on all the while, and are none of its doing.

/// In the page: begins to count.
export const startCounting = () => {
  const ticking = (node) => (node.nodeType === 1 ? node : node.parentElement)?.closest('[data-field="uptime"], [data-field="spent"], .checked');
  const seen = { rows: new Set(), nodes: new Set(), outside: new Set(), ticked: new Set() };
  const note = ({ target }) => {
    const row = (target.nodeType === 1 ? target : target.parentElement)?.closest("li.pod")?.dataset.pod;
    if (ticking(target)) {
      if (row) seen.ticked.add(row);
    } else if (row) {
      seen.rows.add(row);
      seen.nodes.add(target);
    } else seen.outside.add(target);
  };
  const observer = new MutationObserver((records) => records.forEach(note));
  observer.observe(document.querySelector("main"), { subtree: true, childList: true, attributes: true, characterData: true });
  globalThis.touched = () => {
    observer.takeRecords().forEach(note);
    observer.disconnect();
    const outside = [...seen.outside].map((node) => (node.nodeType === 1 ? node : node.parentElement)?.outerHTML.slice(0, 80));
    return { rows: [...seen.rows], nodes: seen.nodes.size, outside, ticked: seen.ticked.size };
  };
};
