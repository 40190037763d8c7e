// The names of the journeys, for whoever compares them with what is written about them.
import { test } from "node:test";

let names;

/// A test by its name; while names are gathered it is not run.
export const named = (name, options, walk) => (names ? names.push(name) : test(name, options, walk));

/// The names of all journeys in a file, none of which is run.
export async function namesIn(file) {
  const found = [];
  names = found;
  try {
    await import(file);
  } finally {
    names = undefined;
  }
  return found;
}
