// Chance that comes from a seed: the same seed rolls the same dice, though browsers and nets keep their own time.

/// Dice of their own for each who throws them, so that one's pace does not change what another one rolls.
export function diceOf(seed, who) {
  let state = [...who].reduce((hash, letter) => Math.imul(hash ^ letter.charCodeAt(0), 0x01000193), seed | 0);
  // mulberry32
  const roll = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const between = (least, most) => least + Math.floor(roll() * (most - least + 1));
  return {
    between,
    percent: (percent) => roll() * 100 < percent,
    of: (all) => all[between(0, all.length - 1)],
    /// One of `[weight, thing]`.
    weighed(all) {
      let left = roll() * all.reduce((sum, [weight]) => sum + weight, 0);
      return (all.find(([weight]) => (left -= weight) < 0) ?? all.at(-1))[1];
    },
  };
}

export const pause = (millis) => new Promise((resolve) => setTimeout(resolve, millis));
