/** A linear scale of figures to pixels, with round ticks. */
export interface Scale {
  low: number;
  high: number;
  step: number;
  ticks: number[];
  /** Decimals that the ticks need. */
  decimals: number;
  y(value: number): number;
}

export interface ScaleRoom {
  /** Where the highest figure may be, and where the axis lies: pixels from the top. */
  top: number;
  axis: number;
  /** Figures that must stand some pixels above the axis, because words stand there. */
  standing: { value: number; above: number }[];
  /** Least distance between two ticks, in pixels. */
  tickGap: number;
  /** Ticks have no more decimals than the figures. */
  decimals: number;
  /** Bounds that the scale must not pass: zero for counts and rates, 100 for percentages. */
  floor?: number | undefined;
  ceiling?: number | undefined;
}

// Enough for any pair of figures: steps from 10^-6 to beyond 10^15.
const MANTISSAS = [1, 2, 5];

/**
 * The smallest round step (1, 2 or 5 times a power of ten) whose ticks stand far enough apart. The scale starts at a tick
 * below the lowest figure and ends at a tick, or at the highest figure when a whole step more would be mostly empty.
 */
export function scaleOf(figures: number[], room: ScaleRoom): Scale {
  let least = figures.length > 0 ? Math.min(...figures) : 0;
  let most = figures.length > 0 ? Math.max(...figures) : 1;
  const smallest = 10 ** -room.decimals;
  if (most - least < smallest * 2) {
    const pad = Math.max(smallest, Math.abs(most) * 0.05);
    least = least - pad;
    most = most + pad;
    if (room.floor !== undefined && least < room.floor) least = room.floor;
    if (room.ceiling !== undefined && most > room.ceiling) most = room.ceiling;
  }
  const height = room.axis - room.top;
  const start = Math.max(-room.decimals, Math.floor(Math.log10((most - least) / 12)));
  for (let power = start; ; power += 1) {
    for (const mantissa of MANTISSAS) {
      const step = mantissa * 10 ** power;
      const last = power > start + 6;
      let low = Math.floor(clean(least / step)) * step;
      const top = Math.ceil(clean(most / step)) * step;
      const mostlyEmpty = top - most > 0.55 * step && top - step > low + step / 2;
      let high = mostlyEmpty ? most : top;
      if (room.ceiling !== undefined) high = Math.min(high, Math.max(room.ceiling, most));
      const missing = () =>
        Math.max(0, ...room.standing.map(({ value, above }) => above - ((value - low) / (high - low)) * height));
      for (let tries = 0; tries < 8 && missing() > 0; tries += 1) {
        if (room.floor !== undefined && low - step < room.floor - step / 1000) break;
        low -= step;
      }
      if ((step / (high - low)) * height < room.tickGap && !last) continue;
      const decimals = Math.min(6, Math.max(0, -power));
      low = Number(low.toFixed(decimals));
      const ticks: number[] = [];
      for (let n = 0; low + n * step <= high + step / 1000; n += 1)
        ticks.push(Number((low + n * step).toFixed(decimals)));
      // Where the floor forbids going lower, the lowest tick stands above the axis by what is missing.
      const bottom = room.axis - missing();
      return {
        low,
        high,
        step,
        ticks,
        decimals,
        y: (value) => bottom - ((value - low) / (high - low)) * (bottom - room.top),
      };
    }
  }
}

/** 0.30000000000000004 / 0.1 must count as 3. */
function clean(value: number): number {
  return Number(value.toPrecision(12));
}
