// The names of the journeys, for whoever compares them with what is written about them.
import { test } from "@playwright/test";

let names;

/// A test by its name: `walk` gets the worker's browser. While names are gathered it is not run.
export function named(name, walk) {
  if (names) names.push(name);
  else test(name, ({ browser }) => walk({ browser }));
}

/// The names of all journeys in a file, none of which is run.
export async function namesIn(file) {
  const found = [];
  names = found;
  try {
    // A copy of its own: the file itself may have been loaded before.
    await import(`${file}?names`);
  } finally {
    names = undefined;
  }
  return found;
}
