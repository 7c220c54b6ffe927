// The server's clock: timers count from its timestamps, whatever this computer thinks the time is.

const stated = document.querySelector('meta[name="server-time"]')?.content;
const [loading] = performance.getEntriesByType("navigation");
const receivedAt = performance.timeOrigin + (loading?.responseStart ?? performance.now());
const skew = stated ? Date.parse(stated) - receivedAt : 0;

export function serverNow() {
  return Date.now() + skew;
}

// 222 → "3:42", 3723 → "1:02:03"
export function clockFace(seconds) {
  const two = (value) => String(value).padStart(2, "0");
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  const rest = two(seconds % 60);
  return hours ? `${hours}:${two(minutes)}:${rest}` : `${minutes}:${rest}`;
}
