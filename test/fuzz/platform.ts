/** What the two platforms print differently, by their nature (docs/verification.md has the reasons). */
export function withoutPlatform(text: string): string {
  return text
    .replace(/-nan\b/g, 'nan')
    .replace(/\b0x[0-9a-f]{5,}\b/g, '(address)')
    .replace(/bad argument #\d to '(math\.)?fmod'/g, "bad argument to 'fmod'");
}
