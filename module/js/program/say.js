// What the program says: results on stdout, everything else on stderr. What others wrote is shown without control characters.

/// What of a text may move the cursor, change colours, or turn the line around.
const UNSAFE = /[\p{Cc}--[\n\t]](?:\[[0-9;?]*[ -\/]*[@-~])?|\p{Bidi_Control}/gv;
/// Nobody's key is shown, wherever it comes from.
const KEY = /rpa_[A-Za-z0-9]{8,}/g;

export const plain = (text) => String(text).replace(UNSAFE, "").replace(KEY, "rpa_…");

/// The same in one line, for a row of a table.
export const line = (text) => plain(text).replace(/\s+/g, " ");

export const note = (text) => void process.stderr.write(`${plain(text)}\n`);
export const result = (text) => void process.stdout.write(`${plain(text)}\n`);

/// One line of JSON, with nothing in it that a terminal acts on.
export const json = (value) => {
  const escaped = (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`;
  const text = JSON.stringify(value)
    .replace(KEY, "rpa_…")
    .replace(UNSAFE, (found) => [...found].map(escaped).join(""));
  process.stdout.write(`${text}\n`);
};

/// Dollars as whole millionths: what is added up is never a float.
export const micros = (dollars) => BigInt(Math.round(dollars * 1e6));

/// Money with so many digits, rounded up.
const money = (amount, digits) => {
  const step = 10n ** BigInt(6 - digits);
  const steps = (amount + step - 1n) / step;
  const text = String(steps).padStart(digits + 1, "0");
  return `$${text.slice(0, -digits)}.${text.slice(-digits)}`;
};

/// A price per hour, to a tenth of a cent.
export const perHour = (amount) => `${money(amount, 3)} per hour`;

/// What so many hours cost together, to a cent. Hours have at most two digits behind the point.
export const together = (amount, hours) => money((amount * BigInt(Math.ceil(hours * 100 - 1e-6)) + 99n) / 100n, 2);

/// Rows under each other.
export const table = (rows) => {
  const widths = rows[0].map((_, at) => Math.max(...rows.map((row) => row[at].length)));
  return rows
    .map((row) =>
      row
        .map((cell, at) => cell.padEnd(widths[at]))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
};
