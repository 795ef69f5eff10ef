/** Figures as people read them. */

const kilo = 1024;

export function formatCount(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}

export function formatBytes(value: number): string {
  if (value < kilo) return `${value} B`;
  if (value < kilo * kilo) return `${shorten(value / kilo)} kB`;
  return `${shorten(value / kilo / kilo)} MB`;
}

export function formatTime(milliseconds: number): string {
  return milliseconds < 1000 ? `${shorten(milliseconds)} ms` : `${shorten(milliseconds / 1000)} s`;
}

function shorten(value: number): string {
  return value < 10 ? String(Math.round(value * 10) / 10) : String(Math.round(value));
}
